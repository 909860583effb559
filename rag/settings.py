"""Every setting, with its default, unit and a sentence. `rag.configuration` reads them."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def split_list(value: object) -> object:
    """A list that came as one string, as the environment gives it: split at commas and spaces."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _expanded(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError as error:  # the home folder of no one
        raise ValueError("names the home folder of a user that is not known") from error


# A relative one counts from the working directory, whichever source it came from.
_Place = Annotated[Path, AfterValidator(_expanded)]


class IndexSettings(_Section):
    """Where generations live."""

    path: _Place = Field(
        default=Path(".footnote/index"),
        description="folder that holds the generations; a path, in a settings file too, counts "
        "from the working directory, and ~ is the home folder",
    )
    dense: str = Field(
        default="Flat",
        description="FAISS factory string for passage vectors; Flat is exact; takes effect when "
        "indexing",
    )
    keep_generations: int = Field(
        default=2, ge=1, description="generations kept on disk, the current one included"
    )


class EncoderSettings(_Section):
    """What turns text into vectors."""

    name: str = Field(
        default="footnote-encoder",
        description="a shipped model, a folder, or a sentence-transformers model (extra `models`)",
    )
    threads: int = Field(default=0, ge=0, description="processor threads, 0 for all cores")


class ReaderSettings(_Section):
    """What reads sentences against a question."""

    name: str = Field(
        default="footnote-reader",
        description="a shipped reader, a folder, or similarity-1, which reads without a network",
    )
    tokens: int = Field(
        default=370,
        ge=64,
        description="read for one question, roughly, the best first; where they do not answer, as "
        "many again",
    )
    threads: int = Field(default=0, ge=0, description="windows read at once, 0 for all cores")


class PassageSettings(_Section):
    """How documents are cut for retrieval."""

    max_tokens: int = Field(
        default=192,
        ge=32,
        description="longest passage with its headings, in tokens; the encoder's limit if lower; "
        "takes effect when indexing",
    )


class RetrievalSettings(_Section):
    """How passages are found and ranked."""

    candidates: int = Field(
        default=100, ge=1, description="passages taken from each index before they are fused"
    )
    lexical_weight: float = Field(
        default=0.4, ge=0, le=1, description="share of the lexical score in the fused score"
    )
    bm25_k1: float = Field(
        default=1.2,
        ge=0,
        description="BM25 saturation of term frequency; takes effect when indexing",
    )
    bm25_b: float = Field(
        default=0.75,
        ge=0,
        le=1,
        description="BM25 length normalisation; takes effect when indexing",
    )
    correct_spelling: bool = Field(
        default=True, description="match mistyped words to the nearest words of the documents"
    )


class AnswerSettings(_Section):
    """How answers are composed."""

    passages_read: int = Field(
        default=16, ge=1, le=100, description="best passages whose sentences are considered"
    )
    calibration: _Place | None = Field(
        default=None,
        description="file written by `footnote calibrate`; the shipped one when not set",
    )


class SafetySettings(_Section):
    """What is shown to people in danger, and what is not shown to anyone."""

    patterns: _Place | None = Field(
        default=None, description="pattern file of the crisis check; the shipped one when not set"
    )
    resources: _Place | None = Field(
        default=None, description="file of help lines by region; the shipped one when not set"
    )
    region: str = Field(
        default="ZZ",
        pattern="^[A-Z]{2}$",
        description="whose help lines to show when a request tells no region, as GB; ZZ is unknown",
    )
    released: tuple[str, ...] = Field(
        default=(),
        description="passages that the wording check holds back and that may be shown, by the "
        "names that `footnote index` lists; takes effect when indexing",
    )

    @field_validator("released", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """At commas alone: names hold file names, which may hold spaces."""
        if not isinstance(value, str):
            return value
        return tuple(name.strip() for name in value.split(",") if name.strip())


_ORIGIN = re.compile(r"(https?)://([^/\s?#@]+?)(?::([0-9]*))?")
_OWN_PORTS = {"http": 80, "https": 443}


def _as_browsers_send(origin: str) -> str:
    """An origin as it is compared: lower case, ASCII, no port where it is the scheme's own."""
    found = _ORIGIN.fullmatch(origin.lower())
    if found is None:
        return origin
    scheme, host, port = found.groups()
    is_own = not port or int(port) == _OWN_PORTS[scheme]
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    return f"{scheme}://{name}" + ("" if is_own else f":{int(port)}")


_Origin = Annotated[
    str,
    BeforeValidator(lambda value: _as_browsers_send(value) if isinstance(value, str) else value),
    Field(pattern=r"^(\*|https?://[^/\s?#@]+)$"),
]


class ServerSettings(_Section):
    """The HTTP service."""

    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on, 0 for any")
    max_body_bytes: int = Field(
        default=1_310_720,
        ge=1024,
        description="largest request body, in bytes; 100,000 characters of any script fit",
    )
    max_body_seconds: float = Field(
        default=30, gt=0, description="seconds that a request body may take to arrive (408)"
    )
    max_concurrent: int = Field(
        default=8, ge=1, description="questions answered at once; more wait"
    )
    max_waiting: int = Field(
        default=64, ge=0, description="questions that may wait; more are told to retry (503)"
    )
    benchmarks: _Place | None = Field(
        default=None,
        description="folder of runs of `footnote bench run` that /benchmarks shows to anyone who "
        "can reach this service; none when not set",
    )
    allowed_hosts: tuple[str, ...] = Field(
        default=(),
        description="names that the Host header may give, as example.org or *.example.org, * for "
        "any; when not set, those of this machine while host is a loopback address, else any",
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s?#<>]+)?$",
        description="address at which people reach this service, as https://ask.example.org, for "
        "the links of exported citations; what the Host header says when not set",
    )
    allowed_origins: tuple[_Origin, ...] = Field(
        default=(), description="sites whose pages may ask, as https://example.org; * for any"
    )

    @field_validator("allowed_hosts", "allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return split_list(value)


class Settings(_Section):
    """All settings of one process."""

    index: Annotated[IndexSettings, Field(description="where generations live")] = IndexSettings()
    encoder: Annotated[EncoderSettings, Field(description="texts to vectors")] = EncoderSettings()
    reader: Annotated[ReaderSettings, Field(description="questions and sentences to scores")] = (
        ReaderSettings()
    )
    passages: Annotated[PassageSettings, Field(description="how documents are cut")] = (
        PassageSettings()
    )
    retrieval: Annotated[RetrievalSettings, Field(description="how passages are ranked")] = (
        RetrievalSettings()
    )
    answers: Annotated[AnswerSettings, Field(description="how answers are made")] = AnswerSettings()
    safety: Annotated[SafetySettings, Field(description="care for people in danger")] = (
        SafetySettings()
    )
    server: Annotated[ServerSettings, Field(description="the HTTP service")] = ServerSettings()
