"""Refuses request bodies beyond a size, announced or streamed."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.middleware.observing import request_id_of
from server.problems import BODY_TOO_LARGE, Problem, problem_response


class BodyLimit:
    """ASGI middleware: 413 once a body is larger than `max_bytes`.

    The framework's own limit answers some of these in plain text, so it is not used.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > self.max_bytes:
            response = problem_response(self._problem(), request_id_of(scope))
            await response(scope, receive, send)
            return

        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                raise self._problem()
            return message

        await self.app(scope, receive_counted, send)

    def _problem(self) -> Problem:
        return Problem(
            BODY_TOO_LARGE,
            f"The body may have at most {self.max_bytes} bytes.",
            # The rest of the body stays unread, so the connection cannot be used again.
            headers={"Connection": "close"},
        )
