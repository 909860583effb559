"""A page as a response."""

from fastapi.responses import HTMLResponse

from server.help_lines import HelpLines
from server.templates import rendered


def page_response(template: str, help_lines: HelpLines, **values: object) -> HTMLResponse:
    """The page; it names help lines by the browser's languages, so caches keep them apart."""
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
    return HTMLResponse(rendered(template, help_lines=help_lines, **values), headers=headers)
