"""One file on its way to becoming documents."""

import hashlib
from functools import cached_property
from pathlib import Path

from rag.documents import Document, DocumentMetadata
from rag.errors import LoadError
from rag.loaders.limits import LoadLimits
from rag.loaders.pdf_process import PdfProcess
from rag.loaders.text_builder import TextBuilder
from rag.loaders.text_encoding import decode, decode_head

_HEAD_BYTES = 65_536


class SourceFile:
    """A file, the id of its document, and its content read once, when first asked for.

    Args:
        path: of the file.
        document_id: of its document.
        limits: on what is read.
        pdfs: reads the file if it is a PDF.
    """

    def __init__(self, path: Path, document_id: str, limits: LoadLimits, pdfs: PdfProcess) -> None:
        self.path, self.document_id, self.limits, self.pdfs = path, document_id, limits, pdfs

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()

    @cached_property
    def n_bytes(self) -> int:
        return self.path.stat().st_size

    @cached_property
    def head(self) -> bytes:
        """The first bytes: enough to recognise a format."""
        with self.path.open("rb") as file:
            return file.read(_HEAD_BYTES)

    @cached_property
    def head_text(self) -> str:
        """The beginning as text with plain line ends; "" for a file that is no text."""
        return _with_plain_line_ends(decode_head(self.head))

    @cached_property
    def data(self) -> bytes:
        """The whole content.

        Raises:
            LoadError: "too large", when the file grew since it was listed.
        """
        limit = self.limits.max_file_bytes
        with self.path.open("rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise LoadError("too large", f"it has more than {limit:,} bytes; split it")
        return data

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def text(self) -> str:
        """The whole text with plain line ends.

        Raises:
            LoadError: the bytes are no text, or their encoding is not clear.
        """
        return _with_plain_line_ends(decode(self.data))

    def document(self, builder: TextBuilder, metadata: DocumentMetadata) -> Document:
        """The one document of this file.

        Raises:
            LoadError: "empty", when `builder` has no text.
        """
        if builder.is_empty:
            raise LoadError("empty", "it holds no text; remove it or add some")
        return builder.build(
            self.document_id,
            metadata,
            source_path=str(self.path),
            source_sha256=self.sha256,
        )

    @property
    def readable_name(self) -> str:
        """The file name as a title of last resort: "graded-exposure_2" as "graded exposure 2"."""
        return self.path.stem.replace("-", " ").replace("_", " ").strip() or self.path.name


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
