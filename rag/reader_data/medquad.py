"""MedQuAD (Ben Abacha, Demner-Fushman 2019): consumers' health questions, answered at length.

Nobody marked which sentences of an answer answer: rules do (`medquad_labels`), and say nothing
of the sentences that they are unsure about.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from embeddings.training.example import ReaderExample
from rag.reader_data.json_lines import records
from rag.reader_data.medquad_labels import (
    Line,
    answers,
    is_list_item,
    lines_of,
    may_answer,
    subject_tokens,
)
from rag.reader_data.medquad_questions import QUESTION_TYPES, asked, subject_of
from rag.reader_data.windows import window_around

_SOURCE = "medquad"
_MOST_SENTENCES = 7
_MOST_CHARACTERS = 1000
_FIRST_LINES = 6  # of an answer, where it answers; further on it comes to other things
_MOST_ANSWERING = 3
# A description states symptoms, causes and course without their words: it teaches nothing there.
_TOLD_BY_DESCRIPTION = frozenset(
    ("symptoms", "causes", "complications", "outlook", "susceptibility", "stages", "frequency")
)
_TELLING_EACH_OTHER = tuple(
    map(
        frozenset,
        (
            ("causes", "genetic changes", "inheritance", "susceptibility"),
            ("causes", "susceptibility", "prevention", "frequency"),
            ("symptoms", "complications", "exams and tests", "stages"),
            ("treatment", "prevention", "research"),
            ("outlook", "complications", "treatment", "stages"),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class _Answer:
    question_type: str
    subject: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """The answers of one file, as a page on its subject would hold them."""

    answers: tuple[_Answer, ...]


def medquad_examples(path: Path, *, seed: int) -> Iterator[ReaderExample]:
    """Examples of every question that the rules can judge, in file order.

    Each question gives a window that answers, where one is known, and one that does not: of
    another answer on its page, or of the answer to the same question about a similar subject.

    Args:
        path: JSON Lines with `source`, `file`, `focus`, `qtype` and `answer`, as text.
        seed: decides the form of questions, windows, and what stands against what.

    Raises:
        TrainingDataError: the file cannot be read, or a line is no such record.
    """
    rng = random.Random(seed)  # noqa: S311 a reproducible draw, no secret
    pages = list(_pages(path))
    similar = _SimilarSubjects(pages)
    for page in pages:
        for at, answer in enumerate(page.answers):
            if positive := _answering(page, at, rng):
                yield positive
            ways = [_beside(page, at, rng), similar.example(answer, rng)]
            found = [example for example in ways if example]
            if found:
                yield rng.choice(found)


def _pages(path: Path) -> Iterator[_Page]:
    rows = records(path, strings=("source", "file", "focus", "qtype", "answer"))
    for _, group in groupby(rows, key=lambda row: (row["source"], row["file"])):
        found = (
            _Answer(row["qtype"], subject, lines)
            for row in group
            if row["qtype"] in QUESTION_TYPES
            # NHLBI's "outlook" tells what to expect of a test.
            and not (row["qtype"] == "outlook" and "NHLBI" in row["source"])
            and (subject := subject_of(row["focus"]))
            and (lines := lines_of(row["answer"]))
        )
        yield _Page(tuple(found))


def _answering(page: _Page, at: int, rng: random.Random) -> ReaderExample | None:
    """A window on the first sentences that answer, with what stands around them on the page."""
    asked_for = page.answers[at]
    own = _own_labels(asked_for)
    if not any(own):
        return None
    before = page.answers[at - 1].lines[-3:] if at else ()
    after = page.answers[at + 1].lines[:3] if at + 1 < len(page.answers) else ()
    lines = (*before, *asked_for.lines, *after)
    labels = (
        *(_foreign_labels(page.answers[at - 1], asked_for)[-3:] if at else ()),
        *own,
        *(_foreign_labels(page.answers[at + 1], asked_for)[:3] if after else ()),
    )
    first = labels.index(True, len(before))
    return _example(asked_for, lines, labels, first, rng)


def _beside(page: _Page, at: int, rng: random.Random) -> ReaderExample | None:
    """A window on the same subject in which nothing answers."""
    asked_for = page.answers[at]
    others = [
        other
        for other in page.answers
        if other.question_type != asked_for.question_type and len(other.lines) > 1
    ]
    rng.shuffle(others)
    for other in others:
        if example := _unanswered(asked_for, other, _foreign_labels(other, asked_for), rng):
            return example
    return None


def _own_labels(answer: _Answer) -> tuple[bool | None, ...]:
    labels: list[bool | None] = []
    behind_lead_in = False
    for number, line in enumerate(answer.lines):
        if not line.is_statement:
            # Items of a list look like headings: behind a lead-in they may be the answer.
            may_be_item = behind_lead_in and is_list_item(line.text)
            labels.append(None if may_be_item else False)
            behind_lead_in = may_be_item or line.text.endswith(":")
            continue
        is_sure = (
            number < _FIRST_LINES
            and labels.count(True) < _MOST_ANSWERING
            and answers(line.text, answer.question_type, answer.subject)
        )
        labels.append(True if is_sure else None)
    return tuple(labels)


def _foreign_labels(other: _Answer, asked_for: _Answer) -> tuple[bool | None, ...]:
    """Labels of another answer on the same page."""
    kinds = {other.question_type, asked_for.question_type}
    if len(kinds) == 1 or any(kinds <= telling for telling in _TELLING_EACH_OTHER):
        return (None,) * len(other.lines)
    if other.question_type == "information" and asked_for.question_type in _TOLD_BY_DESCRIPTION:
        return (None,) * len(other.lines)
    return tuple(
        None
        if not line.text.endswith("?")
        and may_answer(line.text, asked_for.question_type, asked_for.subject)
        else False
        for line in other.lines
    )


def _unanswered(
    asked_for: _Answer,
    other: _Answer,
    labels: Sequence[bool | None],
    rng: random.Random,
    *,
    naming: frozenset[str] = frozenset(),
) -> ReaderExample | None:
    """A window of false sentences, of two at least; one in it names `naming` when given."""
    seeds = [
        number
        for number, (line, label) in enumerate(zip(other.lines, labels, strict=True))
        if label is False
        and line.is_statement
        and (not naming or naming & subject_tokens(line.text))
    ]
    if not seeds:
        return None
    seed = rng.choice(seeds)
    start, end = seed, seed + 1
    while start > 0 and labels[start - 1] is False:
        start -= 1
    while end < len(labels) and labels[end] is False:
        end += 1
    if end - start < 2:
        return None
    return _example(asked_for, other.lines[start:end], labels[start:end], seed - start, rng)


def _example(
    asked_for: _Answer,
    lines: Sequence[Line],
    labels: Sequence[bool | None],
    at: int,
    rng: random.Random,
) -> ReaderExample | None:
    texts = [line.text for line in lines]
    window = window_around(
        texts, at, at, most_sentences=_MOST_SENTENCES, most_characters=_MOST_CHARACTERS, rng=rng
    )
    if window is None or len(window) < 2:
        return None
    return ReaderExample(
        _SOURCE,
        asked(asked_for.question_type, asked_for.subject, rng),
        tuple(texts[number] for number in window),
        tuple(labels[number] for number in window),
    )


class _SimilarSubjects:
    """Answers to the same type of question about subjects that share a telling word."""

    def __init__(self, pages: Sequence[_Page]) -> None:
        self._by_word: defaultdict[tuple[str, str], list[_Answer]] = defaultdict(list)
        for page in pages:
            for answer in page.answers:
                for word in sorted(subject_tokens(answer.subject)):
                    self._by_word[answer.question_type, word].append(answer)

    def example(self, asked_for: _Answer, rng: random.Random) -> ReaderExample | None:
        own = subject_tokens(asked_for.subject)
        candidates = [
            answer
            for word in sorted(own)
            if len(word) > 2
            for answer in self._by_word[asked_for.question_type, word][:200]
        ]
        for other in rng.sample(candidates, min(len(candidates), 6)):
            others = subject_tokens(other.subject)
            if own <= others or others <= own:
                continue  # one may be a kind of the other
            text = " ".join(line.text for line in other.lines).lower()
            if all(word in text for word in own):
                continue
            labels = (False,) * len(other.lines)
            if found := _unanswered(asked_for, other, labels, rng, naming=others - own):
                return found
        return None
