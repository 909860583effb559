"""The chat widget for pages of other sites, at an address that stays."""

import hashlib

from fastapi import APIRouter, Request, Response

from server.assets import read_assets
from server.widget_modules import loader

router = APIRouter(include_in_schema=False)
_SCRIPT = loader(read_assets()).encode()
_HEADERS = {
    "Cache-Control": "no-cache",  # asked for anew each time, and mostly answered with 304
    "ETag": f'"{hashlib.sha256(_SCRIPT).hexdigest()[:16]}"',
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@router.get("/widget/footnote-chat.js")
async def widget(request: Request) -> Response:
    """A module that defines `<footnote-chat>`; docs/widget.md says how a page uses it."""
    known = request.headers.get("if-none-match", "")
    if _HEADERS["ETag"] in (tag.strip().removeprefix("W/") for tag in known.split(",")):
        return Response(status_code=304, headers=_HEADERS)
    return Response(_SCRIPT, media_type="text/javascript; charset=utf-8", headers=_HEADERS)
