"""Questions and proofs."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from pydantic import BaseModel

from rag.messages import (
    Answer,
    AskRequest,
    Citation,
    SearchRequest,
    SearchResponse,
    Verification,
)
from server.problems import (
    BODY_TOO_LARGE,
    INVALID_REQUEST,
    OVERLOADED,
    UNSUPPORTED_MEDIA_TYPE,
    documented,
)
from server.region import BrowserRegion, with_region
from server.state import State

if TYPE_CHECKING:  # the engine's libraries load in the background, after the port answers
    from rag.engine import Engine

router = APIRouter(
    tags=["questions"],
    responses=documented(BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST, OVERLOADED),
)


def json_response(message: BaseModel) -> Response:
    """The message as JSON, without the framework validating and encoding it a second time."""
    return Response(message.model_dump_json(), media_type="application/json")


@router.post("/v1/ask", response_model=Answer)
async def ask(request: AskRequest, state: State, region: BrowserRegion) -> Response:
    """Answer with verbatim sentences, each cited; `no_answer` when there are none; help first."""
    asked = with_region(request, region)

    def work(engine: "Engine") -> tuple[Answer, Response]:
        answer = engine.ask(asked)
        return answer, json_response(answer)

    answer, response = await state.with_engine(work)
    state.metrics.observe_answer(answer)
    return response


@router.post("/v1/search", response_model=SearchResponse)
async def search(request: SearchRequest, state: State, region: BrowserRegion) -> Response:
    """Rank the passages for a question; help first."""
    asked = with_region(request, region)
    return await state.with_engine(lambda engine: json_response(engine.search(asked)))


@router.post("/v1/verify", response_model=Verification)
async def verify(citation: Citation, state: State) -> Response:
    """Check that a citation's quote stands in its document where the citation says."""
    return await state.with_engine(lambda engine: json_response(engine.verify(citation)))
