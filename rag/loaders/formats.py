"""The one table of formats: how each is recognised, and who loads it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rag.documents import Document, SkippedFile
from rag.errors import LoadError
from rag.loaders.beir import load_beir, recognises_beir
from rag.loaders.data_file import is_data_file
from rag.loaders.docx import load_docx, recognises_docx
from rag.loaders.front_matter import load_front_matter, recognises_front_matter
from rag.loaders.html_page import load_html, recognises_html
from rag.loaders.markdown import load_markdown, recognises_markdown
from rag.loaders.pdf import load_pdf, recognises_pdf
from rag.loaders.plain_text import load_plain_text, recognises_plain_text
from rag.loaders.scraped_page import load_scraped_page, recognises_scraped_page
from rag.loaders.source_file import SourceFile
from rag.loaders.unknown_file import explain_unknown


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    recognises: Callable[[SourceFile], bool]
    load: Callable[[SourceFile], Iterator[Document | SkippedFile]]
    is_streamed: bool = False  # read piece by piece, so the limit on a file's size is not its


# In this order: the first that recognises a file loads it.
FORMATS: tuple[Format, ...] = (
    Format("PDF", recognises_pdf, load_pdf),
    Format("DOCX", recognises_docx, load_docx),
    Format("BEIR corpus", recognises_beir, load_beir, is_streamed=True),
    Format("front matter", recognises_front_matter, load_front_matter),
    Format("HTML", recognises_html, load_html),
    Format("Markdown", recognises_markdown, load_markdown),
    Format("scraped page", recognises_scraped_page, load_scraped_page),
    Format("plain text", recognises_plain_text, load_plain_text),
)


def recognise(source: SourceFile) -> Format:
    """The format of a file.

    Raises:
        LoadError: it is empty, too large, no document, or in no known format.
    """
    if source.n_bytes == 0:
        raise LoadError("empty", "it has 0 bytes; remove it or add some text")
    known = next((entry for entry in FORMATS if entry.recognises(source)), None)
    limit = source.limits.max_file_bytes
    if source.n_bytes > limit and not (known and known.is_streamed):
        raise LoadError(
            "too large", f"it has {source.n_bytes:,} bytes, allowed are {limit:,}; split it"
        )
    if is_data_file(source):
        raise LoadError(
            "not a document",
            f"{source.path.name} holds data, settings or program text, not prose; "
            "rename it to .txt if its text is to be indexed",
        )
    if known is None:
        raise explain_unknown(source)
    return known
