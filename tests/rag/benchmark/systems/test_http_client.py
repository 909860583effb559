from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from rag.benchmark.run_folder import RunError
from rag.benchmark.systems.http_client import HttpClient


@contextmanager
def answering(status: int, body: bytes, *, keeps: bool = True) -> Iterator[tuple[str, list[int]]]:
    """The address of a server that always answers so, and the client port of each request."""
    ports: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            ports.append(self.client_address[1])
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = not keeps  # without telling the client

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", ports
        finally:
            server.shutdown()
            thread.join(10)


def test_questions_share_one_connection() -> None:
    with answering(200, b'{"a": 1}') as (url, ports):
        with HttpClient(url) as client:
            assert [client.get("/x"), client.get("/y")] == [{"a": 1}, {"a": 1}]
        assert len(set(ports)) == 1


def test_a_connection_that_the_server_closed_meanwhile_is_opened_again() -> None:
    with answering(200, b'{"a": 1}', keeps=False) as (url, ports):
        with HttpClient(url) as client:
            assert [client.get("/x"), client.get("/y")] == [{"a": 1}, {"a": 1}]
        assert len(set(ports)) == 2


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (503, b'{"detail": "still loading"}', r"GET http://\S+/x answered 503: still loading"),
        (404, b"<html>", "answered 404: Not Found"),
        (200, b"<html>", "answered with no JSON object; is it a Footnote server"),
        (200, b"[1]", "answered with no JSON object"),
    ],
)
def test_anything_but_a_json_object_is_told(status: int, body: bytes, message: str) -> None:
    with (
        answering(status, body) as (url, _),
        HttpClient(url) as client,
        pytest.raises(RunError, match=message),
    ):
        client.get("/x?secret=1")
