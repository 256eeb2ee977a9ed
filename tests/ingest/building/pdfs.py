"""PDF files written by hand, so that every glyph can stand for any text.

A font without outlines and a map from codes to Unicode: a ligature, a surrogate pair or a mark is
one glyph, drawn where the test says.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_MARK = "\ufeff"


@dataclass(frozen=True)
class Text:
    """Glyphs on a line.

    Args:
        x: of the first glyph, points from the left.
        y: of the baseline, points from the bottom.
        size: of the font; each glyph is half of it wide.
        glyphs: what each stands for, in the order in which they are drawn.
    """

    x: float
    y: float
    size: float
    glyphs: Sequence[str]


def pdf(
    pages: Sequence[Sequence[Text]],
    metadata: Mapping[str, str] | None = None,
    rotate: int = 0,
) -> bytes:
    """A PDF of A4 pages."""
    codes: dict[str, int] = {}
    contents = []
    for page in pages:
        drawn = []
        for text in page:
            run = "".join(f"{codes.setdefault(each, len(codes) + 1):04X}" for each in text.glyphs)
            drawn.append(f"BT /F1 {text.size} Tf 1 0 0 1 {text.x} {text.y} Tm <{run}> Tj ET")
        contents.append("\n".join(drawn).encode())
    chars = "".join(
        f"1 beginbfchar <{code:04X}> <{glyph.encode('utf-16-be').hex()}> endbfchar\n"
        for glyph, code in codes.items()
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def "
        "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{chars}endcmap end end"
    ).encode()
    font = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 500 >>"
    )
    descriptor = (
        b"<< /Type /FontDescriptor /FontName /Own /Flags 4 /FontBBox [0 -200 1000 800] "
        b"/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    composite = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 3 0 R >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        _stream(cmap),
        font,
        descriptor,
        composite,
    ]
    kids = []
    for content in contents:
        objects.append(_stream(content))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} /Resources "
            f"<< /Font << /F1 6 0 R >> >> /Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    trailer = ""
    if metadata:
        entries = " ".join(
            f"/{key} <{(_MARK + value).encode('utf-16-be').hex()}>"
            for key, value in metadata.items()
        )
        objects.append(f"<< {entries} >>".encode())
        trailer = f"/Info {len(objects)} 0 R "
    return _file(objects, trailer)


def bomb(megabytes: int) -> bytes:
    """A PDF whose one page's content unpacks to that many megabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes)) + packer.flush()
    head = b"<< /Length %d /Filter /FlateDecode >>" % len(packed)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>"
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            b"%s\nstream\n%s\nendstream" % (head, packed),
            page,
        ],
        "",
    )


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
        + f"trailer << /Size {count} /Root 1 0 R {trailer}>>\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def lines(
    *texts: str, x: float = 72, y: float = 760, size: float = 12, lead: float = 15
) -> list[Text]:
    """One glyph a character, one line under the other."""
    return [Text(x, y - at * lead, size, list(text)) for at, text in enumerate(texts)]
