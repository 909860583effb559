"""What a run's numbers depend on, written down so that they can be had again."""

import hashlib
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from rag.benchmark.dataset import Dataset
from rag.benchmark.datasets.naming import counted, listed
from rag.benchmark.measures.bootstrap import RESAMPLES, SEED
from rag.benchmark.outcomes import QueryOutcome, Unranked
from rag.benchmark.systems.answering import DEPTH, BenchmarkedSystem
from rag.benchmark.systems.config import AnyConfig, SystemConfig, Unit
from rag.index.vector_cache import COMMIT_EVERY

SCHEMA = 1
STAGES = ("encode", "retrieve", "read", "total")
PERCENTILES = (50, 95, 99)
# Sections that must be the same for a run to go on, or to be made again.
COMPARED = ("schema", "commit", "packages", "dataset", "system")
# Where files lie, and what is remarked of them, decides no number: their SHA-256 is compared.
_DECIDES_NOTHING = frozenset({"dataset.source", "dataset.notes"})

_DISTRIBUTION = "footnote"
# What can decide a number; the documentation and the tests cannot.
_SOURCES = ("--", "embeddings", "rag", "server")
_EXTRAS_THAT_COUNT = frozenset({"", "bench", "models"})  # tools for developers change no number
# Not in the default install, and who takes the measures.
_MEASURING = ("ir-measures", "pytrec-eval-terrier")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")
_TIE_RULE = (
    "equal scores: the unit that comes first in the corpus; of a document's passages the best "
    "counts; candidate sentences by id"
)


def manifest_of(
    dataset: Dataset, config: AnyConfig, system: BenchmarkedSystem, measures: Sequence[str]
) -> dict[str, Any]:
    """The part of a manifest that is known before the first question.

    Raises:
        EmbeddingError: the system's encoder cannot be loaded.
        RunError: a server cannot be reached.
    """
    return {
        "schema": SCHEMA,
        "is_finished": False,
        "commit": program_commit(),
        "packages": package_versions(),
        "platform": platform_facts(),
        "dataset": {
            "name": dataset.name,
            "source": dataset.source,
            "sha256": dataset.sha256,
            "task": dataset.task.value,
            "n_queries": len(dataset.queries),
            "ignores_identical_ids": dataset.ignores_identical_ids,
            "notes": list(dataset.notes),
        },
        "system": system.identity(),
        "method": _method(config),
        "measures": list(measures),
        "bootstrap": {"seed": SEED, "resamples": RESAMPLES},
    }


def _method(config: AnyConfig) -> dict[str, Any]:
    """What the configuration comes to, in the field's terms."""
    common = {"depth": DEPTH, "tie_rule": _TIE_RULE}
    if not isinstance(config, SystemConfig):
        timed = "round trips over HTTP, of a ranking for 1,000 hits"
        return common | {"threads": 1, "batch_size": 1, "latency": timed}
    settings = config.retrieval
    return common | {
        "unit": config.unit.value,
        "title": "joined with the text by a space"
        if config.unit is Unit.DOCUMENT
        else "above the text of each passage, on a line of its own",
        "chunking": config.passages.model_dump(mode="json")
        if config.unit is Unit.PASSAGE
        else "none; cut at the encoder's limit",
        "bm25": {"form": "lucene", "k1": settings.bm25_k1, "b": settings.bm25_b},
        "fusion": {
            "form": "weighted sum of z-scores over the united candidates",
            "candidates": settings.candidates,
            "lexical_weight": settings.lexical_weight,
        },
        "threads": len(os.sched_getaffinity(0)),
        "batch_size": COMMIT_EVERY,
    }


def latency_percentiles(
    outcomes: Iterable[QueryOutcome],
) -> dict[str, dict[str, float] | None]:
    """Milliseconds by stage: p50, p95 and p99 over the questions, linear between ranks.

    A stage that nobody saw is None. Questions that were not taken took no time and do not count.
    """
    taken = [one.latency for one in outcomes if one.unranked is not Unranked.NOT_TAKEN]
    if not taken:
        return {}
    return {stage: _percentiles([getattr(each, stage) for each in taken]) for stage in STAGES}


def _percentiles(times_ms: Iterable[float | None]) -> dict[str, float] | None:
    seen = [time for time in times_ms if time is not None]
    if not seen:
        return None
    values = np.percentile(np.array(seen, np.float64), PERCENTILES).tolist()
    return {f"p{p}": round(value, 3) for p, value in zip(PERCENTILES, values, strict=True)}


def outcome_notes(outcomes: Iterable[QueryOutcome]) -> tuple[str, ...]:
    """What an evaluator should know of queries that got no ranking."""
    reasons = {
        Unranked.HELP: "got help instead of a ranking, scoring 0",
        Unranked.NOT_TAKEN: "that a server does not take, blank or too long, scoring 0",
    }
    ids: dict[Unranked, list[str]] = {}
    for outcome in outcomes:
        if outcome.unranked is not None:
            ids.setdefault(outcome.unranked, []).append(outcome.query_id)
    return tuple(
        f"{counted(len(ids[why]), 'query')} {said}: {listed(ids[why])}"
        for why, said in reasons.items()
        if why in ids
    )


def differences(
    one: dict[str, Any], other: dict[str, Any], *, within: Sequence[str] = COMPARED
) -> tuple[str, ...]:
    """Where two manifests differ: "packages.numpy: 2.1.0, now 2.2.0", in order of place."""
    first, second = (
        dict(_flat({name: manifest.get(name) for name in within})) for manifest in (one, other)
    )
    return tuple(
        f"{place}: {_shown(first, place)}, now {_shown(second, place)}"
        for place in sorted(first.keys() | second.keys())
        if first.get(place) != second.get(place) and place not in _DECIDES_NOTHING
    )


def _shown(values: dict[str, Any], place: str) -> str:
    return str(values[place]) if place in values else "not there"


def _flat(value: object, place: str = "") -> Iterable[tuple[str, Any]]:
    if not isinstance(value, dict):
        yield place, value
        return
    for key, inner in value.items():
        yield from _flat(inner, f"{place}.{key}" if place else str(key))


def program_commit() -> str:
    """The commit of this checkout; else the package's version.

    Where files of the packages differ from the commit, "-dirty-" follows and the first 12 digits of
    a SHA-256 over the paths and contents of those files: two different states have two names.
    """
    root = Path(__file__).parents[2]
    if (root / ".git").exists():
        try:
            commit = _git(root, "rev-parse", "HEAD").strip()
            differing = _git(root, "diff", "HEAD", "--name-only", "--no-renames", "-z", *_SOURCES)
            untracked = _git(root, "ls-files", "--others", "--exclude-standard", "-z", *_SOURCES)
        except (OSError, subprocess.SubprocessError):
            pass  # no git here, or not its checkout: the version says what can be said
        else:
            changed = sorted({*differing.split("\0"), *untracked.split("\0")} - {""})
            return f"{commit}-dirty-{_state_of(root, changed)}" if changed else commit
    return f"{_DISTRIBUTION} {_version(_DISTRIBUTION)}"


def _git(root: Path, *words: str) -> str:
    result = subprocess.run(  # noqa: S603 fixed words and our own folder
        ["git", "-C", str(root), *words],  # noqa: S607 whichever git is there
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=True,
        timeout=30,
    )
    return result.stdout


def _state_of(root: Path, names: Iterable[str]) -> str:
    """12 digits for what these files hold; one that is gone counts as such."""
    digest = hashlib.sha256()
    for name in names:
        path = root / name
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "gone"
        digest.update(f"{name}\0{content}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:12]


def package_versions() -> dict[str, str]:
    """Versions of what `footnote`, its extras `bench` and `models`, and measuring need."""
    try:
        requirements = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # run from a source tree that is not installed
        requirements = []
    names = {_DISTRIBUTION, *_MEASURING}
    for requirement in requirements:
        name, extra = _NAME.match(requirement), _EXTRA.search(requirement)
        if name and (extra[1] if extra else "") in _EXTRAS_THAT_COUNT:
            names.add(name[0])
    return {name: version for name in sorted(names) if (version := _version(name))}


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def platform_facts() -> dict[str, Any]:
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())
