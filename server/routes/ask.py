"""Questions and proofs."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from rag.messages import (
    Answer,
    AskRequest,
    Citation,
    SearchRequest,
    SearchResponse,
    Verification,
)
from rag.safety.help_responses import help_answer, help_hits
from server.event_stream import MEDIA_TYPE, event_stream, is_asked_for
from server.middleware.observing import request_id_of
from server.problems import (
    BODY_TOO_LARGE,
    INVALID_REQUEST,
    MALFORMED_REQUEST,
    OVERLOADED,
    UNSUPPORTED_MEDIA_TYPE,
    documented,
)
from server.region import BrowserRegion, with_region
from server.state import State

router = APIRouter(
    tags=["questions"],
    responses=documented(
        MALFORMED_REQUEST, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST, OVERLOADED
    ),
)


def json_response(message: BaseModel) -> Response:
    """The message as JSON, without the framework validating and encoding it a second time."""
    return Response(message.model_dump_json(), media_type="application/json")


_AS_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer; with Accept: text/event-stream as the events of docs/http.md.",
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}


@router.post("/v1/ask", response_model=Answer, responses=_AS_EVENTS)
async def ask(request: AskRequest, http: Request, state: State, region: BrowserRegion) -> Response:
    """Answer with verbatim sentences, each cited; `no_answer` when there are none; help first."""
    asked = with_region(request, region)

    async def answered() -> Answer:
        safety = await state.help_for(asked)
        if safety is None:
            answer = await state.with_engine(lambda engine: engine.ask(asked))
        else:
            answer = help_answer(safety, generation=state.generation)
        state.metrics.observe_answer(answer)
        return answer

    if is_asked_for(http.headers):
        return await event_stream(answered(), request_id_of(http.scope))
    return json_response(await answered())


@router.post("/v1/search", response_model=SearchResponse)
async def search(request: SearchRequest, state: State, region: BrowserRegion) -> Response:
    """Rank the passages for a question; help first."""
    asked = with_region(request, region)
    safety = await state.help_for(asked)
    if safety is not None:
        return json_response(help_hits(safety, generation=state.generation))
    return await state.with_engine(lambda engine: json_response(engine.search(asked)))


@router.post("/v1/verify", response_model=Verification)
async def verify(citation: Citation, state: State) -> Response:
    """Check that a citation's quote stands in its document where the citation says."""
    return await state.with_engine(lambda engine: json_response(engine.verify(citation)))
