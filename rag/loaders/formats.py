"""The one table of formats: how each is recognised, and who loads it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rag.documents import Document, SkippedFile
from rag.errors import LoadError
from rag.loaders.data_file import is_data_file
from rag.loaders.front_matter import load_front_matter, recognises_front_matter
from rag.loaders.markdown import load_markdown, recognises_markdown
from rag.loaders.plain_text import load_plain_text, recognises_plain_text
from rag.loaders.scraped_page import load_scraped_page, recognises_scraped_page
from rag.loaders.source_file import SourceFile


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    recognises: Callable[[SourceFile], bool]
    load: Callable[[SourceFile], Iterator[Document | SkippedFile]]
    is_streamed: bool = False  # read piece by piece, so the limit on a file's size is not its


# In this order: the first that recognises a file loads it.
FORMATS: tuple[Format, ...] = (
    Format("front matter", recognises_front_matter, load_front_matter),
    Format("Markdown", recognises_markdown, load_markdown),
    Format("scraped page", recognises_scraped_page, load_scraped_page),
    Format("plain text", recognises_plain_text, load_plain_text),
)


def recognise(source: SourceFile) -> Format:
    """The format of a file.

    Raises:
        LoadError: "unknown format"; the message names those that are known.
    """
    if is_data_file(source):
        raise LoadError(
            "not a document",
            f"{source.path.name} holds data, settings or program text, not prose; "
            "rename it to .txt if its text is to be indexed",
        )
    for known in FORMATS:
        if known.recognises(source):
            return known
    raise LoadError("unknown format", ", ".join(known.name for known in FORMATS))
