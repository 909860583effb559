"""Is it alive, is it ready, what is it, how does it do."""

from fastapi import APIRouter, Response

from server.messages import Alive, Ready, VersionMessage
from server.problems import NOT_READY, documented
from server.routes.ask import json_response
from server.state import State
from server.version import app_version

router = APIRouter(tags=["service"])


@router.get("/livez", response_model=Alive)
async def livez() -> Response:
    """The process answers."""
    return json_response(Alive())


# These two look for a new generation but stand in no line: a service that is busy is ready. They
# are no coroutines, so the framework gives each a thread of its own.


@router.get("/readyz", response_model=Ready, responses=documented(NOT_READY))
def readyz(state: State) -> Response:
    """Questions can be answered."""
    return json_response(Ready(generation=state.engine().generation))


@router.get("/version", response_model=VersionMessage, responses=documented(NOT_READY))
def what_version(state: State) -> Response:
    """What produces the answers: application, generation, encoder, reader, chunking."""
    return json_response(VersionMessage(app=app_version(), **state.engine().version()))


@router.get("/metrics", response_class=Response)
async def metrics(state: State) -> Response:
    """Counts and durations in the Prometheus text format."""
    return Response(
        state.metrics.exposition(), headers={"Content-Type": state.metrics.content_type}
    )
