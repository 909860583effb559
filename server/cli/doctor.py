"""The command `footnote doctor`."""

import os
import re
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata, util
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.invocation import invocation_of
from server.cli.output import FAILED, show_columns, show_json

if TYPE_CHECKING:
    from rag.settings import Settings

_OLDEST_PYTHON = (3, 11)
_UNKNOWN_REGION = "ZZ"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `state` is "ok", "note" or "failed"."""

    subject: str
    state: str
    detail: str


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False,
) -> None:
    """Check that this machine can index and answer.

    Says what to do where it cannot.
    """
    settings = invocation_of(context).load().settings
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _python,
        _packages,
        _encoder,
        _reader,
        _index,
        _care,
        _folder,
        _port,
        _extras,
    )
    findings = [finding for check in checks for finding in check(settings)]
    if as_json:
        show_json([asdict(finding) for finding in findings])
    else:
        show_columns(
            [(finding.state, finding.subject, finding.detail) for finding in findings], indent=""
        )
    if any(finding.state == "failed" for finding in findings):
        raise typer.Exit(FAILED)


def _python(_: "Settings") -> Iterator[Finding]:
    seen = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= _OLDEST_PYTHON:
        yield Finding("Python", "ok", seen)
    else:
        yield Finding("Python", "failed", f"{seen}; 3.11 or newer is needed")


def _packages(_: "Settings") -> Iterator[Finding]:
    try:
        required = metadata.requires("footnote") or []
    except metadata.PackageNotFoundError:
        yield Finding("packages", "note", "footnote is not installed: run from its source tree")
        return
    names = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in required if "extra" not in line]
    versions: list[str] = []
    for name in sorted(names, key=str.lower):
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            yield Finding("packages", "failed", f"{name} is not installed: pip install {name}")
    yield Finding("packages", "ok", ", ".join(versions))


def _encoder(settings: "Settings") -> Iterator[Finding]:
    from embeddings.catalogue import load_encoder
    from embeddings.errors import EmbeddingError

    try:
        identity = load_encoder(settings.encoder.name, threads=1).identity
    except EmbeddingError as error:
        yield Finding("encoder", "failed", str(error))
    else:
        yield Finding(
            "encoder",
            "ok",
            f"{identity.name}, {identity.dimension} dimensions, "
            f"weights SHA-256 {identity.weights_sha256}",
        )


def _reader(settings: "Settings") -> Iterator[Finding]:
    from embeddings.errors import EmbeddingError
    from rag.answers.reading import load_network

    try:
        network = load_network(settings.reader)
    except EmbeddingError as error:
        yield Finding("reader", "failed", str(error))
    else:
        what = "similarities alone"
        if network is not None:
            what = f"{network.identity.name}, weights SHA-256 {network.identity.weights_sha256}"
        yield Finding("reader", "ok", what)


def _index(settings: "Settings") -> Iterator[Finding]:
    from rag.errors import IndexUnusable
    from rag.index.generations import current_generation
    from rag.index.manifest import read_manifest

    try:
        manifest = read_manifest(current_generation(settings.index.path))
    except IndexUnusable as error:
        yield Finding("index", "failed", str(error))
    else:
        n_documents = manifest.counts["documents"]
        yield Finding("index", "ok", f"{manifest.generation}, {n_documents:,} documents")
        if manifest.held_back:
            detail = f"{', '.join(manifest.held_back)}; safety.released names those to show"
            yield Finding("held back", "note", detail)


def _care(settings: "Settings") -> Iterator[Finding]:
    from rag.errors import SafetyFileError
    from rag.safety.directory import load_directory
    from rag.safety.patterns import load_patterns

    try:
        patterns = load_patterns(settings.safety.patterns)
        directory = load_directory(settings.safety.resources)
    except SafetyFileError as error:
        yield Finding("care", "failed", str(error))
        return
    regions = ", ".join(sorted(directory.regions))
    yield Finding(
        "care", "ok", f"patterns {patterns.language} {patterns.version}; lines: {regions}"
    )
    region = directory.code_of(settings.safety.region)
    if region not in directory.regions | {_UNKNOWN_REGION}:
        yield Finding(
            "care",
            "note",
            f"safety.region {region} has no lines: name them in a file (safety.resources), "
            "see docs/safety.md",
        )
    if not patterns.reviewed_by:
        yield Finding("care", "note", "nobody has reviewed the patterns yet; see docs/safety.md")


def _folder(settings: "Settings") -> Iterator[Finding]:
    folder = settings.index.path.resolve()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if existing.is_dir() and os.access(existing, os.W_OK | os.X_OK):
        yield Finding("index folder", "ok", f"{folder} is writable")
    else:
        yield Finding(
            "index folder", "failed", f"{existing} is not writable; set index.path to another"
        )


def _port(settings: "Settings") -> Iterator[Finding]:
    host, port = settings.server.host, settings.server.port
    try:
        family, *_, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        socket.create_server((str(address[0]), int(address[1])), family=family).close()
    except OSError as error:
        # A running server of ours also holds the port, so this alone is no failure.
        yield Finding("port", "note", f"{host} port {port} cannot be used now: {error.strerror}")
    else:
        yield Finding("port", "ok", f"{host} port {port} is free")


def _extras(_: "Settings") -> Iterator[Finding]:
    if util.find_spec("torch") is None:
        yield Finding("torch", "ok", "not installed, and not needed to index or answer")
    else:
        yield Finding("torch", "ok", "installed; used only to build models and by the extra models")
