"""Every module imports alone, and serving pulls in no heavy library.

`python -m tests.import_each_module [MODULE...]` prints what fails and exits with 1. Modules are
imported in forks of this process, which has loaded nothing of ours: what one import leaves behind
cannot hide what the next one lacks. Of other libraries it has loaded what serving loads, once.
"""

import importlib
import multiprocessing
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from multiprocessing.pool import Pool
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("embeddings", "rag", "server")
SERVING = ("server.app", "rag.current_engine", "server.cli.main")
HEAVY = frozenset(
    {"torch", "transformers", "sentence_transformers", "trafilatura", "docx", "pypdfium2"}
)
LIGHT = ("numpy", "faiss", "fastapi", "onnxruntime", "pydantic", "typer", "yaml")
# Modules for export and measurement may say that a library of an extra is missing.
EXTRAS = frozenset({"ir_measures", "onnx", "onnxscript", "sentence_transformers", "torch"})


def module_names() -> Iterator[str]:
    """Every module of our packages, as it is imported."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def failure_of(name: str) -> str | None:
    """Import one module; why it failed, and None when it did not."""
    before = {module for module in sys.modules if module.split(".")[0] in PACKAGES}
    if before:
        return f"{name}: not alone, {sorted(before)} came first"
    try:
        importlib.import_module(name)
    except Exception as error:  # whatever an import raises is a failure to report
        if _lacks_an_extra(error):
            return None
        return f"{name}:\n{traceback.format_exc()}"
    return heavy_failure(name) if name in SERVING else None


def _lacks_an_extra(error: BaseException | None) -> bool:
    if isinstance(error, ModuleNotFoundError) and error.name in EXTRAS:
        return True
    return error is not None and _lacks_an_extra(error.__cause__)


def heavy_failure(name: str) -> str | None:
    loaded = sorted(HEAVY & sys.modules.keys())
    return f"{name}: importing it also imports {', '.join(loaded)}" if loaded else None


def failures(names: Sequence[str]) -> list[str]:
    """What is wrong with the imports of `names`, each in a process of its own."""
    for library in LIGHT:
        importlib.import_module(library)
    with _one_import_each() as pool:
        return [failure for failure in pool.imap(failure_of, names, chunksize=1) if failure]


def _one_import_each() -> Pool:
    context = multiprocessing.get_context("fork")
    return context.Pool(os.cpu_count(), maxtasksperchild=1)


def main(arguments: Sequence[str]) -> int:
    names = arguments or list(module_names())
    found = failures(names)
    for failure in found:
        sys.stderr.write(f"{failure}\n")
    sys.stdout.write(f"{len(names) - len(found)} of {len(names)} modules import alone\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
