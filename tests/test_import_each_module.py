import subprocess
import sys

import pytest

from tests.import_each_module import ROOT, failure_of, heavy_failure, module_names


def test_every_module_imports_alone() -> None:
    # In a bare process: pytest's own has imported everything already.
    run = subprocess.run(
        [sys.executable, "-m", "tests.import_each_module"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    n_modules = len(list(module_names()))
    assert run.returncode == 0, run.stderr
    assert f"{n_modules} of {n_modules} modules import alone" in run.stdout


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
