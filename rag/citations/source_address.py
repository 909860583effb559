"""Where the page of a source stands, and which of its places an address names."""

from collections.abc import Collection
from urllib.parse import quote, urlencode

from rag.spans import Span


def source_path(document_id: str) -> str:
    return f"/sources/{quote(document_id, safe='/')}"


def places_query(places: Collection[Span], current: Span) -> str:
    """The query of an address that names `places`, the current one as `start` and `end`."""
    all_of_them = [("cite", f"{span.start}-{span.end}") for span in places]
    several = all_of_them if len(places) > 1 else []
    return urlencode([("start", current.start), ("end", current.end), *several])
