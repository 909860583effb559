"""Why a file that no loader recognises cannot be indexed, in words that help."""

from rag.errors import LoadError
from rag.loaders.source_file import SourceFile
from rag.loaders.text_encoding import decode

_OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ARCHIVE_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")
_KNOWN = "PDF, DOCX, HTML, Markdown, text, front matter and BEIR corpora are read"


def explain_unknown(source: SourceFile) -> LoadError:
    """The error for `source`: "encrypted", "binary", "encoding", "empty" or "unknown format"."""
    head = source.head
    if head.startswith(_OLE_START):
        return _old_office_file(source)
    if head.startswith(_ARCHIVE_STARTS):
        return LoadError("unknown format", "it is an archive; unpack it and index its files")
    try:
        text = decode(source.data)
    except LoadError as error:
        return error
    if not text.strip():
        return LoadError("empty", "it holds white space only; remove it or add some text")
    return LoadError(
        "unknown format", f"most of it is numbers and signs, not words; {_KNOWN}; convert it"
    )


def _old_office_file(source: SourceFile) -> LoadError:
    if _ENCRYPTED_STREAM in source.data:
        return LoadError("encrypted", "it needs a password; save a copy without one")
    return LoadError(
        "unknown format", "it is an old Office file (.doc, .xls, .ppt); save it as DOCX or PDF"
    )
