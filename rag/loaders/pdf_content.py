"""What a PDF holds, as pdfium reads it. Runs apart from the rest: see `pdf_process`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rag.errors import LoadError
from rag.loaders.limits import LoadLimits
from rag.loaders.pdf_lines import Line, lines_of_page
from rag.loaders.pdf_paragraphs import PdfBlock, blocks_of_pages
from rag.loaders.running_lines import without_running_lines

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True)
class PdfContent:
    """The text of a PDF without its running lines, and what the file states of itself.

    Args:
        blocks: in reading order.
        pictures: 1-based numbers of the pages that are pictures without text.
        title: as stated, "" when nothing is; so `author` and `subject`.
    """

    blocks: tuple[PdfBlock, ...]
    pictures: tuple[int, ...]
    title: str
    author: str
    subject: str


def read_content(data: bytes, limits: LoadLimits) -> PdfContent:
    """The content of a file.

    Raises:
        LoadError: "encrypted", "broken", "too large" or "no text".
    """
    pdf = _open(data, limits)
    try:
        pages, pictures = _read_pages(pdf, limits)
        properties = pdf.get_metadata_dict()
    finally:
        pdf.close()
    if not any(pages):
        raise LoadError(
            "no text",
            f"none of its {len(pages)} pages has text, as in a scan; "
            "run text recognition on it (ocrmypdf) and index the result",
        )
    return PdfContent(
        blocks=tuple(blocks_of_pages(without_running_lines(pages))),
        pictures=tuple(pictures),
        title=properties.get("Title", ""),
        author=properties.get("Author", ""),
        subject=properties.get("Subject", ""),
    )


def _open(data: bytes, limits: LoadLimits) -> Any:  # noqa: ANN401 - pypdfium2 has no types
    import pypdfium2  # here: only a file in this format needs it

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR:
            raise LoadError(
                "encrypted", "it needs a password; save a copy without one and index that"
            ) from error
        raise LoadError(
            "broken", f"it is no readable PDF ({error}); open it in a viewer and save it again"
        ) from error
    if len(pdf) > limits.max_pages:
        n_pages = len(pdf)
        pdf.close()
        raise LoadError(
            "too large", f"it has {n_pages:,} pages, allowed are {limits.max_pages:,}; split it"
        )
    return pdf


def _read_pages(pdf: Any, limits: LoadLimits) -> tuple[list[list[Line]], list[int]]:  # noqa: ANN401
    """The lines of each page, and the numbers of those that are pictures without text."""
    pages: list[list[Line]] = []
    pictures: list[int] = []
    n_characters = 0
    for number, page in enumerate(_opened_pages(pdf), start=1):
        lines = lines_of_page(page, number)
        n_characters += sum(len(line.text) for line in lines)
        if n_characters > limits.max_text_characters:
            raise LoadError(
                "too large",
                f"page {number} brings its text to {n_characters:,} characters, allowed are "
                f"{limits.max_text_characters:,}; split it",
            )
        if not lines and _has_picture(page):
            pictures.append(number)
        pages.append(lines)
    return pages, pictures


def _opened_pages(pdf: Any) -> Iterator[Any]:  # noqa: ANN401
    """Each page, closed when the next is asked for: all of a long file are held by no machine."""
    for at in range(len(pdf)):
        page = pdf[at]
        try:
            yield page
        finally:
            page.close()


def _has_picture(page: Any) -> bool:  # noqa: ANN401
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
