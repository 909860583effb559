"""Files that begin with a YAML header between `---` lines, as Jekyll and Hugo write them.

The body is Markdown. Where it is empty, the header key that holds the prose is the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.documents import Document, DocumentMetadata, RelatedArticle, SkippedFile
from rag.errors import LoadError
from rag.loaders.authors import listed_authors
from rag.loaders.canonical_text import canonical_line
from rag.loaders.dates import parse_date
from rag.loaders.markdown import add_markdown, markdown_title
from rag.loaders.source_file import SourceFile
from rag.loaders.text_builder import TextBuilder
from rag.loaders.visible_text import visible_text
from rag.loaders.yaml_header import Header, parse_header, plain_key, text_of

_OPENING = re.compile(
    r"\s{0,8}---[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n){0,20}[ \t]{0,8}[\w\"'][^\n:]{0,80}:"
)
_DELIMITER = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)

_TITLE_KEYS = ("title", "article_title", "headline", "name", "question")
_AUTHOR_KEYS = ("author", "authors", "by", "byline", "creator")
_DATE_KEYS = ("date", "published", "publish_date", "published_at", "pubdate", "created")
_SUBJECT_KEYS = ("subject", "topic", "category", "categories", "section")
_PUBLISHER_KEYS = ("publisher", "site_name", "site", "journal")
_KIND_KEYS = ("kind", "type", "layout")
_URL_KEYS = ("url", "canonical_url", "link", "permalink")
_LANGUAGE_KEYS = ("lang", "language", "locale")
_TEXT_KEYS = ("answer", "content", "body", "text", "article", "html")
_FACT_KEYS = frozenset({*_DATE_KEYS, *_AUTHOR_KEYS, *_SUBJECT_KEYS, *_PUBLISHER_KEYS}).union(
    "event_date start_date end_date time venue location place mode price cost fee duration "
    "hours cpd speaker speakers instructor doi isbn volume issue".split()
)
_LAYOUT_NAMES = frozenset({"default", "base", "none", "null", "single", "post_layout"})
_RELATED = re.compile(r"(?:related|see_also|recommended)(?:[_-]?(?:article|post|page)s?)?[_-]?\d*")


@dataclass(frozen=True, slots=True)
class _Parts:
    yaml: str
    body: str


def recognises_front_matter(source: SourceFile) -> bool:
    return _OPENING.match(source.head_text) is not None


def load_front_matter(source: SourceFile) -> Iterator[Document | SkippedFile]:
    """The document; a header that cannot be read is reported and the body loaded without it."""
    parts = _split(source.text)
    try:
        header = parse_header(parts.yaml, max_bytes=source.limits.max_front_matter_bytes)
    except LoadError as error:
        if not canonical_line(visible_text(parts.body)):
            raise
        yield SkippedFile(str(source.path), error.reason, f"{error.detail}; its body is indexed")
        header = Header({})
    yield _document(source, header, parts.body)


def _split(text: str) -> _Parts:
    start = text.index("---") + 3
    end = _DELIMITER.search(text, start + 1)
    if end is None:
        raise LoadError(
            "broken front matter",
            "it begins with '---' but no later line is '---'; close the header",
        )
    return _Parts(text[start : end.start()], text[end.end() :])


def _document(source: SourceFile, header: Header, body: str) -> Document:
    has_body = bool(canonical_line(visible_text(body)))
    text = body if has_body else with_real_line_ends(header.first(*_TEXT_KEYS))
    own_title = markdown_title(text)
    title = header.first(*_TITLE_KEYS) or own_title
    if not canonical_line(text):
        raise LoadError(
            "empty",
            "its front matter has no body and no key with text "
            f"({', '.join(_TEXT_KEYS)}); add the text below the closing '---'",
        )
    builder = TextBuilder()
    builder.heading(title, 1)
    for key, value in header.values.items():
        if plain_key(key) in _FACT_KEYS and text_of(value):
            builder.fact(f"{key}: {canonical_line(text_of(value))}")
    add_markdown(builder, text, base_level=int(own_title not in {"", title}), title=title)
    metadata = _metadata(header, title or source.readable_name, has_body=has_body)
    return source.document(builder, metadata)


def with_real_line_ends(text: str) -> str:
    r"""Turn escapes that an export left in its text ("\n\n1. First") into line ends.

    Where the text holds no double one, "\n" before a small letter stays: it may begin "\nabla".
    """
    text = text.replace("\\r\\n", "\\n")
    if "\\n\\n" in text:
        return text.replace("\\n", "\n")
    return re.sub(r"\\n(?![a-z])", "\n", text)


def _metadata(header: Header, title: str, *, has_body: bool) -> DocumentMetadata:
    subject = header.first(*_SUBJECT_KEYS)
    authors = next(filter(None, map(listed_authors, header.each(*_AUTHOR_KEYS))), ())
    return DocumentMetadata(
        title=canonical_line(title),
        kind=_kind(header, has_body=has_body),
        url=header.first(*_URL_KEYS),
        authors=authors,
        published=parse_date(header.first(*_DATE_KEYS)),
        subject=canonical_line(subject),
        publisher=_publisher(header, title, subject),
        language=header.first(*_LANGUAGE_KEYS),
        related=tuple(_related(header)),
    )


def _kind(header: Header, *, has_body: bool) -> str:
    stated = re.sub(r"[^a-z0-9]+", "-", header.first(*_KIND_KEYS).lower()).strip("-")
    if stated and stated not in _LAYOUT_NAMES:
        return stated
    is_answer = not has_body and header.first("question") and header.first("answer")
    return "study-answer" if is_answer else "article"


def _publisher(header: Header, title: str, subject: str) -> str:
    """The publisher that is stated, or the part of "Name | Subject" in the title for browsers."""
    if stated := header.first(*_PUBLISHER_KEYS):
        return canonical_line(stated)
    seo = header.values.get("seo")
    browser_title = text_of(seo.get("title")) if isinstance(seo, dict) else ""
    parts = [canonical_line(part) for part in browser_title.split("|")]
    known = {canonical_line(title).casefold(), canonical_line(subject).casefold()}
    names = [part for part in parts if part and part.casefold() not in known]
    return names[0] if len(parts) > 1 and len(names) == 1 else ""


def _related(header: Header) -> Iterator[RelatedArticle]:
    for key, value in header.values.items():
        if _RELATED.fullmatch(plain_key(key)):
            for entry in value if isinstance(value, list) else [value]:
                if title := canonical_line(text_of(entry)):
                    url = entry.get("url") if isinstance(entry, dict) else None
                    yield RelatedArticle(title, url if isinstance(url, str) else "")
