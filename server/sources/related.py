"""The articles that a source names as related, linked to our own copy where we have one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from rag.citations.web_address import is_web_address
from rag.documents import Document, RelatedArticle

FindDocument = Callable[[Sequence[str], str], str | None]


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """An article that a source names.

    Args:
        title: as the source has it, else its address.
        document_id: of our own copy, if we hold one.
        url: of the original, if it is of the web.
    """

    title: str
    document_id: str | None
    url: str | None


def related_links(document: Document, find: FindDocument) -> tuple[RelatedLink, ...]:
    """One link for each article that the document names.

    Args:
        document: the source.
        find: addresses and a title -> id of the document that has one of them.
    """
    links = []
    for article in document.metadata.related:
        held = find(_addresses(article, document.metadata.url), article.title)
        url = _original(article, document.metadata.url)
        title = article.title or article.url
        links.append(RelatedLink(title, None if held == document.document_id else held, url))
    return tuple(links)


def _addresses(article: RelatedArticle, base: str) -> tuple[str, ...]:
    """As it is written, and as it reads from the page that names it; a last slash is no matter."""
    if not article.url:  # joined, it would be the page itself
        return ()
    plain = dict.fromkeys(
        url.partition("#")[0].rstrip("/") for url in (article.url, _joined(base, article.url))
    )
    return tuple(form for url in plain if url for form in (url, f"{url}/"))


def _original(article: RelatedArticle, base: str) -> str | None:
    if not article.url:
        return None
    return next(
        (url for url in (article.url, _joined(base, article.url)) if is_web_address(url)), None
    )


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # neither is ours to be right
        return url
