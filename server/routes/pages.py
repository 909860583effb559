"""Pages for people: ask, look up an error."""

from fastapi import APIRouter, Request, Response

from server.accepted import accepted
from server.assets import read_assets
from server.help_lines import PageHelp
from server.page_response import page_response
from server.problems import CATALOGUE, NOT_FOUND, Problem

router = APIRouter(include_in_schema=False)
_ASSETS = read_assets()
_KEEP_FOREVER = "public, max-age=31536000, immutable"
_ANY_SITE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@router.get("/")
async def ask_page(help_lines: PageHelp) -> Response:
    return page_response("ask.html", help_lines)


@router.get("/problems/{slug}")
async def problem_page(slug: str, help_lines: PageHelp) -> Response:
    kind = CATALOGUE.get(slug)
    if kind is None:
        raise Problem(NOT_FOUND, "No kind of problem has this name.")
    return page_response("problem.html", help_lines, kind=kind)


@router.get("/assets/{version}/{name}")
async def asset(version: str, name: str, request: Request) -> Response:
    found = _ASSETS.files.get(name)
    if found is None or version != _ASSETS.version:
        raise Problem(NOT_FOUND, "No such file.")
    headers = {"Cache-Control": _KEEP_FOREVER, "Vary": "Accept-Encoding", **_ANY_SITE}
    if not _takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(found.content, media_type=found.media_type, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(found.gzipped, media_type=found.media_type, headers=headers)


def _takes_gzip(header: str) -> bool:
    """Whether Accept-Encoding wants gzip or, without a word on it, `*` (RFC 9110, 12.5.3)."""
    wanted = accepted(header)
    return wanted.get("gzip", wanted.get("*", False))


@router.get("/favicon.ico")
async def favicon() -> Response:
    icon = _ASSETS.files["icon.svg"]
    return Response(
        icon.content, media_type=icon.media_type, headers={"Cache-Control": "max-age=86400"}
    )
