"""Requests as they stand on the wire: what no HTTP client sends by itself."""

import socket

import httpx
import pytest

from tests.server.live import serving_script
from tests.server.test_other_origins import unused


def answered(client: httpx.Client, request: str) -> tuple[int, str]:
    """Status and content type of the response to a request line and headers."""
    host, port = client.base_url.host, client.base_url.port
    with socket.create_connection((host, port or 80), timeout=10) as connection:
        connection.sendall(f"{request}\r\nConnection: close\r\n\r\n".encode())
        response = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    head = response.partition("\r\n\r\n")[0]
    types = [line for line in head.lower().splitlines() if line.startswith("content-type:")]
    return int(head.split()[1]), types[0].partition(":")[2].strip()


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("http://127.0.0.1/livez?a=1", "127.0.0.1", 200),
        ("HTTP://localhost:8000/livez", "localhost", 200),
        ("http://localhost", "localhost", 200),
        # The name in the target counts.
        ("http://localhost/livez", "evil.example", 200),
        ("http://evil.example/livez", "localhost", 400),
        ("http://localhost/http://localhost/livez", "localhost", 404),
    ],
)
def test_a_target_in_absolute_form_is_that_of_its_path(target: str, host: str, status: int) -> None:
    with serving_script(unused) as client:
        found, _ = answered(client, f"GET {target} HTTP/1.1\r\nHost: {host}")
    assert found == status


def test_what_is_no_http_is_refused_as_the_documentation_says() -> None:
    with serving_script(unused) as client:
        assert answered(client, "GET /livez") == (400, "text/plain; charset=utf-8")
