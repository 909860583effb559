"""A service that answers as slowly, badly or not at all as a test wants, with a chat of its own."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

import httpx
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from rag.messages import Answer
from server.event_stream import events
from tests.server.chat import CONTESTED, box, origin_of
from tests.server.live import serving


@dataclass
class Slowly:
    """A service elsewhere that sends the events of one answer, each when it is told to."""

    parts: list[bytes]
    allowed: int = 0
    status: int = 200
    retry_after: str = "7"
    left: Event = field(default_factory=Event)

    async def events(self) -> AsyncIterator[bytes]:
        try:
            for n, part in enumerate(self.parts):
                while n >= self.allowed:
                    await asyncio.sleep(0.01)
                yield part
        finally:
            self.left.set()

    async def ask(self, _: Request) -> Response:
        if self.status != 200:
            problem = {"title": "x", "detail": "the service is tired", "status": self.status}
            headers = {"Retry-After": self.retry_after}
            return JSONResponse(problem, status_code=self.status, headers=headers)
        return StreamingResponse(self.events(), media_type="text/event-stream")

    async def documents(self, _: Request) -> Response:
        return JSONResponse({"documents": [], "total": 0})

    async def help_lines(self, _: Request) -> Response:
        return JSONResponse({"region": None, "resources": [], "elsewhere": None})

    def app(self, script: str) -> Starlette:
        async def page(_: Request) -> Response:
            return HTMLResponse(
                f'<script type="module" src="{script}"></script>'
                '<footnote-chat mode="inline" endpoint="/"></footnote-chat>'
            )

        return Starlette(
            routes=[
                Route("/", page),
                Route("/v1/ask", self.ask, methods=["POST"]),
                Route("/v1/documents", self.documents),
                Route("/v1/help-lines", self.help_lines),
                Route("/favicon.ico", lambda _: Response(status_code=204)),
            ]
        )


@contextmanager
def slow_service(page: Page, client: httpx.Client, question: str = CONTESTED) -> Iterator[Slowly]:
    """The service, with `page` on a page of its own that has a chat."""
    answer = client.post("/v1/ask", json={"question": question}).json()
    slowly = Slowly(list(events(Answer.model_validate_json(json.dumps(answer)))))
    app = slowly.app(f"{origin_of(client)}/widget/footnote-chat.js")
    with serving(app) as own:
        try:
            page.goto(origin_of(own))
            expect(box(page)).to_be_visible()
            yield slowly
        finally:
            slowly.allowed = len(slowly.parts)
