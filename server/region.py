"""Where a request comes from, as it says itself."""

from typing import Annotated, TypeVar

from fastapi import Depends, Header

from rag.messages import AskRequest, HighlightRequest, SearchRequest
from rag.safety.regions import region_of_accept_language


def _region(accept_language: Annotated[str | None, Header()] = None) -> str | None:
    return region_of_accept_language(accept_language)


BrowserRegion = Annotated[str | None, Depends(_region)]
"""The region that the browser's languages tell, None when they tell none."""

Asked = TypeVar("Asked", AskRequest, SearchRequest, HighlightRequest)


def with_region(request: Asked, region: str | None) -> Asked:
    """The request with the browser's region, unless it tells its own. Never an address look-up."""
    if request.region is not None or region is None:
        return request
    return request.model_copy(update={"region": region})
