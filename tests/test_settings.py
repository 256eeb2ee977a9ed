"""One TOML file to settings; a wrong key is refused with the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.errors import SettingsError
from rashomon.settings import Settings, load_settings


def test_no_file_gives_the_defaults() -> None:
    assert load_settings(None) == Settings()


def test_a_file_overrides_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "rashomon.toml"
    path.write_text("[read]\nmax_text_mb = 2.5\n")
    settings = load_settings(path)
    assert settings.read.max_text_mb == 2.5
    assert settings.link == Settings().link
    assert settings.digest != Settings().digest


def test_an_unknown_key_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    path = tmp_path / "rashomon.toml"
    path.write_text("[link]\nincident_treshold = 0.4\n")
    with pytest.raises(
        SettingsError, match=r"unknown key link\.incident_treshold; did you mean link\.incident_th"
    ):
        load_settings(path)


@pytest.mark.parametrize("content", ["[read\n", "[read]\nmax_text_mb = 'much'\n", "read = 3\n"])
def test_what_does_not_fit_names_the_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "rashomon.toml"
    path.write_text(content)
    with pytest.raises(SettingsError, match=r"rashomon\.toml"):
        load_settings(path)


def test_workers_do_not_change_the_digest(tmp_path: Path) -> None:
    path = tmp_path / "rashomon.toml"
    path.write_text("[run]\nworkers = 4\n")
    assert load_settings(path).digest == Settings().digest
