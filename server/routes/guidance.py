"""The page for people who work with the documents: filters, sides, sources, citations."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from server.templates import rendered

router = APIRouter(include_in_schema=False)


@router.get("/guidance")
async def guidance_page() -> Response:
    page = rendered("guidance.html", here="/guidance")
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})
