"""Gives each request an id, counts, times and logs it, without what was typed."""

import logging
from secrets import token_hex
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.metrics import Metrics

log = logging.getLogger("footnote.access")
_REQUEST_ID = "footnote.request_id"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def request_id_of(scope: Scope) -> str:
    return str(scope[_REQUEST_ID])


class Observing:
    """ASGI middleware, around all that may answer: even what is refused is counted and logged."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = scope[_REQUEST_ID] = token_hex(8)
        started = perf_counter()
        status = 0

        async def send_identified(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"x-request-id", request_id.encode()),
                ]
            await send(message)

        try:
            await self.app(scope, receive, send_identified)
        finally:
            seconds = perf_counter() - started
            route = route_template(scope)
            self.metrics.observe_request(route, status, seconds)
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            log.info("%s %s %d %.1f ms %s", method, route, status, 1000 * seconds, request_id)


def route_template(scope: Scope) -> str:
    """The path as declared, as "/v1/documents/{document_id:path}"; the real one may hold text."""
    return str(getattr(scope.get("route"), "path", "unmatched"))
