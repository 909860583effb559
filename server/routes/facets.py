"""What the documents can be filtered by."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from rag.index.facets import MOST_VALUES, Facets
from server.problems import INVALID_REQUEST, documented
from server.routes.ask import json_response
from server.state import State

router = APIRouter(tags=["documents"])


@router.get("/v1/facets", response_model=Facets, responses=documented(INVALID_REQUEST))
async def facets(
    state: State,
    limit: Annotated[int, Query(ge=1, le=MOST_VALUES, description="values of each filter")] = 50,
) -> Response:
    """List the kinds, subjects, authors and days that `filters` can be set to, with counts."""
    return await state.with_engine(lambda engine: json_response(engine.facets(most=limit)))
