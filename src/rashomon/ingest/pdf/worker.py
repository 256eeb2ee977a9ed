"""The process that runs PDFium: requests on standard input, replies on standard output.

PDFium is native code and the file may be made to harm: a crash, a loop or a bomb ends this process
and no other. Frames are four bytes of length, then MessagePack. Run as
`python -m rashomon.ingest.pdf.worker MEGABYTES`; it ends with its input.
"""

from __future__ import annotations

import contextlib
import sys

import msgspec

from rashomon.ingest.pdf.pages import Request, extract


def main() -> None:
    """Every request has been answered, in order."""
    _bound(int(sys.argv[1]) * 1_000_000)
    decoder = msgspec.msgpack.Decoder(Request)
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    while header := requests.read(4):
        reply = msgspec.msgpack.encode(
            extract(decoder.decode(requests.read(int.from_bytes(header, "little"))))
        )
        replies.write(len(reply).to_bytes(4, "little") + reply)
        replies.flush()


def _bound(most: int) -> None:
    """This process may take no more address space than that, where the system can say so."""
    try:
        import resource
    except ImportError:  # not on Windows: the time limit remains
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
