"""E-mail messages and mailboxes: headers, the best text part, attachments as further inputs.

A message's text is its subject and its words. Of alternatives the plain one counts, unless it says
much less than the HTML one. Anchors count in the parts `header:subject` (the decoded header) and
`mime:<number>` (the decoded text of a part, numbered as IMAP does: `1`, `1.2`). Attachments and
forwarded messages are named `<message>!<file name>`; pictures that only dress the HTML are none.
"""

from __future__ import annotations

import codecs
import email
import email.errors
import email.header
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from io import BytesIO
from pathlib import PurePosixPath

from rashomon.errors import UnreadableFileError
from rashomon.ingest.alignment import Placed, joined
from rashomon.ingest.dates import parse_moment
from rashomon.ingest.decoding import decode, sha256
from rashomon.ingest.drafts import Draft, Nested, Unread
from rashomon.ingest.languages import normal_code
from rashomon.ingest.limits import Allowance, LimitError
from rashomon.ingest.sources import Source
from rashomon.ingest.titles import locate
from rashomon.ingest.webpages import read_fragment
from rashomon.records import whole
from rashomon.settings import ReadSettings

_MOST_PARTS_DEEP = 20
# what the standard library raises on headers and parts that break the rules
_BROKEN = (
    email.errors.MessageError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    AssertionError,
)
_NO_MAILBOX = "is no mailbox: no 'From ' line opens it"
_STUB = 0.5
_BLANKS = re.compile(r"\s+")
# bytes of these look like ASCII: they are what is declared or nothing
_SEVEN_BIT = re.compile(r"iso-?2022|utf-?7|^hz", re.IGNORECASE)
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f]|[\\/]")


@dataclass(frozen=True)
class _Part:
    """A leaf of a message's tree.

    Args:
        number: as IMAP counts.
        message: the part itself.
        alternative: number of the innermost `multipart/alternative` around it, or None.
    """

    number: str
    message: Message
    alternative: str | None


def read_mailbox(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The messages of an mbox file, one after the other, named `#1`, `#2` and so on.

    A message begins at a line `From ` at the head of the file or after an empty line. The bytes of
    a message are those between two such lines; quoted `>From ` lines stay as they are.
    """
    most = int(settings.max_entry_mb * 1_000_000)
    number, after_blank = 0, True
    lines: list[bytes] = []
    size = 0

    def message() -> Nested | Unread:
        if size > most:
            return Unread(
                f"#{number}",
                f"has more than {settings.max_entry_mb:g} MB (setting read.max_entry_mb); skipped",
            )
        return Nested(f"#{number}", b"".join(lines), media_type="message/rfc822")

    with source.open() as stream:
        while line := stream.readline(most):
            if after_blank and line.startswith(b"From "):
                if number:
                    yield message()
                number, size, lines = number + 1, 0, []
            elif not number:
                if line.strip():
                    raise UnreadableFileError(
                        source.name, "is no mailbox: no 'From ' line opens it"
                    )
            else:
                size += len(line)
                if size <= most:
                    lines.append(line)
            after_blank = not line.strip()
    if not number:
        raise UnreadableFileError(source.name, _NO_MAILBOX)
    yield message()


def read_message(
    source: Source, settings: ReadSettings, allowance: Allowance
) -> Iterator[Draft | Nested | Unread]:
    """The one report of a message, then what is attached to it."""
    most = int(settings.max_entry_mb * 1_000_000)
    if source.size > most:
        raise UnreadableFileError(
            source.name,
            f"has more than {settings.max_entry_mb:g} MB (setting read.max_entry_mb)",
        )
    with source.open() as stream:
        raw = stream.read(most + 1)
    if not raw.strip():
        raise UnreadableFileError(source.name, "is empty")
    try:
        message = email.message_from_bytes(raw)
        leaves = list(_leaves(message))
    except _BROKEN as error:
        raise UnreadableFileError(source.name, f"cannot be parsed as e-mail ({error})") from error
    if not message.keys():
        raise UnreadableFileError(source.name, "has no header of an e-mail")
    doubts: list[str] = []
    body = joined(_bodies([each for each in leaves if _is_body(each.message)], source.name, doubts))
    yield from _report(message, body, raw, doubts)
    for each in leaves:
        if not _is_body(each.message):
            yield from _attached(each, allowance)


def _report(
    message: Message, body: Placed, raw: bytes, doubts: list[str]
) -> Iterator[Draft | Unread]:
    subject = _header(message, "subject")
    if not body.text.strip():
        yield Unread("", "is a message without words of its own; its attachments were read")
        return
    if subject and locate(subject, body.text) is None:
        body = joined((Placed(subject, whole(len(subject), "header:subject")), body))
    published, evidence = _moment(message)
    address = _ADDRESS.search(_header(message, "archived-at") or "")
    yield Draft(
        text=body.text,
        raw_sha256=sha256(raw),
        title=subject,
        author=_sender(message),
        url=address[1] if address is not None else None,
        language=normal_code(_header(message, "content-language") or ""),
        published=published,
        published_from=evidence,
        anchors=body.anchors,
        doubts=tuple(doubts),
    )


def _leaves(message: Message) -> Iterator[_Part]:
    """The parts that hold no parts, in order; forwarded messages are leaves."""
    waiting: list[tuple[str, Message, str | None, int]] = [("", message, None, 0)]
    while waiting:
        number, part, alternative, depth = waiting.pop()
        if depth > _MOST_PARTS_DEEP:
            raise ValueError(f"its parts nest more than {_MOST_PARTS_DEEP} deep")
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            if part.get_content_subtype() == "alternative":
                alternative = number or "0"
            children = part.get_payload()
            assert isinstance(children, list)
            for at in range(len(children), 0, -1):
                child = children[at - 1]
                if isinstance(child, Message):
                    below = f"{number}.{at}" if number else str(at)
                    waiting.append((below, child, alternative, depth + 1))
        else:
            yield _Part(number or "1", part, alternative)


def _is_body(part: Message) -> bool:
    return (
        part.get_content_type() in {"text/plain", "text/html"}
        and part.get_content_disposition() != "attachment"
        and not _file_name(part)
    )


def _bodies(parts: list[_Part], name: str, doubts: list[str]) -> Iterator[Placed]:
    """The words of each body, one of each set of alternatives."""
    done: set[str] = set()
    for part in parts:
        if part.alternative is None:
            yield _words(part, name, doubts)
        elif part.alternative not in done:
            done.add(part.alternative)
            offered = [each for each in parts if each.alternative == part.alternative]
            placed = [
                (each.message.get_content_subtype() == "plain", _words(each, name, doubts))
                for each in offered
            ]
            longest = max(len(words.text) for _, words in placed)
            plain = [words for bare, words in placed if bare and len(words.text) >= _STUB * longest]
            rich = [words for bare, words in placed if not bare]
            yield (plain or rich or [placed[0][1]])[0]


def _words(part: _Part, name: str, doubts: list[str]) -> Placed:
    """The words of one text part with anchors into its decoded text."""
    payload = part.message.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return Placed("", ())
    try:
        text, doubt = part_text(payload, _charset(part.message), name)
        called = f"mime:{part.number}"
        if doubt is not None:
            doubts.append(f"part {part.number} {doubt}")
        if part.message.get_content_subtype() == "html":
            return read_fragment(text, name, part=called)
        return Placed(text, whole(len(text), called))
    except UnreadableFileError as error:
        doubts.append(f"part {part.number} {error.cause}; it was left out")
        return Placed("", ())


def part_text(payload: bytes, charset: str | None, name: str) -> tuple[str, str | None]:
    """The decoded text of a part, and what is to be doubted about it.

    Raises:
        UnreadableFileError: if the bytes fit no encoding.
    """
    if charset is not None and _SEVEN_BIT.search(charset):
        try:
            return codecs.decode(payload, charset), None
        except (LookupError, UnicodeError, ValueError):
            pass
    decoded = decode(payload, name, charset)
    return decoded.text, decoded.doubt


def _attached(part: _Part, allowance: Allowance) -> Iterator[Nested | Unread]:
    message = part.message
    kind = message.get_content_type()
    if message.get_content_maintype() == "image" and message.get("content-id"):
        return
    name = _file_name(message)
    if kind == "message/rfc822":
        name = name or f"{part.number}.eml"
    called = "!" + (name or part.number)
    try:
        allowance.entry()
        if kind == "message/rfc822":
            inner = message.get_payload()
            content = inner[0] if isinstance(inner, list) and inner else inner
            payload = content.as_bytes() if isinstance(content, Message) else b""
        else:
            decoded = message.get_payload(decode=True)
            payload = decoded if isinstance(decoded, bytes) else b""
        if not payload:
            yield Unread(called, "is an empty attachment; skipped")
            return
        raw = allowance.take(BytesIO(payload))
    except LimitError as error:
        if error.final:
            raise
        yield Unread(called, error.cause)
        return
    except _BROKEN as error:
        yield Unread(called, f"is a broken attachment ({error}); skipped")
        return
    declared = None if kind == "application/octet-stream" else kind
    yield Nested(called, raw, media_type=declared, charset=_charset(message))


def _file_name(part: Message) -> str | None:
    """An attachment's name without folders and controls; it is a label, never a path."""
    try:
        stated = part.get_filename()
        stated = str(email.header.make_header(email.header.decode_header(stated))) if stated else ""
    except _BROKEN:
        return None
    last = PurePosixPath(stated.replace("\\", "/")).name
    return _UNSAFE_NAME.sub("", last).encode("utf-8", "replace").decode().strip()[:200] or None


def _charset(part: Message) -> str | None:
    try:
        charset = part.get_content_charset()
    except _BROKEN:
        return None
    return charset if charset else None


def _header(message: Message, name: str) -> str | None:
    """A header's decoded words on one line, or None."""
    value = message.get(name)
    if value is None:
        return None
    try:
        words = str(email.header.make_header(email.header.decode_header(value)))
    except _BROKEN:
        words = str(value)
    bare = words.encode("utf-8", "replace").decode("utf-8")
    return _BLANKS.sub(" ", bare).strip() or None


def _sender(message: Message) -> str | None:
    """The display name in `From`, else the address."""
    sender = _header(message, "from")
    if sender is None:
        return None
    name, address = email.utils.parseaddr(sender)
    return name or address or sender


def _moment(message: Message) -> tuple[datetime | None, str | None]:
    """The moment of sending: `Date`, else that of the last hop that received it."""
    if (stated := _header(message, "date")) and (moment := parse_moment(stated)) is not None:
        return moment, "mail:date"
    received = _header(message, "received")
    if received and (moment := parse_moment(received.rpartition(";")[2].strip())) is not None:
        return moment, "mail:received"
    return None, None
