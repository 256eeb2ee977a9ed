"""Bytes to text, with the evidence for the encoding.

A byte-order mark is an encoding's signature and no part of the text: offsets count after it.
Beyond that the text is what the bytes say: line ends, controls and marks stay. UTF-8 comes first,
then UTF-16 and UTF-32 where a mark announces them; anything else is a guess that is stated as a
doubt, or refused. A guess errs towards refusal: damaged UTF-8 is never read as something else.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from rashomon.errors import UnreadableFileError
from rashomon.ingest.sources import Source
from rashomon.settings import ReadSettings

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio file"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
)
_GUESSES = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "koi8_r",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "gb18030",
    "big5",
)
_LATIN_GUESSES = frozenset({"cp1250", "cp1252", "cp1254"})
_FEWEST_FOREIGN = 12
_LEAST_FOREIGN = 0.3
_FOREIGN_LETTER = re.compile(r"(?![\x00-\x7f])[^\W\d_]")
_PLAIN_LETTER = re.compile(r"[A-Za-z]")
_GUESS_BYTES = 65_536
_MOST_CHAOS = 0.1
_UTF8_PAIR = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_MOST_CONTROLS = 0.02
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True)
class Decoded:
    """A text and how it was decoded.

    Args:
        text: without a byte-order mark.
        encoding: Python's name of the encoding.
        doubt: what the user should know, or None where the encoding is certain.
    """

    text: str
    encoding: str
    doubt: str | None = None


def read_bytes(source: Source, settings: ReadSettings) -> bytes:
    """The source's bytes, at most as many as the settings allow for a text.

    Raises:
        UnreadableFileError: if it is missing, no regular file, not permitted, empty or too large;
            a file that is too large is not read.
    """
    most = int(settings.max_text_mb * 1_000_000)
    if source.size > most:
        raise UnreadableFileError(source.name, too_large(source.size, settings))
    with source.open() as stream:
        raw = stream.read(most + 1)
    if len(raw) > most:
        raise UnreadableFileError(source.name, too_large(len(raw), settings))
    if not raw:
        raise UnreadableFileError(source.name, "is empty (0 bytes)")
    return raw


def sha256(raw: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(raw).hexdigest()


def too_large(size: int, settings: ReadSettings) -> str:
    """The cause for a text over the limit."""
    return (
        f"has {size / 1_000_000:.1f} MB, more than the limit of {settings.max_text_mb:g} MB "
        "(setting read.max_text_mb)"
    )


def decode(raw: bytes, name: str, declared: str | None = None) -> Decoded:
    """The text of `raw`.

    Args:
        raw: not empty.
        name: for messages.
        declared: an encoding that the content itself names (`<meta charset>`).

    Raises:
        UnreadableFileError: if the bytes are no text or fit no encoding well enough.
    """
    for signature, what in _SIGNATURES:
        if raw.startswith(signature):
            raise UnreadableFileError(name, f"is binary: by its first bytes it is {what}")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return _checked(Decoded(raw.decode(encoding), encoding), name)
            except UnicodeDecodeError as error:
                raise UnreadableFileError(
                    name,
                    f"begins with the byte-order mark of {encoding.upper()} but cannot be decoded "
                    f"as such (byte {error.start})",
                ) from error
    nul = raw.find(b"\0")
    if nul >= 0:
        raise UnreadableFileError(
            name, f"is binary, or UTF-16 without a byte-order mark: it has a NUL byte at {nul}"
        )
    try:
        return _checked(Decoded(raw.decode("utf-8"), "utf-8"), name)
    except UnicodeDecodeError as error:
        wrong = error
    if declared is not None and (decoded := _as_declared(raw, declared)) is not None:
        return _checked(decoded, name)
    return _checked(_guessed(raw, name, wrong), name)


def _as_declared(raw: bytes, declared: str) -> Decoded | None:
    try:
        encoding = codecs.lookup(declared).name
        # browsers read ISO 8859-1 as its superset Windows-1252
        encoding = "cp1252" if encoding in {"iso8859-1", "ascii"} else encoding
        return Decoded(raw.decode(encoding), encoding)
    except (LookupError, UnicodeError, ValueError):
        return None


def _guessed(raw: bytes, name: str, wrong: UnicodeDecodeError) -> Decoded:
    """A legacy encoding that fits well, with a doubt that says so."""
    where = f"byte {raw[wrong.start]:#04x} at {wrong.start}"
    high = sum(byte >= 0x80 for byte in raw)
    paired = sum(len(pair) for pair in _UTF8_PAIR.findall(raw))
    if high and paired >= 0.5 * high:
        raise UnreadableFileError(name, f"is damaged UTF-8 ({where}) and cannot be decoded")
    matches = from_bytes(raw[:_GUESS_BYTES], cp_isolation=list(_GUESSES), threshold=_MOST_CHAOS)
    # what fits equally well is told apart by how common it is: the order of _GUESSES
    fitting = {
        name: match.chaos
        for match in matches
        for name in (match.encoding, *match.could_be_from_charset)
        if _plausible(str(match), name)
    }
    best = min(
        (name for name in _GUESSES if name in fitting), key=lambda name: fitting[name], default=None
    )
    if best is None:
        raise UnreadableFileError(
            name,
            f"cannot be decoded: it is no UTF-8 ({where}) and no other encoding fits it",
        )
    try:
        text = raw.decode(best)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            name,
            f"cannot be decoded: it is no UTF-8 ({where}), and {best}, which fits its beginning, "
            f"fails at byte {error.start}",
        ) from error
    return Decoded(
        text,
        best,
        f"is no UTF-8 ({where}); it was read as {best}, a guess: check names with accents",
    )


def _plausible(text: str, encoding: str) -> bool:
    """Whether the letters outside ASCII look like words and not like stray bytes.

    Letters of a Latin encoding stand in words with plain ones; those of another script are many
    and make up a fair share of the text.
    """
    foreign = [match.start() for match in _FOREIGN_LETTER.finditer(text)]
    if encoding in _LATIN_GUESSES:
        lonely = sum(not _PLAIN_LETTER.search(text[max(0, at - 1) : at + 2]) for at in foreign)
        odd = sum(char in "ÿþðÐÞ¤¦¨¬¯¸" for char in text)
        return lonely + odd <= len(foreign) / 5
    letters = len(foreign) + sum(char.isascii() and char.isalpha() for char in text)
    return len(foreign) >= _FEWEST_FOREIGN and len(foreign) >= _LEAST_FOREIGN * letters


def _checked(decoded: Decoded, name: str) -> Decoded:
    """The same, if it is text with something in it."""
    text = decoded.text
    if not text.strip("\ufeff \t\r\n\v\f\u00a0\u2028\u2029\u200b") or text.isspace():
        raise UnreadableFileError(name, "has no text, only white space")
    controls = len(_CONTROL.findall(text)) + text.count("\0")
    if controls > max(_MOST_CONTROLS * len(text), 4):
        raise UnreadableFileError(
            name, f"is binary: {controls} of {len(text)} characters are controls"
        )
    return decoded
