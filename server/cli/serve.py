"""The command `footnote serve`."""

import logging
import socket
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.invocation import invocation_of
from server.cli.output import show

if TYPE_CHECKING:
    from uvicorn import Server

    from rag.current_engine import CurrentEngine
    from rag.settings import ServerSettings, Settings
    from server.readiness import Readiness

_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - compared
_GRACE_S = 10


def serve(
    context: typer.Context,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on (setting server.host, HOST).")
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port, 0 for any (setting server.port, PORT).")
    ] = None,
) -> None:
    """Answer over HTTP, with a page to ask on."""
    flags = {"server.host": host, "server.port": port}
    settings = invocation_of(context).load(flags).settings
    from rag.index.generations import current_generation

    current_generation(settings.index.path)  # without an index it is better not to start
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("footnote").setLevel(logging.INFO)
    listener = _listen(settings.server)
    _run(settings, listener)


def _run(settings: "Settings", listener: socket.socket) -> None:
    from server.readiness import Readiness

    def announce(readiness: "Readiness") -> None:
        if readiness.failure is None:
            show(f"Footnote is ready: {_address(listener)}")
        for server in running:
            server.should_exit = server.should_exit or readiness.failure is not None

    # Models load while the web framework is imported.
    readiness = Readiness(lambda: _current_engine(settings), when_done=announce)
    running: list[Server] = []
    readiness.start()
    import uvicorn

    from server.app import create_app

    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings, readiness),
            log_config=None,
            access_log=False,  # it would hold whole paths; `middleware.observing` logs
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=_GRACE_S,
        )
    )
    running.append(server)
    if readiness.failure is None:
        server.run(sockets=[listener])
    if readiness.failure is not None:
        raise readiness.failure


def _current_engine(settings: "Settings") -> "CurrentEngine":
    from embeddings.catalogue import load_encoder
    from rag.current_engine import CurrentEngine

    encoder = load_encoder(settings.encoder.name, threads=settings.encoder.threads)
    return CurrentEngine(settings, encoder)


def _listen(server: "ServerSettings") -> socket.socket:
    """A socket that already accepts connections, so that a taken port is known at once."""
    from rag.errors import SettingsError

    try:
        family, *_, address = socket.getaddrinfo(
            server.host or None, server.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.create_server(
            (str(address[0]), int(address[1])), family=family, backlog=2048
        )
    except OSError as error:
        raise SettingsError(
            f"cannot listen on {server.host} port {server.port}: {error.strerror}; choose another "
            "with --host and --port"
        ) from error
    # asyncio sets this only on sockets made with an explicit protocol number. Without it a kept
    # connection waits 40 ms for an acknowledgement in every answer.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = _EVERY_ADDRESS.get(host, host)
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
