"""What docs/evaluators.md tells people to type exists."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from rag.benchmark.systems.config import SystemConfig, load_system
from server.cli.bench import app

PAGE = (Path(__file__).parents[2] / "docs" / "evaluators.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def typed_lines() -> Iterator[list[str]]:
    for block in blocks("sh"):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:2] == ["footnote", "bench"]:
                yield words[2:]


def bench_options() -> dict[str, set[str]]:
    """Command -> its options."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in group.commands.items()
    }


@pytest.mark.parametrize("words", list(typed_lines()), ids=" ".join)
def test_a_shown_command_has_the_options_it_is_shown_with(words: list[str]) -> None:
    assert {word for word in words if word.startswith("--")} <= bench_options()[words[0]]


def test_every_command_is_shown() -> None:
    assert {words[0] for words in typed_lines()} == bench_options().keys()


def test_the_shown_system_is_one(tmp_path: Path) -> None:
    (text,) = blocks("yaml")
    path = tmp_path / "system.yaml"
    path.write_text(text, encoding="utf-8")
    config = load_system(str(path))
    assert isinstance(config, SystemConfig)
    assert (config.name, config.encoder) == ("e5-passages", "intfloat/e5-small-v2")


def test_no_shown_program_passes_over_the_readers_settings() -> None:
    assert "Settings()" not in "".join(blocks("python"))


@pytest.mark.parametrize("block", blocks("python"), ids=["mteb", "ir_measures"])
def test_what_a_shown_program_imports_from_us_exists(block: str) -> None:
    ours = ("embeddings", "rag")
    found = [
        (statement.module or "", alias.name)
        for statement in ast.parse(block).body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
        if (statement.module or "").startswith(ours)
    ]
    assert found
    for module, name in found:
        assert hasattr(__import__(module, fromlist=[name]), name)
