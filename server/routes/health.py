"""Is it alive, is it ready, what is it, how does it do."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from server.messages import Alive, Ready, VersionMessage
from server.problems import NOT_READY, documented
from server.routes.ask import json_response
from server.state import State
from server.version import app_version

if TYPE_CHECKING:  # the engine's libraries load in the background, after the port answers
    from rag.engine import Engine

router = APIRouter(tags=["service"])


@router.get("/livez", response_model=Alive)
async def livez() -> Response:
    """The process answers."""
    return json_response(Alive())


@router.get("/readyz", response_model=Ready, responses=documented(NOT_READY))
async def readyz(state: State) -> Response:
    """Questions can be answered."""
    return await state.with_engine(
        lambda engine: json_response(Ready(generation=engine.generation))
    )


@router.get("/version", response_model=VersionMessage, responses=documented(NOT_READY))
async def what_version(state: State) -> Response:
    """What produces the answers: application, generation, encoder, reader, chunking."""

    def work(engine: "Engine") -> Response:
        return json_response(VersionMessage(app=app_version(), **engine.version()))

    return await state.with_engine(work)


@router.get("/metrics", response_class=Response)
async def metrics(state: State) -> Response:
    """Counts and durations in the Prometheus text format."""
    return Response(
        state.metrics.exposition(), headers={"Content-Type": state.metrics.content_type}
    )
