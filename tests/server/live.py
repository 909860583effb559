"""Real servers on loopback, and engines that misbehave on purpose."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import httpx
import uvicorn
from starlette.applications import Starlette

from rag.current_engine import CurrentEngine
from rag.engine import Engine
from rag.messages import Answer, AskRequest
from rag.settings import ServerSettings, Settings
from server.app import create_app
from server.readiness import Readiness


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def serving(app: Starlette, *, port: int = 0) -> Iterator[httpx.Client]:
    """A client of `app`, served by uvicorn in a thread, at any port unless one is named."""
    listener = socket.create_server(("127.0.0.1", port))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    port = listener.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False
        ) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


class ScriptedEngine(Engine):
    """An engine whose answer is whatever `script` does."""

    def __init__(self, script: Callable[[AskRequest], Answer]) -> None:
        self._script = script

    @property
    def generation(self) -> str:
        return "scripted"

    def ask(self, request: AskRequest, **_: object) -> Answer:
        return self._script(request)

    @property
    def n_documents(self) -> int:
        return 0

    def warm_up(self) -> None:
        pass


class FixedEngine(CurrentEngine):
    """Always the same engine."""

    def __init__(self, engine: Engine) -> None:
        self._fixed = engine
        self._network = None

    def get(self) -> Engine:
        return self._fixed


@contextmanager
def serving_script(
    script: Callable[[AskRequest], Answer], server: ServerSettings | None = None
) -> Iterator[httpx.Client]:
    """A client of a server whose engine answers with `script`."""
    readiness = Readiness(lambda: FixedEngine(ScriptedEngine(script)))
    settings = Settings(server=server or ServerSettings())
    with serving(create_app(settings, readiness)) as client:
        assert readiness.wait(10)
        yield client
