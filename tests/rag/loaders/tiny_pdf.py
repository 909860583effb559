"""PDF files of a few text lines, written byte by byte: no library of ours writes PDF."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PdfText:
    x: float
    y: float
    size: float
    text: str
    is_bold: bool = False


def pdf_bytes(pages: Sequence[Sequence[PdfText]], *, title: str = "", author: str = "") -> bytes:
    """A PDF 1.4 file with one page per entry, in Helvetica."""
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [ {kids} ] /Count {len(pages)} >>".encode(),
        _font("Helvetica"),
        _font("Helvetica-Bold"),
    ]
    for page in pages:
        stream = b"".join(_show(line) for line in page)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            b"/Contents %d 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
            % (len(objects) + 2),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    objects.append(f"<< /Title ({title}) /Author ({author}) >>".encode("cp1252"))
    return _file(objects)


def bomb_bytes(n_lines: int) -> bytes:
    """A PDF of one page whose stream of a few kilobytes unpacks to `n_lines` lines of text."""
    stream = zlib.compress(b"BT /F1 9 Tf 72 700 Td " + b"(%s) Tj " % (b"a" * 55) * n_lines + b"ET")
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [ 4 0 R ] /Count 1 >>",
            _font("Helvetica"),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            b"/Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
            b"<< >>",
        ]
    )


def _font(name: str) -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
    )


def _show(line: PdfText) -> bytes:
    text = line.text.encode("cp1252")
    for special in (b"\\", b"(", b")"):
        text = text.replace(special, b"\\" + special)
    font = b"F2" if line.is_bold else b"F1"
    return b"BT /%s %g Tf %g %g Td (%s) Tj ET\n" % (font, line.size, line.x, line.y, text)


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    n_entries = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (n_entries, table)
        + b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (n_entries, len(objects))
        + b"startxref\n%d\n%%%%EOF\n" % len(out)
    )
