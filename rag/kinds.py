"""The kinds of sources in plain words. This is the one table; pages and citations read it here."""

from collections.abc import Mapping

KIND_NAMES: Mapping[str, str] = {
    "article": "Article",
    "blog-post": "Blog post",
    "book": "Book",
    "docx": "Word document",
    "guideline": "Guideline",
    "journal-article": "Journal article",
    "magazine-article": "Magazine article",
    "markdown": "Markdown text",
    "newspaper-article": "Newspaper article",
    "pdf": "PDF",
    "record": "Record of a collection",
    "report": "Report",
    "study-answer": "AI-generated study answer",
    "text": "Plain text",
    "thesis": "Thesis",
    "training-brief": "Training brief",
    "web-page": "Web page",
}


def kind_name(kind: str) -> str:
    """The kind in plain words; one that the table does not know as the source writes it."""
    return KIND_NAMES.get(kind.casefold(), kind)
