"""Turns an unexpected error into a problem, and keeps what was typed out of the log."""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.middleware.observing import request_id_of
from server.problems import INTERNAL_ERROR, Problem, problem_response
from server.whereabouts import where

_log = logging.getLogger("footnote.access")


class Failures:
    """ASGI middleware: no error goes on: the framework would log its text, maybe a question.

    Inside `CrossOrigin`, so that pages of allowed sites can read the problem.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def send_noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        except Exception as error:
            request_id = request_id_of(scope)
            _log.error("request %s failed: %s", request_id, where(error))
            if not has_begun:
                problem = Problem(INTERNAL_ERROR, "The service failed to answer this request.")
                await problem_response(problem, request_id)(scope, receive, send)
