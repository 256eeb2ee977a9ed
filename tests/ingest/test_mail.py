"""Messages and mailboxes."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.errors import UnreadableFileError
from rashomon.ingest.drafts import Draft, Nested, Unread
from rashomon.ingest.mail import part_text, read_mailbox, read_message
from rashomon.ingest.reading import read
from rashomon.records import Document, Problem
from rashomon.settings import ReadSettings
from tests.ingest.homecoming import STRANGE, come_home
from tests.ingest.opened import drafts, opened

PLAIN = "Five people died in the port of Harvane on Monday, the harbour police said."


def message(plain: str | None = PLAIN, rich: str | None = None, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = headers.pop("sender", "Norvia Press <desk@press.example>")
    made["Date"] = headers.pop("date", "Thu, 04 Mar 2021 08:15:00 +0200")
    made["Subject"] = headers.pop("subject", "Blast in port")
    for name, value in headers.items():
        made[name] = value
    if plain is not None:
        made.set_content(plain)
    if rich is not None and plain is not None:
        made.add_alternative(rich, subtype="html")
    elif rich is not None:
        made.set_content(rich, subtype="html")
    return made


def original(raw: bytes, part: str) -> str:
    """The decoded text of a part, found without the reader."""
    parsed = email.message_from_bytes(raw)
    kind, _, number = part.partition(":")
    if kind == "header":
        return " ".join(
            str(email.header.make_header(email.header.decode_header(parsed[number]))).split()
        )
    leaf: Message = parsed
    if parsed.is_multipart():
        for step in number.split("."):
            children = leaf.get_payload()
            assert isinstance(children, list)
            child = children[int(step) - 1]
            assert isinstance(child, Message)
            leaf = child
    payload = leaf.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return part_text(payload, leaf.get_content_charset(), "x")[0]


def test_headers_become_metadata() -> None:
    (draft,) = drafts(read_message, message().as_bytes())
    assert draft.text == f"Blast in port\n\n{PLAIN}\n"
    assert draft.title == "Blast in port"
    assert draft.author == "Norvia Press"
    assert draft.published == datetime(2021, 3, 4, 6, 15, tzinfo=UTC)
    assert draft.published_from == "mail:date"
    assert [anchor.part for anchor in draft.anchors] == ["header:subject", "mime:1"]  # type: ignore[union-attr]


def test_of_alternatives_the_plain_one_counts_unless_it_is_a_stub() -> None:
    rich = (
        f"<html><body><style>p {{}}</style><p>{PLAIN}</p><p>The ministry &amp; others.</p></body>"
    )
    (both,) = drafts(read_message, message(PLAIN, rich).as_bytes())
    assert "ministry" not in both.text
    (stub,) = drafts(read_message, message("See the web.", rich).as_bytes())
    assert stub.text.endswith(f"{PLAIN}\n\nThe ministry & others.")
    assert stub.anchors[-1].part == "mime:2"  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(STRANGE), min_size=1, max_size=6),
    st.lists(st.sampled_from(STRANGE), max_size=4),
    st.sampled_from(["8bit", "quoted-printable", "base64"]),
    st.booleans(),
)
def test_every_word_of_a_message_has_its_place(
    subject: list[str], body: list[str], transfer: str, rich: bool
) -> None:
    made = EmailMessage()
    made["From"] = "desk@press.example"
    made["Subject"] = " ".join(" ".join(subject).split())
    words = PLAIN + " " + "\n\n".join(body)
    content = f"<p>{words}</p><b>and <i>more</i></b>" if rich else words
    made.set_content(content, subtype="html" if rich else "plain", cte=transfer)
    raw = made.as_bytes()
    (draft,) = drafts(read_message, raw)
    anchored = come_home(draft.text, draft.anchors, lambda part: original(raw, part), markup=rich)
    assert anchored == sum(not char.isspace() for char in draft.text)


@pytest.mark.parametrize(
    "charset", ["iso-8859-1", "windows-1251", "iso-2022-jp", "utf-7", "koi8-r"]
)
def test_a_body_is_read_in_its_declared_charset(charset: str) -> None:
    words = {"windows-1251": "Пять человек погибли", "koi8-r": "Пять человек погибли"}.get(
        charset, "五人が死亡した" if "jp" in charset else "Cinq tués à Härvane"
    )
    raw = (
        f"From: a@b.example\r\nContent-Type: text/plain; charset={charset}\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode() + f"{words}. Five people died.".encode(charset)
    (draft,) = drafts(read_message, raw)
    assert draft.text.startswith(words)


def test_attachments_are_inputs_of_their_own() -> None:
    made = message()
    made.add_attachment(b"<p>Two died.</p>", maintype="text", subtype="html", filename="a.html")
    made.add_attachment(b"x" * 10, maintype="image", subtype="png", filename="../../etc/p\x00.png")
    made.add_attachment(message("A forwarded word of the ministry."))
    found = opened(read_message, made.as_bytes())
    nested = [item for item in found if isinstance(item, Nested)]
    assert [item.part for item in nested] == ["!a.html", "!p.png", "!4.eml"]
    assert nested[0].media_type == "text/html"
    assert b"A forwarded word" in nested[2].raw


def test_a_logo_is_no_attachment() -> None:
    made = message(PLAIN, f"<p>{PLAIN}</p><img src=cid:logo>")
    made.get_payload()[1].add_related(b"x", "image", "png", cid="<logo>")  # type: ignore[index,union-attr]
    assert [type(item) for item in opened(read_message, made.as_bytes())] == [Draft]


def test_a_mailbox_is_read_message_by_message(tmp_path: Path) -> None:
    box = b"".join(
        b"From desk@press.example Thu Mar  4 08:15:00 2021\n"
        + message(f"Report {number}. {PLAIN}\n\n>From the port, more.\nFrom inside").as_bytes()
        + b"\n"
        for number in (1, 2, 3)
    )
    (tmp_path / "desk.mbox").write_bytes(box)
    found = list(read([tmp_path / "desk.mbox"], ReadSettings()))
    assert [item.name for item in found] == ["desk.mbox#1", "desk.mbox#2", "desk.mbox#3"]
    assert all(isinstance(item, Document) and item.container == "desk.mbox" for item in found)
    assert isinstance(found[1], Document)
    assert "Report 2" in found[1].text
    assert "From inside" in found[1].text


@pytest.mark.parametrize(
    ("raw", "cause"),
    [
        (b"", "empty"),
        (b"\n\n just words", "no header"),
    ],
)
def test_what_is_no_message(raw: bytes, cause: str) -> None:
    with pytest.raises(UnreadableFileError, match=cause):
        opened(read_message, raw)


def test_what_is_no_mailbox() -> None:
    with pytest.raises(UnreadableFileError, match="no mailbox"):
        opened(read_mailbox, b"Subject: x\n\nwords")


def test_parts_in_parts_without_end_are_refused() -> None:
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
        for number in range(2_000)
    )
    with pytest.raises(UnreadableFileError, match=r"deep|parsed"):
        opened(read_message, b"From: a@b.example\n" + head + b"\nwords")


def test_too_many_attachments_are_refused(tmp_path: Path) -> None:
    made = message()
    for number in range(6):
        made.add_attachment(
            b"Two died.", maintype="text", subtype="plain", filename=f"{number}.txt"
        )
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    found = list(read([tmp_path / "a.eml"], ReadSettings(max_entries=4)))
    assert [type(item) for item in found] == [Document] * 5 + [Problem]
    assert isinstance(found[-1], Problem)
    assert "read.max_entries" in found[-1].message


@pytest.mark.parametrize(
    "broken",
    [
        b"Subject: =?utf-8?b?!!!?=\nDate: never\n\nTwo died.",
        b"Subject: =?utf-8?b?abcde?=\n\nTwo died.",
        b"Subject: =?nonsense?q?x?=\nContent-Type: text/plain; charset=nonsense\n\nTwo died.",
        b"From: \xff\xfe<>\nContent-Transfer-Encoding: base64\n\n@@@not base64@@@ Two",
        b"Content-Type: multipart/mixed\n\nno boundary, Two died.",
        b"Content-Type: multipart/alternative; boundary=x\n\n--x\n\nTwo died.\n--x",
        b"Content-Type: text/html; charset=\x00\n\n<p>Two died.",
    ],
)
def test_broken_messages_are_read_or_told(broken: bytes) -> None:
    for item in opened(read_message, broken):
        if isinstance(item, Draft):
            item.text.encode()
        elif isinstance(item, Unread):
            item.cause.encode()
