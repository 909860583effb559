"""A run on disk: one dataset, one system.

runs/<dataset>/<system>/
├── manifest.json      everything needed to get the same numbers again
├── outcomes.jsonl     one QueryOutcome a line, appended while the run goes on
├── run.trec           `qid Q0 docno rank score tag`, strictly decreasing scores (rankings only)
├── qrels.trec         `qid 0 docno rel`, the judgements that were measured against
├── measures.json      {"means": {measure: value}, "intervals": {measure: [low, high]},
│                       "n": {measure: queries}}
└── per_query.jsonl    {"query_id": …, "measures": {measure: value}} a line
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.benchmark.outcomes import QueryOutcome
from rag.errors import FootnoteError


class RunError(FootnoteError):
    """A run's folder is missing, incomplete, or was made with other versions or data."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured.

    Args:
        means: over the queries, by measure.
        intervals: 95 % bootstrap, of the means.
        per_query: the values of each query.
        n: over how many queries each mean is; empty in a run that did not record it.
    """

    means: dict[str, float]
    intervals: dict[str, tuple[float, float]]
    per_query: dict[str, dict[str, float]]
    n: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Paths of one run, and what can be read back from it."""

    path: Path

    @property
    def manifest_path(self) -> Path:
        return self.path / "manifest.json"

    @property
    def outcomes_path(self) -> Path:
        return self.path / "outcomes.jsonl"

    @property
    def trec_run_path(self) -> Path:
        return self.path / "run.trec"

    @property
    def qrels_path(self) -> Path:
        return self.path / "qrels.trec"

    @property
    def measures_path(self) -> Path:
        return self.path / "measures.json"

    @property
    def per_query_path(self) -> Path:
        return self.path / "per_query.jsonl"

    @property
    def result_paths(self) -> tuple[Path, ...]:
        """What a finished run may hold beside its manifest and its means."""
        return (self.outcomes_path, self.trec_run_path, self.qrels_path, self.per_query_path)

    def manifest(self) -> dict[str, Any]:
        """The run's manifest.

        Raises:
            RunError: it is missing or no JSON object.
        """
        try:
            fields = json.loads(self.manifest_path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise RunError(f"{self.manifest_path} cannot be read: {error}") from error
        if not isinstance(fields, dict):
            raise RunError(f"{self.manifest_path} holds no JSON object")
        return fields

    def outcomes(self) -> Iterator[QueryOutcome]:
        """The outcomes written so far; a line that an interruption cut short ends them."""
        if not self.outcomes_path.exists():
            return
        with self.outcomes_path.open(encoding="utf-8") as file:
            for line in file:
                try:
                    fields = json.loads(line)
                except ValueError:
                    return
                yield QueryOutcome.from_dict(fields)

    def measured(self) -> Measured:
        """The measures of a finished run.

        Raises:
            RunError: the run is not finished.
        """
        try:
            fields = json.loads(self.measures_path.read_text(encoding="utf-8"))
            # Not splitlines: an id may hold U+2028, which is no line end in JSON Lines.
            lines = self.per_query_path.read_text(encoding="utf-8").split("\n")
        except (OSError, ValueError) as error:
            raise RunError(
                f"{self.path} is no finished run ({error}); finish it with `footnote bench run`"
            ) from error
        entries = [json.loads(line) for line in lines if line]
        return Measured(
            means=fields["means"],
            intervals={name: (low, high) for name, (low, high) in fields["intervals"].items()},
            per_query={entry["query_id"]: entry["measures"] for entry in entries},
            n=fields.get("n", {}),
        )


def find_runs(folder: Path) -> tuple[RunFolder, ...]:
    """Every run below `folder`, sorted by path; hidden folders hold none."""
    return tuple(
        RunFolder(path.parent)
        for path in sorted(folder.rglob("manifest.json"))
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
