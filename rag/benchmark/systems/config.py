"""A system under benchmark, named and written down: the very objects that serve, with values."""

from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from embeddings.shipped import shipped_encoders, shipped_readers
from rag.errors import SettingsError
from rag.messages import System
from rag.settings import AnswerSettings, PassageSettings, ReaderSettings, RetrievalSettings

_SUFFIXES = {".yaml", ".yml"}


class Unit(StrEnum):
    """What is ranked to find documents."""

    PASSAGE = "passage"  # as served: documents are cut, the best passage stands for its document
    DOCUMENT = "document"  # as published figures do: one text each, cut at the encoder's limit


class _Config(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SystemConfig(_Config):
    """One system that runs here."""

    name: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$", description="for people and folder names"
    )
    ranking: System = Field(description="bm25, dense or hybrid")
    encoder: str = Field(
        default="footnote-encoder",
        description="a shipped model, a folder, or a sentence-transformers model",
    )
    query_prompt: str = Field(
        default="",
        description="put before every query, for a model that wants it and does not bring it",
    )
    document_prompt: str = Field(default="", description="put before every document, likewise")
    unit: Unit = Field(
        default=Unit.PASSAGE,
        description="what is ranked to find documents; answers are always read in passages",
    )
    passages: Annotated[PassageSettings, Field(description="how documents are cut")] = (
        PassageSettings()
    )
    retrieval: Annotated[RetrievalSettings, Field(description="how passages are ranked")] = (
        RetrievalSettings()
    )
    answers: Annotated[AnswerSettings, Field(description="how answers are made")] = AnswerSettings()
    reader: Annotated[ReaderSettings, Field(description="what reads sentences")] = ReaderSettings()
    reranked: int = Field(
        default=0,
        ge=0,
        description="best units that the reader puts in a new order, in rankings of documents",
    )
    rerank_weight: float = Field(
        default=0.5, ge=0, le=1, description="share of the reader's score in that order"
    )


class RemoteConfig(_Config):
    """A running server."""

    url: str = Field(description="http://host:port, with a path when it is served below one")

    @property
    def name(self) -> str:
        """For folder names: http://localhost:8000/x is localhost-8000-x."""
        parts = urlsplit(self.url)
        return "-".join([parts.netloc.replace(":", "-"), *parts.path.strip("/").split("/")]).strip(
            "-"
        )


AnyConfig = SystemConfig | RemoteConfig


@cache
def shipped_systems() -> tuple[str, ...]:
    """Names of the systems in this package, in alphabetical order."""
    files = resources.files("rag.benchmark.systems").iterdir()
    return tuple(
        sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml"))
    )


def load_system(name_or_path: str) -> AnyConfig:
    """The system of that name, in that YAML file, or behind that address.

    Raises:
        SettingsError: there is none, or its file holds an unknown key or a value that is not
            allowed.
    """
    if name_or_path.startswith(("http://", "https://")):
        return _remote(name_or_path)
    if name_or_path in shipped_systems():
        file = resources.files("rag.benchmark.systems").joinpath(f"{name_or_path}.yaml")
        return _parsed(file.read_text(encoding="utf-8"), f"system {name_or_path!r}")
    path = Path(name_or_path)
    if path.suffix in _SUFFIXES:
        try:
            return _parsed(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"the system file {path} cannot be read: {error}") from error
    raise SettingsError(
        f"no system is called {name_or_path!r}; known are {', '.join(shipped_systems())}; or give "
        "a YAML file (.yaml), or the address of a server (http://host:port)"
    )


def _remote(url: str) -> RemoteConfig:
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or parts.query or parts.fragment or parts.username:
        raise SettingsError(
            f"{url!r} is no address of a server; write http://host:port, with a path if it is "
            "served below one"
        )
    return RemoteConfig(url=url.rstrip("/"))


def _parsed(text: str, where: str) -> SystemConfig:
    try:
        fields: Any = yaml.safe_load(text)
        config = SystemConfig.model_validate(fields)
    except yaml.YAMLError as error:
        raise SettingsError(f"{where} is not valid YAML: {error}") from error
    except ValidationError as error:
        reasons = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc']) or 'the file'}: {problem['msg']}"
            for problem in error.errors()
        )
        raise SettingsError(
            f"{where} is no system: {reasons}; known keys are "
            + ", ".join(SystemConfig.model_fields)
        ) from error
    return _with_whole_paths(config)


def _with_whole_paths(config: SystemConfig) -> SystemConfig:
    """A run is made again from wherever: files and folders are named in full."""
    update: dict[str, Any] = {}
    if config.encoder.lower() not in shipped_encoders() and Path(config.encoder).is_dir():
        update["encoder"] = str(Path(config.encoder).resolve())
    if config.reader.name.lower() not in shipped_readers() and Path(config.reader.name).is_dir():
        folder = str(Path(config.reader.name).resolve())
        update["reader"] = config.reader.model_copy(update={"name": folder})
    if config.answers.calibration is not None:
        calibration = config.answers.calibration.resolve()
        update["answers"] = config.answers.model_copy(update={"calibration": calibration})
    return config.model_copy(update=update)
