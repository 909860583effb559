"""Citations to take away."""

from fastapi import APIRouter, Request, Response

from rag.citations.export import MEDIA_TYPES, SUFFIXES, ExportFormat, ExportRequest
from rag.errors import UnverifiedCitations
from server.problems import (
    BODY_TOO_LARGE,
    INVALID_REQUEST,
    MALFORMED_REQUEST,
    OVERLOADED,
    UNSUPPORTED_MEDIA_TYPE,
    UNVERIFIED_CITATION,
    FieldError,
    Problem,
    documented,
)
from server.state import State

_TEXT = {"schema": {"type": "string"}}
_CONTENT = {MEDIA_TYPES[kind].partition(";")[0]: _TEXT for kind in ExportFormat}

router = APIRouter(
    tags=["questions"],
    responses={
        200: {"description": "The citations as text.", "content": _CONTENT},
        **documented(
            MALFORMED_REQUEST, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST, OVERLOADED
        ),
    },
)


@router.post("/v1/export", response_class=Response)
async def export(request: ExportRequest, http: Request, state: State) -> Response:
    """Write citations as APA, BibTeX, CSL-JSON or Markdown; only those that verify."""
    address = (state.settings.server.public_url or str(http.base_url)).rstrip("/")
    try:
        text = await state.with_engine(lambda engine: engine.export(request, address=address))
    except UnverifiedCitations as error:
        raise _unverified(error) from error
    return Response(
        text,
        headers={
            "Content-Type": MEDIA_TYPES[request.format],
            "Content-Disposition": f'attachment; filename="sources.{SUFFIXES[request.format]}"',
        },
    )


def _unverified(error: UnverifiedCitations) -> Problem:
    reasons = tuple(
        FieldError(detail=reason, pointer=f"#/citations/{position}")
        for position, reason in error.reasons.items()
    )
    return Problem(
        UNVERIFIED_CITATION,
        f"{len(reasons)} of the citations cannot be taken away.",
        errors=reasons,
    )
