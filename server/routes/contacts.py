"""Whom someone in danger can reach, for whoever shows Footnote."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from rag.messages import Resource
from server.help_lines import help_lines
from server.problems import INVALID_REQUEST, documented
from server.region import BrowserRegion
from server.routes.ask import json_response
from server.state import State

router = APIRouter(tags=["help"])


class HelpLinesMessage(BaseModel):
    """The contacts of one region."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    region: str | None = Field(
        description="whose lines these are; null when they are for any place"
    )
    resources: tuple[Resource, ...] = Field(
        description="in the order in which to show them, the emergency number last"
    )
    elsewhere: Resource | None = Field(description="where to find lines of other countries")


@router.get(
    "/v1/help-lines", response_model=HelpLinesMessage, responses=documented(INVALID_REQUEST)
)
async def lines(
    state: State,
    browser: BrowserRegion,
    region: Annotated[
        str | None, Query(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2")
    ] = None,
) -> Response:
    """Name help lines of `region`, else of the browser's. Needs no index, and is never stored."""
    found = help_lines(state.settings.safety, region or browser)
    message = HelpLinesMessage(
        region=found.region, resources=found.resources, elsewhere=found.elsewhere
    )
    return json_response(message)
