"""Every way by which typed text reaches the engine, found from the service and command line."""

import inspect
from collections.abc import Iterator

import typer
from fastapi import FastAPI
from pydantic import BaseModel

from rag.engine import Engine
from server.cli.main import app as command_line

QUESTION = "question"


def http_doors(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Path and name of the body schema of every operation whose body has a question."""
    schema = app.openapi()
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            name = body.get("schema", {}).get("$ref", "").rpartition("/")[2]
            if QUESTION in schema["components"]["schemas"].get(name, {}).get("properties", {}):
                yield path, name


def parameters_that_could_carry_text(app: FastAPI) -> Iterator[str]:
    """Names of the parameters of every operation: a question in an address would be among them."""
    for operations in app.openapi()["paths"].values():
        for operation in operations.values():
            yield from (parameter["name"] for parameter in operation.get("parameters", ()))


def cli_doors() -> Iterator[str]:
    """Names of the commands that take a question."""
    group = typer.main.get_command(command_line)
    yield from _with_question(group, "")


def engine_doors() -> Iterator[str]:
    """Names of the engine's public methods that take a request with a question."""
    for name, method in inspect.getmembers(Engine, inspect.isfunction):
        hints = [p.annotation for p in inspect.signature(method).parameters.values()]
        takes_one = any(
            isinstance(hint, type) and issubclass(hint, BaseModel) and QUESTION in hint.model_fields
            for hint in hints
        )
        if takes_one and not name.startswith("_"):
            yield name


def request_for(engine_method: str, question: str) -> BaseModel:
    """A request of the type that the method takes; fields without a default get the question."""
    (model,) = [
        p.annotation
        for p in inspect.signature(getattr(Engine, engine_method)).parameters.values()
        if isinstance(p.annotation, type) and issubclass(p.annotation, BaseModel)
    ]
    return model.model_validate(
        {name: question for name, field in model.model_fields.items() if field.is_required()}
    )


def _with_question(command: object, path: str) -> Iterator[str]:
    for name, below in getattr(command, "commands", {}).items():
        yield from _with_question(below, f"{path} {name}".strip())
    if any(parameter.name == QUESTION for parameter in getattr(command, "params", ())):
        yield path
