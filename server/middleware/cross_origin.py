"""What pages of other sites may do, and how they are told that they may not."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Receive, Scope, Send

from server.middleware.observing import request_id_of
from server.problems import CROSS_ORIGIN_REFUSED, Problem, problem_response


class CrossOrigin(CORSMiddleware):
    """ASGI middleware: the framework's CORS; what that refuses in plain text is a problem here."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        is_preflight = (
            "origin" in headers
            and "access-control-request-method" in headers
            and scope["method"] == "OPTIONS"
        )
        if not is_preflight:
            await super().__call__(scope, receive, send)
            return
        response = self.preflight_response(request_headers=headers)
        if response.status_code != HTTPStatus.OK:
            told = {
                name: value
                for name, value in response.headers.items()
                if not name.startswith("content-")
            }
            problem = Problem(CROSS_ORIGIN_REFUSED, CROSS_ORIGIN_REFUSED.explanation, headers=told)
            response = problem_response(problem, request_id_of(scope))
        await response(scope, receive, send)
