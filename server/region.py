"""Where a request comes from, as it says itself."""

from typing import Annotated, TypeVar

from fastapi import Depends, Header
from pydantic import BaseModel

from rag.safety.regions import region_of_accept_language


def _region(accept_language: Annotated[str | None, Header()] = None) -> str | None:
    return region_of_accept_language(accept_language)


BrowserRegion = Annotated[str | None, Depends(_region)]
"""The region that the browser's languages tell, None when they tell none."""

Request = TypeVar("Request", bound=BaseModel)


def with_region(request: Request, region: str | None) -> Request:
    """The request with the browser's region, unless it tells its own. Never an address look-up."""
    if getattr(request, "region") is not None or region is None:  # noqa: B009 - any request with one
        return request
    return request.model_copy(update={"region": region})
