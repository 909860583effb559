"""Serves Footnote and, at another port of this machine, a made-up site with the widget on it."""

import argparse
import logging
import os
import socket
from threading import Thread

import uvicorn

from embeddings.catalogue import load_encoder
from rag.configuration import load_settings
from rag.current_engine import CurrentEngine
from rag.settings import Settings
from server.app import create_app
from server.demo.site import demo_site
from server.readiness import Readiness

HOST = "127.0.0.1"


def main() -> None:
    """Both servers, until the process is told to stop."""
    parser = argparse.ArgumentParser(prog="python -m server.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="of Footnote, 0 for any")
    parser.add_argument("--site-port", type=int, default=8001, help="of the site, 0 for any")
    given = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    serve(given.port, given.site_port)


def serve(port: int, site_port: int) -> None:
    listener, site_listener = _listener(port), _listener(site_port)
    service, site = _origin(listener), _origin(site_listener)
    settings = _settings(allowed_origin=site)
    readiness = Readiness(
        lambda: CurrentEngine(settings, load_encoder(settings.encoder.name)),
        when_done=lambda done: _announce(done, site),
    )
    site_server = uvicorn.Server(_config(demo_site(service)))
    # A daemon: the site has nothing to finish when the service stops.
    Thread(target=site_server.run, kwargs={"sockets": [site_listener]}, daemon=True).start()
    uvicorn.Server(_config(create_app(settings, readiness))).run(sockets=[listener])


def _settings(*, allowed_origin: str) -> Settings:
    overrides = {"server.allowed_origins": (allowed_origin,)}
    return load_settings(None, overrides, os.environ).settings


def _announce(readiness: Readiness, site: str) -> None:
    if readiness.failure is not None:
        print(f"Footnote could not start: {readiness.failure}", flush=True)  # noqa: T201
    else:
        print(f"The other site is ready: {site}/ and {site}/inline", flush=True)  # noqa: T201


def _listener(port: int) -> socket.socket:
    listener = socket.create_server((HOST, port))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _origin(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


def _config(app: object) -> uvicorn.Config:
    return uvicorn.Config(app, log_config=None, access_log=False, server_header=False, ws="none")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
