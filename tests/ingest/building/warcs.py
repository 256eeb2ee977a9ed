"""WARC and WACZ files put together by hand or by warcio."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2021-03-05T06:07:08Z"


def warc(
    *pages: tuple[str, bytes, Mapping[str, str]],
    gzip: bool = True,
    status: str = "200 OK",
    extra: Mapping[str, str] | None = None,
    kind: str = "response",
) -> bytes:
    """A WARC of (address, payload, HTTP headers)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    for url, payload, headers in pages:
        lines = [("Content-Type", "text/html; charset=utf-8"), *headers.items()]
        if "Content-Type" in headers:
            lines = list(headers.items())
        http = StatusAndHeaders(status, lines, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(payload),
                http_headers=http,
                warc_headers_dict={"WARC-Date": DATE, **(extra or {})},
            )
        )
    return out.getvalue()


def wacz(
    files: Mapping[str, bytes],
    *,
    pages: Sequence[Mapping[str, object]] = (),
    resources: Sequence[Mapping[str, object]] | None = None,
    package: Mapping[str, object] | None = None,
    index: bool = True,
    compress: bool = False,
    tamper: Mapping[str, bytes] | None = None,
) -> bytes:
    """A WACZ of these WARC files (`archive/` is put before their names).

    Args:
        files: name to bytes.
        pages: lines of `pages.jsonl` behind its head.
        resources: instead of the true ones.
        package: keys of `datapackage.json` to add or change.
        index: with an index, whose one line points at the first byte of each file.
        compress: the archives too.
        tamper: entries to swap after everything was sealed.
    """
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
    content = {f"archive/{name}": raw for name, raw in files.items()}
    content["pages/pages.jsonl"] = b"\n".join(json.dumps(line).encode() for line in [head, *pages])
    if index:
        content["indexes/index.cdxj"] = b"".join(
            b"example,herald)/ 20210305060708 "
            + json.dumps({"filename": name, "offset": "0", "length": str(len(raw))}).encode()
            + b"\n"
            for name, raw in files.items()
        )
    sealed = [
        {
            "name": path.rpartition("/")[2],
            "path": path,
            "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
            "bytes": len(raw),
        }
        for path, raw in content.items()
    ]
    table = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "resources": sealed if resources is None else resources,
        **(package or {}),
    }
    described = json.dumps(table).encode()
    content["datapackage.json"] = described
    content["datapackage-digest.json"] = json.dumps(
        {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(described).hexdigest()}"}
    ).encode()
    content.update(tamper or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, raw in content.items():
            packed = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
            archive.writestr(path, raw, compress_type=packed)
    return out.getvalue()
