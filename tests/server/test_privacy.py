"""What is typed stays in the answer's way: a canary goes through every door and is looked for."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from rag.settings import Settings
from server.app import create_app
from server.readiness import Readiness
from tests.server.command import MODULE, environment, footnote
from tests.server.doors import cli_doors, http_doors

CANARY = "zanzibarcanary7391"
QUESTIONS = (
    f"Where does the {CANARY} sing?",
    f"I don't want to live anymore, {CANARY}",
    f"{CANARY} " * 400,  # too long
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder that is home, temporary folder and working directory of a process."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def variables(home: Path) -> dict[str, str]:
    folders = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
    return dict.fromkeys(folders, str(home))


def assert_nowhere_below(*folders: Path) -> None:
    for folder in folders:
        for path in folder.rglob("*"):
            assert CANARY not in str(path)
            assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path


@contextmanager
def served(index: Path, home: Path, *, log: Path) -> Iterator[httpx.Client]:
    """A real process that serves, all of whose output goes to `log`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*MODULE, "--index", str(index), "serve", "--port", str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment(variables(home)),
            cwd=home,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
                until_ready(client, process)
                yield client
        finally:
            process.terminate()
            process.wait(30)


def until_ready(client: httpx.Client, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail("the server did not become ready")


def test_a_served_question_is_in_no_log_metric_header_error_or_file(
    seeds_settings: Settings, home: Path, tmp_path: Path
) -> None:
    app = create_app(Settings(), Readiness(lambda: pytest.fail("is not loaded")))
    schemas = app.openapi()["components"]["schemas"]
    log = tmp_path / "log.txt"
    index = seeds_settings.index.path
    with served(index, home, log=log) as client:
        for path, schema in http_doors(app):
            for question in QUESTIONS:
                body = dict.fromkeys(schemas[schema]["required"], question)
                response = client.post(path, json=body)
                assert response.status_code in {200, 413, 422}, path
                assert CANARY not in str(response.headers)
                if response.status_code != 200:
                    assert CANARY not in response.text
            for malformed in (f'{{"question": "{CANARY}', json.dumps({"question": [CANARY]})):
                refused = client.post(
                    path, content=malformed, headers={"Content-Type": "application/json"}
                )
                assert refused.status_code == 422
                assert CANARY not in refused.text
            assert CANARY not in client.get(path, params={"question": CANARY}).text
        assert CANARY not in client.get("/metrics").text
        assert CANARY not in client.get(f"/{CANARY}", headers={"Accept": "text/html"}).text
    assert "POST /v1/ask 200" in log.read_text(encoding="utf-8")
    assert_nowhere_below(tmp_path, index)


def test_a_question_on_the_command_line_is_in_no_file_and_no_complaint(
    seeds_settings: Settings, home: Path, tmp_path: Path
) -> None:
    index = seeds_settings.index.path
    file = tmp_path / "text.txt"
    file.write_text("A fern grows in the shade.\n", encoding="utf-8")
    for command in cli_doors():
        takes_file = [str(file)] if command == "highlight" else []
        for question in QUESTIONS:
            arguments = ["--index", str(index), *command.split(), "-", *takes_file]
            result = footnote(
                *arguments,
                stdin=question,
                env=variables(home),
                cwd=home,
            )
            assert result.returncode in {0, 2, 3}, result.stderr
            assert CANARY not in result.stderr
    assert_nowhere_below(tmp_path, index)


def test_a_crash_tells_no_question(home: Path) -> None:
    """A damaged installation raises deep inside; what is printed holds no typed text."""
    failing = (
        "import server.cli.main as m, rag.engine as e\n"
        "def fail(self, request): raise RuntimeError(f'cannot answer {request.question}')\n"
        "e.Engine.open = classmethod(lambda *a, **k: object.__new__(e.Engine))\n"
        "e.Engine.ask = fail\n"
        "m.main()\n"
    )
    result = subprocess.run(
        [MODULE[0], "-c", failing, "ask", "-"],
        input=QUESTIONS[0].encode(),
        capture_output=True,
        env=environment(variables(home)),
        cwd=home,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert CANARY.encode() not in result.stdout + result.stderr
    assert b"RuntimeError" in result.stderr
    assert_nowhere_below(home)


def test_scripts_of_the_pages_keep_nothing_in_the_browser() -> None:
    assets = Path(__file__).parents[2] / "server" / "pages" / "assets"
    for script in assets.glob("*.js"):
        source = script.read_text(encoding="utf-8")
        for store in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches."):
            # The chat keeps a conversation for the session where a page asks for it.
            may_keep = store == "sessionStorage" and script.name == "chat_conversation.js"
            assert may_keep or store not in source, script.name
        assert "history.pushState" not in source
        # Filters may stand in the address: they are chosen, not typed. This file sets no more.
        if script.name != "guidance_filters.js":
            assert "history.replaceState" not in source
