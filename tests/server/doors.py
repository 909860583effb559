"""Every way by which typed text reaches the engine, found from the service and command line."""

import inspect
from collections.abc import Callable, Iterator

import typer
from fastapi import FastAPI
from pydantic import BaseModel

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


def doors_of(kind: type) -> Iterator[str]:
    """Names of the public methods of a class that take a request with a question."""
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        takes_one = any(QUESTION in model.model_fields for model in _requests(method))
        if takes_one and not name.startswith("_"):
            yield name


def request_for(kind: type, method: str, question: str) -> BaseModel:
    """A request of the type that the method takes; fields without a default get the question."""
    (model,) = _requests(getattr(kind, method))
    return model.model_validate(
        {name: question for name, field in model.model_fields.items() if field.is_required()}
    )


def _requests(method: Callable[..., object]) -> list[type[BaseModel]]:
    hints = [parameter.annotation for parameter in inspect.signature(method).parameters.values()]
    return [hint for hint in hints if isinstance(hint, type) and issubclass(hint, BaseModel)]


def _with_question(command: object, path: str) -> Iterator[str]:
    for name, below in getattr(command, "commands", {}).items():
        yield from _with_question(below, f"{path} {name}".strip())
    if any(parameter.name == QUESTION for parameter in getattr(command, "params", ())):
        yield path
