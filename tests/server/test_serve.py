import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from rag.settings import Settings
from tests.server.command import MODULE, ROOT, environment, footnote

CANARY = "zanzibar-canary-7391"


@contextmanager
def served(
    index: Path, *arguments: str, env: dict[str, str]
) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A process of `footnote serve` and the address that it printed."""
    process = subprocess.Popen(
        [*MODULE, "--index", str(index), "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(env),
        cwd=ROOT,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"Footnote is ready: (http://\S+:\d+/)\n", line)
        if found is None:
            process.kill()
        assert found, (line, process.communicate()[1])
        yield process, found[1]
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def test_serve_prints_its_address_when_it_answers_and_stops_when_told(
    seeds_settings: Settings,
) -> None:
    index = seeds_settings.index.path
    before = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    with served(index, env={"HOST": "127.0.0.1", "PORT": "0"}) as (process, address):
        with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
            assert client.get("/readyz").status_code == 200
            asked = client.post("/v1/ask", json={"question": f"What is {CANARY}?"})
            assert asked.status_code == 200
            client.get("/v1/ask", params={"question": CANARY})
            client.post("/v1/ask", json={"question": 1, CANARY: CANARY})
            client.get(f"/{CANARY}")
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    # Nothing typed is in the log or on disk.
    assert "POST /v1/ask 200" in err
    assert CANARY not in out + err
    after = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    assert after == before
    assert process.returncode in (0, -signal.SIGTERM)


def test_flags_are_stronger_than_host_and_port(seeds_settings: Settings) -> None:
    wrong = {"HOST": "203.0.113.1", "PORT": "1"}
    flags = ("--host", "127.0.0.1", "--port", "0")
    with served(seeds_settings.index.path, *flags, env=wrong) as (_, address):
        assert httpx.get(f"{address}livez", trust_env=False).status_code == 200


def test_a_taken_port_fails_in_one_line(seeds_settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = footnote("--index", seeds_settings.index.path, "serve", "--port", str(port))
    assert result.returncode == 1
    assert f"port {port}" in result.stderr
    assert "--port" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_damaged_index_ends_the_process_with_what_to_do(
    tmp_path: Path, seeds_settings: Settings
) -> None:
    import shutil

    broken = tmp_path / "index"
    shutil.copytree(seeds_settings.index.path, broken)
    for manifest in broken.rglob("manifest.json"):
        manifest.write_text("{")
    result = footnote("--index", broken, "serve", "--port", "0")
    assert result.returncode == 1
    assert "footnote index" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_an_impossible_port_is_refused(seeds_settings: Settings, port: str) -> None:
    result = footnote("--index", seeds_settings.index.path, "serve", "--port", port)
    assert result.returncode == 1
    assert "server.port" in result.stderr
