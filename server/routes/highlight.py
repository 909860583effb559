"""Texts of the caller's own."""

from fastapi import APIRouter, Response

from rag.messages import HighlightRequest, HighlightResponse
from rag.safety.help_responses import help_highlights
from server.problems import (
    BODY_TOO_LARGE,
    INVALID_REQUEST,
    MALFORMED_REQUEST,
    OVERLOADED,
    UNSUPPORTED_MEDIA_TYPE,
    documented,
)
from server.region import BrowserRegion, with_region
from server.routes.ask import json_response
from server.state import State

router = APIRouter(
    tags=["texts"],
    responses=documented(
        MALFORMED_REQUEST, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST, OVERLOADED
    ),
)


@router.post("/v1/highlight", response_model=HighlightResponse)
async def highlight(request: HighlightRequest, state: State, region: BrowserRegion) -> Response:
    """Mark the sentences of a text that answer, with the words that do; help first. No index."""
    asked = with_region(request, region)
    safety = await state.help_for(asked)
    if safety is not None:
        return json_response(help_highlights(safety))
    return await state.with_highlighter(
        lambda highlighter: json_response(highlighter.highlight(asked))
    )
