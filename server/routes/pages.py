"""Pages for people: ask, read a source at its cited sentence, look up an error."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from server.assets import read_assets
from server.problems import CATALOGUE, NOT_FOUND, Problem
from server.source_page import source_view
from server.state import State
from server.templates import rendered

if TYPE_CHECKING:  # the engine's libraries load in the background, after the port answers
    from rag.engine import Engine

router = APIRouter(include_in_schema=False)
_ASSETS = read_assets()
_KEEP_FOREVER = "public, max-age=31536000, immutable"
_ASK_BEFORE_REUSE = "no-cache"
_ANY_SITE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@router.get("/")
async def ask_page() -> Response:
    return HTMLResponse(rendered("ask.html"), headers={"Cache-Control": _ASK_BEFORE_REUSE})


@router.get("/sources/{document_id:path}")
async def source_page(document_id: str, request: Request, state: State) -> Response:
    """The document as readable HTML; characters `start` up to `end` marked."""
    query = request.query_params

    def work(engine: "Engine") -> str:
        view = source_view(engine.document(document_id), query.get("start"), query.get("end"))
        return rendered("source.html", view=view)

    return HTMLResponse(await state.with_engine(work), headers={"Cache-Control": _ASK_BEFORE_REUSE})


@router.get("/problems/{slug}")
async def problem_page(slug: str) -> Response:
    kind = CATALOGUE.get(slug)
    if kind is None:
        raise Problem(NOT_FOUND, "No kind of problem has this name.")
    return HTMLResponse(
        rendered("problem.html", kind=kind), headers={"Cache-Control": _ASK_BEFORE_REUSE}
    )


@router.get("/assets/{version}/{name}")
async def asset(version: str, name: str, request: Request) -> Response:
    found = _ASSETS.files.get(name)
    if found is None or version != _ASSETS.version:
        raise Problem(NOT_FOUND, "No such file.")
    headers = {"Cache-Control": _KEEP_FOREVER, "Vary": "Accept-Encoding", **_ANY_SITE}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(found.content, media_type=found.media_type, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(found.gzipped, media_type=found.media_type, headers=headers)


@router.get("/favicon.ico")
async def favicon() -> Response:
    icon = _ASSETS.files["icon.svg"]
    return Response(
        icon.content, media_type=icon.media_type, headers={"Cache-Control": "max-age=86400"}
    )
