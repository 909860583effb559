"""Request targets in absolute form, as clients send them to a proxy."""

import re
from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

_ABSOLUTE = re.compile(rb"https?://([^/?#]*)(/.*)?", re.IGNORECASE | re.DOTALL)


class AbsoluteTargets:
    """ASGI middleware: `GET http://name/path` is `GET /path` with `Host: name`.

    The name in the target counts, whatever Host says (RFC 9112, 3.2.2), for the check of hosts too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw_path = scope.get("raw_path") or b""
        if scope["type"] == "http" and (found := _ABSOLUTE.fullmatch(raw_path)) is not None:
            name, path = found[1], found[2] or b"/"
            others = [header for header in scope["headers"] if header[0] != b"host"]
            scope = {
                **scope,
                "raw_path": path,
                "path": unquote(path.decode("ascii")),
                "headers": [(b"host", name), *others],
            }
        await self.app(scope, receive, send)
