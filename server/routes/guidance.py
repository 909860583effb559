"""The page for people who work with the documents: filters, sides, sources, citations."""

from fastapi import APIRouter, Response

from server.help_lines import PageHelp
from server.page_response import page_response

router = APIRouter(include_in_schema=False)


@router.get("/guidance")
async def guidance_page(help_lines: PageHelp) -> Response:
    return page_response("guidance.html", help_lines, here="/guidance")
