"""JSON over one kept connection to a Footnote server."""

import http.client
import json
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from rag.benchmark.run_folder import RunError

TIMEOUT_S = 60.0
_CONNECTIONS = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}


class HttpClient:
    """Asks one server, in one thread.

    Args:
        url: "http://host:port", without a slash at the end.
        timeout_s: longest wait for a connection or for the next bytes of an answer.
    """

    def __init__(self, url: str, *, timeout_s: float = TIMEOUT_S) -> None:
        parts = urlsplit(url)
        self._url, self._base = url, parts.path
        assert parts.hostname is not None, "addresses are checked when they are read"
        self._connection = _CONNECTIONS[parts.scheme](parts.hostname, parts.port, timeout=timeout_s)

    def get(self, path: str) -> dict[str, Any]:
        """The JSON object at `path`.

        Raises:
            RunError: the server cannot be reached or answers with a problem.
        """
        return self._object("GET", path, None)

    def post(self, path: str, body: str) -> dict[str, Any]:
        """The JSON object that `body`, itself JSON, is answered with; raises as `get` does."""
        return self._object("POST", path, body.encode("utf-8", "surrogatepass"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def _object(self, method: str, path: str, body: bytes | None) -> dict[str, Any]:
        where = f"{method} {self._url}{path.partition('?')[0]}"
        try:
            status, content = self._exchange(method, path, body)
        except (OSError, http.client.HTTPException) as error:
            raise RunError(
                f"{where} got no answer ({type(error).__name__}: {error}); is `footnote serve` "
                "running there?"
            ) from error
        fields = _parsed(content)
        if status != http.client.OK:
            reason = (
                fields.get("detail") or fields.get("title") or http.client.responses.get(status)
            )
            raise RunError(f"{where} answered {status}: {reason}")
        if not fields:
            raise RunError(f"{where} answered with no JSON object; is it a Footnote server?")
        return fields

    def _exchange(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        """Once more on a fresh connection when the server has closed the kept one meanwhile."""
        try:
            return self._exchange_once(method, path, body)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._connection.close()
            return self._exchange_once(method, path, body)

    def _exchange_once(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            self._connection.request(method, self._base + path, body=body, headers=headers)
            response = self._connection.getresponse()
            return response.status, response.read()
        except BaseException:
            self._connection.close()  # half an exchange would answer the next question
            raise


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(content)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}
