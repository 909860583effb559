"""The text of a web page as a scraper saves it: one paragraph a line, with the page around it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rag.documents import Document, DocumentMetadata, RelatedArticle
from rag.loaders.body_lines import add_body, inline_items, states_fact
from rag.loaders.byline import Byline, byline_positions, is_byline, read_byline
from rag.loaders.canonical_text import canonical_line
from rag.loaders.headline import Headline, read_headline, starts_with_title
from rag.loaders.page_furniture import is_furniture
from rag.loaders.paragraphs import is_wrapped
from rag.loaders.related_tail import cut_related_tail
from rag.loaders.source_file import SourceFile
from rag.loaders.text_builder import TextBuilder

_LONG_LINE = 120  # characters; a wrapped text has none, a scraped one mostly such
_LEAST_COURSE_FACTS = 2
_TOP_LINES = 20  # a date further down is one of the text
# A section name that says what the page is, not what it is about.
_COURSE_SECTIONS = frozenset({"brief", "outline", "overview", "details", "syllabus"})


def recognises_scraped_page(source: SourceFile) -> bool:
    """Whether a text has a paragraph a line and at least one thing that only web pages have."""
    lines = page_lines(source.head_text)
    if is_wrapped(source.head_text.split("\n")):
        return False
    signs = (
        bool(cut_related_tail(lines).teasers),
        any(is_furniture(line) for line in lines),
        any(is_byline(line) for line in lines),
        any(inline_items(line) for line in lines),
        sum(1 for line in lines if states_fact(line)) >= _LEAST_COURSE_FACTS,
    )
    has_long_line = any(len(line) > _LONG_LINE for line in lines)
    return sum(signs) >= (1 if has_long_line else 2)


def load_scraped_page(source: SourceFile) -> Iterator[Document]:
    lines = [line for line in page_lines(source.text) if not is_furniture(line)]
    page = cut_related_tail(lines)
    headline = read_headline(page.body, known_sections=page.labels)
    top = page.body[:_TOP_LINES]
    byline = read_byline([top[at] for at in sorted(byline_positions(top))])
    builder = TextBuilder()
    builder.heading(headline.title, 1)
    _add_text(builder, _without_title(page.body[headline.n_lines :], headline.title))
    is_course = _is_course(page.body, headline)
    metadata = DocumentMetadata(
        title=canonical_line(headline.title) or source.readable_name,
        kind=_kind(byline, is_course=is_course),
        authors=byline.authors,
        # A bare date on a course page is the day of the course.
        published=None if is_course else byline.published,
        subject="" if is_course else canonical_line(headline.section),
        related=tuple(RelatedArticle(canonical_line(teaser)) for teaser in page.teasers),
    )
    yield source.document(builder, metadata)


def page_lines(text: str) -> list[str]:
    return [stripped for line in text.split("\n") if (stripped := line.strip())]


def _without_title(lines: Sequence[str], title: str) -> list[str]:
    """`lines` without repetitions of the title, also where a paragraph begins with it."""
    if not title:
        return list(lines)
    kept = (
        line[len(title) :].strip() if starts_with_title(line, title) else line for line in lines
    )
    return [line for line in kept if line]


def _add_text(builder: TextBuilder, lines: Sequence[str]) -> None:
    """Bylines become facts, neighbouring ones together; the rest is running text."""
    bylines = byline_positions(lines)
    for is_run_of_bylines, positions in groupby(range(len(lines)), key=bylines.__contains__):
        run = [lines[at] for at in positions]
        if is_run_of_bylines:
            builder.fact(*run)
        else:
            add_body(builder, run)


def _kind(byline: Byline, *, is_course: bool) -> str:
    # A magazine states minutes to read; its article may well name a course's price and place.
    if is_course and not byline.has_read_time:
        return "training-brief"
    is_article = byline.authors or byline.published or byline.has_read_time
    return "magazine-article" if is_article else "web-page"


def _is_course(lines: Sequence[str], headline: Headline) -> bool:
    section = headline.section.lower().split()
    names_course = section[:1] == ["course"] and section[-1] in _COURSE_SECTIONS
    return names_course or sum(1 for line in lines if states_fact(line)) >= _LEAST_COURSE_FACTS
