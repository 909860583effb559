"""The other site: its own origin, its own strict policy, and a style that spares nothing."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

FOLDER = Path(__file__).parent / "pages"


def policy(service: str) -> str:
    """The whole of what a page needs to allow so that the widget of `service` works on it."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {service}",
            f"connect-src 'self' {service}",
            "style-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def demo_site(service: str) -> Starlette:
    """A site whose pages show the widget of the service at `service`, an origin.

    `/` has the launcher, `/inline` has the chat in the page.
    """
    pages = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
    headers = {"Content-Security-Policy": policy(service), "X-Content-Type-Options": "nosniff"}

    def page(template: str, mode: str) -> Route:
        async def show(_: Request) -> Response:
            text = pages.get_template(template).render(service=service)
            return HTMLResponse(text, headers=headers)

        return Route(mode, show)

    async def style(_: Request) -> Response:
        return FileResponse(FOLDER / "site.css", media_type="text/css; charset=utf-8")

    return Starlette(
        routes=[
            page("launcher.html", "/"),
            page("inline.html", "/inline"),
            Route("/site.css", style),
        ]
    )
