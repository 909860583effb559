"""The documents that answers come from."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Response

from server.messages import DocumentList, DocumentMessage, DocumentSummaryMessage
from server.problems import INVALID_REQUEST, NOT_FOUND, documented
from server.routes.ask import json_response
from server.state import State

if TYPE_CHECKING:  # the engine's libraries load in the background, after the port answers
    from rag.engine import Engine

router = APIRouter(tags=["documents"])
MAX_PAGE = 1000
MAX_OFFSET = 1_000_000_000  # beyond any index, and within the integers of its database


@router.get("/v1/documents", response_model=DocumentList, responses=documented(INVALID_REQUEST))
async def documents(
    state: State,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="documents on this page")] = 100,
    offset: Annotated[
        int, Query(ge=0, le=MAX_OFFSET, description="documents before this page")
    ] = 0,
) -> Response:
    """List the documents in indexing order, without their texts."""

    def work(engine: "Engine") -> Response:
        summaries = engine.summaries(limit=limit, offset=offset)
        page = DocumentList(
            documents=tuple(DocumentSummaryMessage.of(summary) for summary in summaries),
            total=engine.n_documents,
            limit=limit,
            offset=offset,
            generation=engine.generation,
        )
        return json_response(page)

    return await state.with_engine(work)


@router.get(
    "/v1/documents/{document_id:path}",
    response_model=DocumentMessage,
    responses=documented(NOT_FOUND, INVALID_REQUEST),
)
async def document(
    document_id: Annotated[str, Path(description="as citations name it; may hold slashes")],
    state: State,
) -> Response:
    """One document: its text, what it says about itself, its blocks, and which sides it takes."""

    def work(engine: "Engine") -> Response:
        found = engine.document(document_id)
        stances = engine.stances_of(document_id)
        return json_response(DocumentMessage.of(found, stances, engine.generation))

    return await state.with_engine(work)
