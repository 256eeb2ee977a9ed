"""The suite runs offline, and so does all that it starts."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.offline import NetworkError

ELSEWHERE = "192.0.2.1"  # an address that RFC 5737 keeps for documentation


def test_no_socket_leaves_this_machine() -> None:
    with socket.socket() as one, pytest.raises(NetworkError):
        one.connect((ELSEWHERE, 80))
    with socket.socket(type=socket.SOCK_DGRAM) as one, pytest.raises(NetworkError):
        one.sendto(b"x", (ELSEWHERE, 53))
    with pytest.raises(NetworkError):
        socket.create_connection(("example.org", 443), timeout=1)


def test_loopback_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_without_network_nothing_of_a_subprocess_leaves() -> None:
    """The script under which the suite runs: no route but loopback, for any program."""
    script = REPOSITORY / "scripts" / "without_network"
    code = (
        "import socket\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(server.getsockname(), timeout=5).close()\n"
        "try:\n"
        f"    socket.create_connection(('{ELSEWHERE}', 80), timeout=5)\n"
        "except OSError as error:\n"
        "    print('unreachable' if error.errno == 101 else error)\n"
    )
    made = subprocess.run(
        [sys.executable, script, sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if made.returncode == 77:
        pytest.skip(f"the system lets nobody leave the network here: {made.stderr.strip()}")
    assert (made.returncode, made.stdout.strip()) == (0, "unreachable"), made.stderr


def test_the_whole_job_runs_without_a_network(tmp_path: Path) -> None:
    """Report, verify and search, each a process of its own with no network at all."""
    script = REPOSITORY / "scripts" / "without_network"
    (tmp_path / "orvel.txt").write_text("Two men died at the bridge, the ministry said.\n")
    out = str(tmp_path / "out")
    for words in (
        ["report", str(tmp_path / "orvel.txt"), "-o", out],
        ["verify", out],
        ["search", out, "bridge"],
    ):
        made = subprocess.run(
            [sys.executable, script, sys.executable, "-m", "rashomon", *words],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if made.returncode == 77:
            pytest.skip(f"the system lets nobody leave the network here: {made.stderr.strip()}")
        assert made.returncode == 0, made.stderr


def test_the_package_imports_nothing_that_fetches() -> None:
    """No client of a network protocol is imported by our own code."""
    clients = r"requests|httpx?|aiohttp|urllib3|urllib\.request|http\.client|ftplib|smtplib|socket"
    pattern = re.compile(rf"^\s*(?:import|from)\s+(?:{clients})\b", re.MULTILINE)
    offenders = [
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "src").rglob("*.py")
        if "web" not in path.relative_to(REPOSITORY / "src" / "rashomon").parts[:1]
        and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_no_dependency_is_known_to_phone_home() -> None:
    """Packages of analytics and error reporting are no part of what is installed with us."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    names = {re.split(r"[^A-Za-z0-9._-]", line)[0].lower() for line in locked.splitlines()}
    names |= {re.split(r"[^A-Za-z0-9._-]", line)[0].lower() for line in project["dependencies"]}
    reporters = {
        "analytics-python",
        "bugsnag",
        "datadog",
        "google-analytics-data",
        "mixpanel",
        "newrelic",
        "opentelemetry-sdk",
        "posthog",
        "rollbar",
        "scarf",
        "segment-analytics-python",
        "sentry-sdk",
        "statsig",
    }
    assert not names & reporters
