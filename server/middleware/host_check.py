"""Refuses requests for names that are not ours: a page elsewhere could point its own name at us."""

from collections.abc import Sequence
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.settings import ServerSettings
from server.middleware.observing import request_id_of
from server.problems import MALFORMED_REQUEST, Problem, problem_response


def allowed_names(server: ServerSettings) -> tuple[str, ...]:
    """The names that the settings allow: a service that only this machine reaches has no others."""
    return server.allowed_hosts or (() if _is_loopback(server.host) else ("*",))


class HostCheck:
    """ASGI middleware: 400 unless the Host header gives an allowed name or a loopback address.

    The framework's own check answers in plain text, so it is not used.

    Args:
        allowed: names in lower case; "*.example.org" allows every name below, "*" any at all.
    """

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in allowed)
        self.endings = tuple(name[1:].lower() for name in allowed if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._is_ours(Headers(scope=scope).get("host", "")):
            await self.app(scope, receive, send)
            return
        problem = Problem(MALFORMED_REQUEST, "This service does not answer to that host name.")
        response = problem_response(problem, request_id_of(scope))
        await response(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        name = _without_port(host).lower()
        is_below = bool(self.endings) and name.endswith(self.endings)
        return "*" in self.names or name in self.names or is_below or _is_loopback(name)


def _is_loopback(name: str) -> bool:
    """Whether only this machine has the name or address: localhost, ::1, all of 127.0.0.0/8."""
    try:
        return ip_address(name.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return name == "localhost"


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
