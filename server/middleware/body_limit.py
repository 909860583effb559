"""Refuses request bodies beyond a size, announced or streamed, and those that take too long."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.middleware.observing import request_id_of
from server.problems import BODY_TOO_LARGE, BODY_TOO_SLOW, Problem, problem_response


class BodyLimit:
    """ASGI middleware: 413 for a body beyond `max_bytes`, 408 for one not there in `max_seconds`.

    The framework's own limit answers some of these in plain text, so it is not used.
    """

    def __init__(self, app: ASGIApp, max_bytes: int, max_seconds: float) -> None:
        self.app = app
        self.max_bytes, self.max_seconds = max_bytes, max_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > self.max_bytes:
            response = problem_response(self._too_large(), request_id_of(scope))
            await response(scope, receive, send)
            return

        received = 0
        deadline: float | None = asyncio.get_running_loop().time() + self.max_seconds

        async def receive_counted() -> Message:
            nonlocal received, deadline
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise self._too_slow() from None
            if not message.get("more_body", False):
                deadline = None  # what comes after the body is that the client leaves
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                raise self._too_large()
            return message

        await self.app(scope, receive_counted, send)

    def _too_large(self) -> Problem:
        return Problem(
            BODY_TOO_LARGE,
            f"The body may have at most {self.max_bytes} bytes.",
            # The rest of the body stays unread, so the connection cannot be used again.
            headers={"Connection": "close"},
        )

    def _too_slow(self) -> Problem:
        return Problem(
            BODY_TOO_SLOW,
            f"The body may take {self.max_seconds:g} seconds.",
            headers={"Connection": "close"},
        )
