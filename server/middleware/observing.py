"""Gives each request an id, counts and times it, and keeps what was typed out of the log."""

import logging
from secrets import token_hex
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.metrics import Metrics
from server.problems import INTERNAL_ERROR, Problem, problem_response
from server.whereabouts import where

log = logging.getLogger("footnote.access")
_REQUEST_ID = "footnote.request_id"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def request_id_of(scope: Scope) -> str:
    return str(scope[_REQUEST_ID])


class Observing:
    """ASGI middleware, the outermost of ours.

    An unexpected error ends here: the framework would log its text, which may hold a question.
    """

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
        except Exception as error:
            log.error("request %s failed: %s", request_id, where(error))  # noqa: TRY400 - no text
            if not status:
                problem = Problem(INTERNAL_ERROR, "The service failed to answer this request.")
                response = problem_response(problem, request_id)
                await response(scope, receive, send_identified)
        finally:
            seconds = perf_counter() - started
            route = route_template(scope)
            self.metrics.observe_request(route, status, seconds)
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            log.info("%s %s %d %.1f ms %s", method, route, status, 1000 * seconds, request_id)


def route_template(scope: Scope) -> str:
    """The path as declared, as "/v1/documents/{document_id:path}"; the real one may hold text."""
    return str(getattr(scope.get("route"), "path", "unmatched"))
