import subprocess
import sys

import pytest

from tests.import_each_module import ROOT, SERVING, failure_of, heavy_failure, module_names


def run(*names: str) -> "subprocess.CompletedProcess[str]":
    # In a process of its own: pytest's has imported everything already.
    return subprocess.run(
        [sys.executable, "-m", "tests.import_each_module", *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


# All of them take two minutes: `make check` does that.
def test_what_serves_imports_alone_and_nothing_heavy() -> None:
    result = run(*SERVING)
    assert result.returncode == 0, result.stderr
    assert f"{len(SERVING)} of {len(SERVING)} modules import alone" in result.stdout


def test_a_module_that_does_not_import_is_named_with_its_reason() -> None:
    result = run("rag.spans", "rag.no_such_module")
    assert result.returncode == 1
    assert "rag.no_such_module" in result.stderr
    assert "ModuleNotFoundError" in result.stderr
    assert "1 of 2 modules import alone" in result.stdout


def test_modules_and_packages_are_all_named() -> None:
    names = list(module_names())
    assert {"embeddings", "rag.engine", "rag.loaders", "server.cli.main"} <= set(names)
    assert len(names) == len(set(names))


def test_a_process_that_imported_ours_before_proves_nothing() -> None:
    import rag.engine  # noqa: F401

    failure = failure_of("rag.spans")
    assert failure is not None
    assert "not alone" in failure


def test_a_heavy_library_in_serving_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", sys)
    failure = heavy_failure("server.app")
    assert failure is not None
    assert "torch" in failure
