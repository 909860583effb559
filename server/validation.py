"""Validation errors told without the values that caused them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from rag.citations.export import ExportRequest
from rag.messages import AskRequest, Citation, HighlightRequest, SearchRequest
from server.field_words import field_words
from server.problems import FieldError


def private_field_errors(errors: Iterable[Mapping[str, Any]]) -> tuple[FieldError, ...]:
    """What is wrong and where, without values, unknown field names or document text."""
    found = (FieldError(detail=_detail(error), pointer=_pointer(error["loc"])) for error in errors)
    return tuple(dict.fromkeys(found))


def _detail(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    if kind == "extra_forbidden":
        return "A field is not known here; GET /openapi.json lists the known ones"
    if kind == "json_invalid":
        return f"The body is not valid JSON at character {error['loc'][-1]}"
    words = field_words(error)
    source, *path = error["loc"]
    # A parameter's name is ours, never input.
    return f"It {words}" if source == "body" else f"The {source} parameter {path[0]} {words}"


def _pointer(location: Sequence[str | int]) -> str:
    """A JSON Pointer made of known field names and positions only: other keys are input."""
    source, *path = location
    if source != "body":
        return "#"
    known = _field_names()
    is_position = len(path) > 1  # a lone number is where JSON parsing failed
    parts = [str(p) for p in path if p in known or (isinstance(p, int) and is_position)]
    return "#" + "".join(f"/{part}" for part in parts)


@cache
def _field_names() -> frozenset[str]:
    names: set[str] = set()
    for request in (AskRequest, SearchRequest, Citation, HighlightRequest, ExportRequest):
        _collect(request.model_json_schema(), names)
    return frozenset(names)


def _collect(schema: object, names: set[str]) -> None:
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            names.update(properties)
        for part in schema.values():
            _collect(part, names)
    elif isinstance(schema, list):
        for part in schema:
            _collect(part, names)


def is_json(content_type: str) -> bool:
    """Whether the header announces JSON, as application/json or application/…+json."""
    essence = content_type.partition(";")[0].strip().lower()
    main, _, subtype = essence.partition("/")
    return main == "application" and (subtype == "json" or subtype.endswith("+json"))
