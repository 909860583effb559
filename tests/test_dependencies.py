"""What the packages import is what pyproject.toml declares, not what happens to come along."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("embeddings", "rag", "server")


def imported() -> Iterator[str]:
    """The top-level names that our packages import from elsewhere."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from (alias.name.partition(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield node.module.partition(".")[0]


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return {_name(line) for line in chain(project["dependencies"], *extras)}


def _name(requirement: str) -> str:
    """The normalised name in "python-docx>=1.1.1" (PyPA, name normalization)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def test_every_imported_package_is_declared() -> None:
    known, distributions = declared(), packages_distributions()
    others = set(imported()) - set(PACKAGES) - sys.stdlib_module_names
    missing = {
        name
        for name in others
        if not known & {_name(found) for found in distributions.get(name, [name])}
    }
    assert missing == set()
