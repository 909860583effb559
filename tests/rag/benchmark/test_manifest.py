import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from rag.benchmark import manifest as manifest_module
from rag.benchmark.dataset import Task
from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.manifest import (
    differences,
    latency_percentiles,
    manifest_of,
    package_versions,
    program_commit,
)
from rag.benchmark.outcomes import Latency, QueryOutcome
from rag.benchmark.systems.config import load_system
from rag.benchmark.systems.making import make_system
from tests.rag.benchmark.tiny_collections import write_beir
from tests.rag.index.tiny_encoder import TinyEncoder

_AS_SOMEONE = ["-c", "user.name=Someone", "-c", "user.email=someone@example.org"]


def test_a_manifest_says_everything_that_numbers_depend_on(tmp_path: Path) -> None:
    dataset = open_dataset(str(write_beir(tmp_path / "tiny")))
    config = load_system("hybrid")
    system = make_system(config, Task.RETRIEVAL, encoder=TinyEncoder())
    manifest = manifest_of(dataset, config, system, ["nDCG@10"])
    assert manifest["dataset"]["source"] == str(tmp_path / "tiny")
    assert manifest["dataset"]["sha256"] == dataset.sha256
    assert manifest["dataset"]["task"] == "retrieval"
    assert manifest["system"]["encoder"]["weights_sha256"] == "0" * 64
    assert manifest["method"]["bm25"] == {"form": "lucene", "k1": 1.2, "b": 0.75}
    assert manifest["method"]["fusion"]["lexical_weight"] == 0.4
    assert manifest["method"]["unit"] == "document"
    assert {"batch_size", "threads", "tie_rule", "depth"} <= manifest["method"].keys()
    assert manifest["packages"]["numpy"] == np.__version__
    assert manifest["platform"]["cores"] >= 1
    assert manifest["bootstrap"]["seed"] == 7
    assert json.loads(json.dumps(manifest)) == manifest


def test_packages_are_those_that_can_change_a_number() -> None:
    names = package_versions().keys()
    assert {"footnote", "faiss-cpu", "bm25s", "onnxruntime", "ir-measures"} <= names
    assert "ruff" not in names


def test_the_program_is_named_by_commit_or_version() -> None:
    commit = program_commit()
    is_hash = re.fullmatch(r"[0-9a-f]{40}(-dirty-[0-9a-f]{12})?", commit) is not None
    assert is_hash or commit.startswith("footnote ")


def test_two_states_of_a_changed_checkout_have_two_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "rag" / "benchmark" / "manifest.py"
    source.parent.mkdir(parents=True)
    (tmp_path / "embeddings").mkdir()
    (tmp_path / "server").mkdir()
    source.write_text("one = 1\n")
    (tmp_path / "notes.md").write_text("Notes.\n")
    for words in (["init", "-q"], ["add", "."], [*_AS_SOMEONE, "commit", "-q", "-m", "One"]):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    monkeypatch.setattr(manifest_module, "__file__", str(source))
    clean = program_commit()
    (tmp_path / "notes.md").write_text("Other notes.\n")
    assert program_commit() == clean
    assert len(clean) == 40
    source.write_text("one = 2\n")
    second = program_commit()
    source.write_text("one = 3\n")
    third = program_commit()
    source.write_text("one = 1\n")
    (source.parent / "new.py").write_text("two = 2\n")
    fourth = program_commit()
    assert {name.rpartition("-")[0] for name in (second, third, fourth)} == {f"{clean}-dirty"}
    assert len({second, third, fourth}) == 3


def test_percentiles_lie_between_ranks_as_numpys_do() -> None:
    outcomes = [QueryOutcome(str(n), (), None, Latency(0, n, 0, n)) for n in range(1, 102)]
    percentiles = latency_percentiles(outcomes)
    assert percentiles["total"] == {"p50": 51.0, "p95": 96.0, "p99": 100.0}
    assert percentiles["encode"] == {"p50": 0.0, "p95": 0.0, "p99": 0.0}


def test_no_outcome_has_no_latency() -> None:
    assert latency_percentiles([]) == {}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({"packages": {"numpy": "1"}}, ()),
        ({"packages": {"numpy": "2"}}, ("packages.numpy: 1, now 2",)),
        ({"packages": {}}, ("packages.numpy: 1, now not there",)),
        ({"packages": {"numpy": "1"}, "finished": "later"}, ()),
        ({"packages": {"numpy": "1"}, "dataset": {"source": "elsewhere"}}, ()),
    ],
)
def test_differences_name_the_place_and_both_values(
    now: dict[str, object], expected: tuple[str, ...]
) -> None:
    assert differences({"packages": {"numpy": "1"}}, now) == expected
