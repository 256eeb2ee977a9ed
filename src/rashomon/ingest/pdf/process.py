"""The house's side of the process that runs PDFium: ask, wait, and start anew where it died.

One process serves all PDFs of a run; it is started with the first and ends with the run. What
happens to it is a cause in words, never an exception of ours.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec

from rashomon.ingest.pdf.pages import Extracted, Request

_CHUNK = 1 << 16
_ROOT = Path(__file__).resolve().parents[3]
# a page's memory is wanted again for the next page: giving it back to the system and asking for it
# anew takes an eighth of the time (glibc reads these; the limit on the address space holds all the
# same)
_KEEPING = {
    "MALLOC_TRIM_THRESHOLD_": "67108864",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TOP_PAD_": "4194304",
}
_decoder = msgspec.msgpack.Decoder(Extracted)


class WorkerDiedError(Exception):
    """The process ended, or was ended, before it answered; the message is a cause in words."""


class _Process:
    def __init__(self, memory_mb: int) -> None:
        self.memory_mb = memory_mb
        self.owner = os.getpid()
        self.stopped = False
        # -P: a module in the folder of the reports must not be taken for ours
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "rashomon.ingest.pdf.worker", str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_KEEPING, "PYTHONPATH": str(_ROOT)},
        )

    @property
    def child_id(self) -> int:
        """The operating system's number of the process."""
        return self._child.pid

    def ask(self, payload: bytes, seconds: float) -> bytes:
        """The reply to one request.

        Raises:
            WorkerDiedError: if there is none in time, or the process ended.
        """
        assert self._child.stdin is not None
        ends = time.monotonic() + seconds
        try:
            self._child.stdin.write(len(payload).to_bytes(4, "little") + payload)
            self._child.stdin.flush()
            reply = self._take(b"", 4, ends)
            size = int.from_bytes(reply[:4], "little")
            return self._take(reply, 4 + size, ends)[4:]
        except (OSError, EOFError) as error:
            self.close()
            if self.stopped:
                raise WorkerDiedError(
                    f"took longer than {seconds:g} s to read (setting read.max_seconds)"
                ) from error
            raise WorkerDiedError(
                "made the PDF library fail, or took more memory than "
                f"{self.memory_mb} MB (setting read.pdf_memory_mb)"
            ) from error

    def _take(self, begun: bytes, size: int, ends: float) -> bytes:
        """At least `size` bytes of the reply, of which some may have come before.

        Raises:
            EOFError: if the process ends before, or is ended because the time is over.
        """
        assert self._child.stdout is not None
        place = self._child.stdout.fileno()
        chunks, missing = [begun], size - len(begun)
        while missing > 0:
            if not self._comes(place, ends):
                self.stopped = True
                raise EOFError
            chunk = os.read(place, _CHUNK)
            if not chunk:
                raise EOFError
            chunks.append(chunk)
            missing -= len(chunk)
        return b"".join(chunks)

    def _comes(self, place: int, ends: float) -> bool:
        """Whether the process says something before the time is over."""
        if not hasattr(select, "poll"):  # Windows waits without end
            return True
        poll = select.poll()
        poll.register(place, select.POLLIN)
        return bool(poll.poll(max(0.0, ends - time.monotonic()) * 1_000))

    def close(self) -> None:
        """The process has ended."""
        if self.owner != os.getpid():
            return
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._child.kill()
        self._child.wait()


_lock = threading.Lock()
_running: _Process | None = None


def ask(request: Request, seconds: float, memory_mb: int) -> Extracted:
    """The pages of a PDF.

    Raises:
        WorkerDiedError: if the library failed on it or passed a limit.
    """
    global _running
    with _lock:
        # a process that was started before a fork is the parent's
        if _running is not None and (
            _running.stopped or _running.owner != os.getpid() or _running.memory_mb != memory_mb
        ):
            _running.close()
            _running = None
        if _running is None:
            _running = _Process(memory_mb)
        try:
            return _decoder.decode(_running.ask(msgspec.msgpack.encode(request), seconds))
        except WorkerDiedError:
            _running = None
            raise


def child_id() -> int | None:
    """The process id of the one that runs PDFium, or None where none does."""
    return _running.child_id if _running is not None else None


@atexit.register
def _close() -> None:
    if _running is not None:
        _running.close()
