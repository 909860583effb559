"""SciFact (Wadden et al., EMNLP 2020): claims, and the sentences of abstracts that bear on them.

A sentence that supports or contradicts a claim answers whoever asks about it.
"""

import csv
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from embeddings.training.example import ReaderExample
from rag.errors import TrainingDataError
from rag.reader_data.claim_questions import as_keywords, as_question
from rag.reader_data.windows import runs_of, window_around

_SOURCE = "scifact"
_MOST_SENTENCES = 6
_MOST_CHARACTERS = 1200
_WINDOWS_PER_FORM = 2
_UNANSWERED_BESIDE = 2  # windows without evidence, of each abstract with evidence
_COLUMNS = ("id", "claim", "evidence_doc_id", "evidence_sentences", "cited_doc_ids")
_NUMBERS = re.compile(r"\s*\[[\s\d,]*\]\s*")


@dataclass(slots=True)
class _Claim:
    text: str
    evidence: dict[str, set[int]] = field(default_factory=dict)  # by cited abstract


def scifact_examples(folder: Path, *, seed: int) -> Iterator[ReaderExample]:
    """Examples of the training claims, against each abstract that they cite, in file order.

    Each claim is asked as it is said, as key words and as a question.

    Args:
        folder: with `claims_train.csv` and `abstract_sentences.json`.
        seed: decides questions and windows.

    Raises:
        TrainingDataError: a file cannot be read or is not built as these are, or a claim cites
            what is not there.
    """
    rng = random.Random(seed)  # noqa: S311 a reproducible draw, no secret
    abstracts = _abstracts(folder / "abstract_sentences.json")
    for claim in _claims(folder / "claims_train.csv", abstracts):
        for document_id, evidence in claim.evidence.items():
            yield from _examples(claim.text, abstracts[document_id], evidence, rng)


def _examples(
    claim: str, sentences: Sequence[str], evidence: set[int], rng: random.Random
) -> Iterator[ReaderExample]:
    labels = tuple(at in evidence for at in range(len(sentences)))
    without = [run for run in runs_of([not label for label in labels]) if len(run) > 1]
    seen: set[tuple[str, range]] = set()
    wanted = [
        (form, runs)
        for form in range(3)
        for runs in [[range(at, at + 1) for at in sorted(evidence)] or without] * _WINDOWS_PER_FORM
    ]
    if evidence:
        wanted += [(rng.randrange(3), without) for _ in range(_UNANSWERED_BESIDE)]
    for form, runs in wanted:
        if not runs:
            continue
        run = rng.choice(runs)
        window = _window(sentences, run, rng, is_bounded=runs is without)
        question = _asked(claim, form, rng)
        if window is None or (question, window) in seen:
            continue
        seen.add((question, window))
        whole = ReaderExample(_SOURCE, question, tuple(sentences), labels)
        yield whole.cut(window.start, window.stop)


def _window(
    sentences: Sequence[str], run: range, rng: random.Random, *, is_bounded: bool
) -> range | None:
    """A window on a sentence of `run`, inside the run when it is bounded."""
    start, end = (run.start, run.stop) if is_bounded else (0, len(sentences))
    at = rng.choice(run) - start
    window = window_around(
        sentences[start:end],
        at,
        at,
        most_sentences=_MOST_SENTENCES,
        most_characters=_MOST_CHARACTERS,
        rng=rng,
    )
    return window and range(start + window.start, start + window.stop)


def _asked(claim: str, form: int, rng: random.Random) -> str:
    if form == 0:
        return claim
    return as_keywords(claim) if form == 1 else as_question(claim, rng)


def _abstracts(path: Path) -> dict[str, list[str]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingDataError(
            f"{path} cannot be read as JSON: {error}; download the file again"
        ) from error
    if not isinstance(content, dict):
        raise TrainingDataError(
            f"{path}: a JSON {type(content).__name__}, expected an object of lists of sentences"
        )
    for document_id, sentences in content.items():
        if not isinstance(sentences, list) or not all(isinstance(s, str) for s in sentences):
            raise TrainingDataError(
                f"{path}: {document_id} holds {sentences!r}, expected a list of sentences"
            )
    return content


def _claims(path: Path, abstracts: Mapping[str, Sequence[str]]) -> list[_Claim]:
    claims: dict[str, _Claim] = {}
    for row, where in _rows(path):
        claim = claims.setdefault(row["id"], _Claim(" ".join(row["claim"].split())))
        for document_id in _numbers(row["cited_doc_ids"], where=where):
            claim.evidence.setdefault(document_id, set())
        if document_id := row["evidence_doc_id"]:
            claim.evidence.setdefault(document_id, set()).update(
                map(int, _numbers(row["evidence_sentences"], where=where))
            )
        _check(claim, abstracts, where=where)
    return list(claims.values())


def _rows(path: Path) -> Iterator[tuple[dict[str, str], str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
                raise TrainingDataError(
                    f"{path}: no column {', '.join(missing)}; seen: {rows.fieldnames}"
                )
            for row in rows:
                where = f"{path}, line {rows.line_num}"
                if short := [name for name in _COLUMNS if row[name] is None]:
                    raise TrainingDataError(f"{where}: no {', '.join(short)}; mend the row")
                yield row, where
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TrainingDataError(f"{path} cannot be read: {error}; check the path") from error


def _numbers(text: str, *, where: str) -> list[str]:
    if _NUMBERS.fullmatch(text) is None:
        raise TrainingDataError(f"{where}: {text!r} is no list of numbers, as [4 5] is")
    return re.findall(r"\d+", text)


def _check(claim: _Claim, abstracts: Mapping[str, Sequence[str]], *, where: str) -> None:
    for document_id, evidence in claim.evidence.items():
        if document_id not in abstracts:
            raise TrainingDataError(
                f"{where}: abstract {document_id} is not in abstract_sentences.json"
            )
        count = len(abstracts[document_id])
        if outside := [at for at in sorted(evidence) if at >= count]:
            raise TrainingDataError(
                f"{where}: sentence {outside[0]} of abstract {document_id}, which has {count}, "
                "counted from 0"
            )
