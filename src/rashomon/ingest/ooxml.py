"""Office packages: a ZIP file of XML parts, each parsed as a stream by expat.

What enters is an opened archive; what leaves are elements and texts, told to a handler with the
place of each text in the decoded part. A document type declaration is refused: with it go external
entities and their bombs. What the elements mean is the handler's business.
"""

from __future__ import annotations

import zipfile
from xml.parsers import expat

from rashomon.errors import UnreadableFileError
from rashomon.ingest.limits import Allowance, LimitError
from rashomon.ingest.sources import Source
from rashomon.ingest.zips import defect, unpacked
from rashomon.settings import ReadSettings

_MAIN = "word/document.xml"
_ROOT = "_rels/.rels"
_DEEPEST = 200


class Package:
    """The parts of an office document."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        source: Source,
        settings: ReadSettings,
        allowance: Allowance,
    ) -> None:
        self._archive, self._source, self._allowance = archive, source, allowance
        self._parts: dict[str, zipfile.ZipInfo] = {}
        if len(archive.infolist()) > settings.max_entries:
            raise LimitError(
                f"holds more than {settings.max_entries} entries (setting read.max_entries); "
                "skipped"
            )
        for info in archive.infolist():
            # a second part of one name: programs do not agree which one counts
            if info.filename in self._parts:
                raise UnreadableFileError(
                    source.name,
                    f"holds its part {info.filename[:80]} twice; which one counts is open",
                )
            self._parts[info.filename] = info

    def holds(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self._parts

    def main_part(self) -> str:
        """The path of the document itself.

        Raises:
            UnreadableFileError: if the package is none of a Word document.
        """
        if self.holds(_ROOT):
            root = _Relationships()
            self.parse(_ROOT, root)
            if root.main is not None and self.holds(root.main):
                return root.main
        if self.holds(_MAIN):
            return _MAIN
        raise UnreadableFileError(
            self._source.name, "is no Word document: its package holds no main part"
        )

    def parse(self, part: str, handler: Handler) -> None:
        """The part has gone through the handler.

        Raises:
            UnreadableFileError: if it is broken, or more than XML without a type declaration.
        """
        info = self._parts[part]
        if (cause := defect(info)) is not None:
            raise UnreadableFileError(self._source.name, f"its part {part} {cause}")
        try:
            raw = unpacked(self._archive, info, self._source, self._allowance)
        except UnreadableFileError as error:
            raise UnreadableFileError(
                self._source.name, f"its part {part} {error.cause}"
            ) from error
        _Parse(raw, handler, self._source.name, part).run()


class Handler:
    """What a part's elements and texts are told to."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; names are `namespace|local`."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, text: str, start: int, end: int) -> None:
        """Text, and where it stands in the decoded part."""


class _Parse:
    """One run of expat over one part."""

    def __init__(self, raw: bytes, handler: Handler, name: str, part: str) -> None:
        self._name, self._part = name, part
        self._handler = handler
        self._raw = self._utf8(raw)
        self._byte = self._place = 0
        self._depth = 0
        self._verbatim = False
        parser = expat.ParserCreate("utf-8", "|")
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartCdataSectionHandler = lambda: self._cdata(True)
        parser.EndCdataSectionHandler = lambda: self._cdata(False)
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        self._parser = parser

    def _utf8(self, raw: bytes) -> bytes:
        """The part in UTF-8, whichever of the two allowed encodings it is in, without a mark."""
        try:
            if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                return raw.decode("utf-16").encode("utf-8")
            return raw.removeprefix(b"\xef\xbb\xbf")
        except UnicodeError as error:
            raise UnreadableFileError(
                self._name, f"its part {self._part} is damaged UTF-16 ({error})"
            ) from error

    def run(self) -> None:
        try:
            self._parser.Parse(self._raw, True)
        except expat.ExpatError as error:
            raise UnreadableFileError(
                self._name, f"its part {self._part} is broken XML ({error})"
            ) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableFileError(
                self._name, f"its part {self._part} nests its elements more than {_DEEPEST} deep"
            )
        self._handler.start(name, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._handler.end(name)

    def _characters(self, text: str) -> None:
        at = self._parser.CurrentByteIndex
        raw = self._raw
        # in a CDATA section an ampersand is one; expat tells a reference alone
        if raw[at : at + 1] == b"&" and not self._verbatim:
            end = raw.find(b";", at, at + 16) + 1 or at + 1
        elif text == "\n" and raw[at : at + 2] == b"\r\n":
            end = at + 2
        else:
            end = at + len(text.encode("utf-8"))
        start = self._point(at)
        self._handler.characters(text, start, self._point(end))

    def _cdata(self, begins: bool) -> None:
        self._verbatim = begins

    def _point(self, byte: int) -> int:
        """The code point at a byte; bytes are asked for in rising order."""
        self._place += len(self._raw[self._byte : byte].decode("utf-8", "replace"))
        self._byte = byte
        return self._place

    def _refuse(self, *_: object) -> None:
        raise UnreadableFileError(
            self._name,
            f"its part {self._part} declares a document type or entities, as only attacks do",
        )


class _Relationships(Handler):
    """Finds the main part in the package's list."""

    def __init__(self) -> None:
        self.main: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if (
            name.endswith("|Relationship")
            and attributes.get("Type", "").endswith("/officeDocument")
            and attributes.get("TargetMode") != "External"
        ):
            self.main = attributes.get("Target", "").lstrip("/")
