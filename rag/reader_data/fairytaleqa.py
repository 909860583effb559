"""FairytaleQA (Xu et al., ACL 2022): how, why and what happened, asked about sections of stories.

Answers marked explicit mostly stand in the text word by word; others are said in other words,
and the sentence that says so is taken where one alone stands out.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.training.example import AnswerWords, ReaderExample
from rag.errors import TrainingDataError
from rag.index.analysis import terms
from rag.reader_data.json_lines import records
from rag.reader_data.windows import runs_of, window_around
from rag.sentences import split_sentences
from rag.spans import Span

_SOURCE = "fairytaleqa"
_MOST_SENTENCES = 10
_MOST_CHARACTERS = 1000
_UNANSWERED_SHARE = 0.65  # of the questions: with a window of their section without the answer
_PARAPHRASED = 0.7  # share of the answer's terms in the sentence that is taken to say it
_CLEAR_LEAD = 0.3  # that share over the next best sentence's
_TELLING_TERMS = 2
_WORDS_OF_CHANCE = 2  # an implicit answer this short may stand in the text and mean something else
_EDGE = re.compile(r"^[\s\"'“‘.,;:]+|[\s\"'”’.,;:!?]+$")


@dataclass(frozen=True, slots=True)
class _Located:
    """Where a section answers: its sentences from `first` to `last`, and words if they stand."""

    first: int
    last: int
    words: AnswerWords | None


def fairytaleqa_examples(path: Path, *, seed: int) -> Iterator[ReaderExample]:
    """Examples of the questions whose answer is found in their section, in file order.

    Args:
        path: JSON Lines with `text`, `question`, `explicit` as text, and `answers`.
        seed: decides the windows.

    Raises:
        TrainingDataError: the file cannot be read, or a line is no such record.
    """
    rng = random.Random(seed)  # noqa: S311 a reproducible draw, no secret
    seen: set[tuple[str, str]] = set()
    for number, record in enumerate(records(path, strings=("text", "question", "explicit")), 1):
        answers = _answers(record, where=f"{path}, record {number}")
        text = " ".join(record["text"].split())
        question = " ".join(record["question"].split())
        if not text or not question or (text, question) in seen:
            continue
        seen.add((text, question))
        is_explicit = record["explicit"] == "explicit"
        yield from _examples(question, text, answers, rng, is_explicit=is_explicit)


def _answers(record: dict[str, Any], *, where: str) -> list[str]:
    answers = record.get("answers")
    if not isinstance(answers, list) or not all(isinstance(answer, str) for answer in answers):
        raise TrainingDataError(f"{where}: answers is {answers!r}, expected a list of strings")
    return [" ".join(answer.split()) for answer in answers]


def _examples(
    question: str, text: str, answers: Sequence[str], rng: random.Random, *, is_explicit: bool
) -> Iterator[ReaderExample]:
    spans = split_sentences(text)
    sentences = tuple(text[span.start : span.end] for span in spans)
    least = 1 if is_explicit else _WORDS_OF_CHANCE + 1
    quoted = [answer for answer in answers if len(answer.split()) >= least]
    located = _verbatim(question, text, spans, quoted)
    # A reason is often told over several sentences, and what says it otherwise stands nearby.
    neighbours = None if located is None or question.lower().startswith("why") else False
    located = located or _in_other_words(sentences, question, answers)
    if located is None:
        return
    labels = _labels(len(sentences), located, neighbours=neighbours)
    whole = ReaderExample(_SOURCE, question, sentences, labels, located.words)
    window = window_around(
        sentences,
        located.first,
        located.last,
        most_sentences=max(_MOST_SENTENCES, located.last - located.first + 1),
        most_characters=_MOST_CHARACTERS,
        rng=rng,
    )
    if window is None:
        return
    yield whole.cut(window.start, window.stop)
    if rng.random() < _UNANSWERED_SHARE and (unanswered := _unanswered(whole, answers, rng)):
        yield unanswered


def _labels(count: int, located: _Located, *, neighbours: bool | None) -> tuple[bool | None, ...]:
    return tuple(
        True
        if located.first <= at <= located.last
        else neighbours
        if located.first - 1 <= at <= located.last + 1
        else False
        for at in range(count)
    )


def _verbatim(
    question: str, text: str, spans: Sequence[Span], answers: Sequence[str]
) -> _Located | None:
    """Where an answer stands word by word; of several places, the one said like the question."""
    for answer in answers:
        bare = _EDGE.sub("", answer)
        if len(bare) < 2:
            continue
        # Words in order, whatever stands between them and in whichever case.
        pattern = r"\W+".join(map(re.escape, re.findall(r"\w+(?:['’]\w+)*", bare)))
        if not pattern:
            continue
        places = [
            (match.start(), match.end())
            for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)
        ]
        if places:
            return _best_place(question, text, spans, places)
    return None


def _best_place(
    question: str, text: str, spans: Sequence[Span], places: Sequence[tuple[int, int]]
) -> _Located | None:
    asked = set(terms(question))
    located = []
    for start, end in places:
        first = next(at for at, span in enumerate(spans) if start < span.end)
        last = next(at for at, span in enumerate(spans) if end <= span.end)
        near = text[spans[max(first - 1, 0)].start : spans[min(last + 1, len(spans) - 1)].end]
        here = text[spans[first].start : spans[last].end]
        rank = (2 * len(asked & set(terms(here))) + len(asked & set(terms(near))), -start)
        words = (
            AnswerWords(first, start - spans[first].start, end - spans[first].start)
            if first == last
            else None
        )
        located.append((rank, _Located(first, last, words)))
    located.sort(key=lambda ranked: ranked[0], reverse=True)
    # Two places that are told alike: either may be meant, and the other would be called false.
    if len(located) > 1 and located[0][0][0] == located[1][0][0]:
        return None
    return located[0][1]


def _in_other_words(
    sentences: Sequence[str], question: str, answers: Sequence[str]
) -> _Located | None:
    """The one sentence that shares clearly more of an answer's terms than any other does."""
    asked = set(terms(question))
    held = [set(terms(sentence)) for sentence in sentences]
    for answer in answers:
        # Terms of the question stand wherever its subject is told of: they single nothing out.
        wanted = set(terms(answer)) - asked
        if len(wanted) < _TELLING_TERMS:
            continue
        shares = sorted(
            ((len(wanted & terms_held) / len(wanted), at) for at, terms_held in enumerate(held)),
            key=lambda share: (-share[0], share[1]),
        )
        best, runner_up = shares[0], shares[1] if len(shares) > 1 else (0.0, -1)
        if best[0] >= _PARAPHRASED and best[0] - runner_up[0] >= _CLEAR_LEAD:
            return _Located(best[1], best[1], None)
    return None


def _unanswered(
    whole: ReaderExample, answers: Sequence[str], rng: random.Random
) -> ReaderExample | None:
    """A window of the section, of two sentences at least, that tells nothing of the answer."""
    wanted = {term for answer in answers for term in terms(answer)} - set(terms(whole.question))
    apart = [
        label is False and (not wanted or 2 * len(wanted & set(terms(sentence))) < len(wanted))
        for sentence, label in zip(whole.sentences, whole.relevant, strict=True)
    ]
    runs = [run for run in runs_of(apart) if len(run) > 1]
    if not runs:
        return None
    run = rng.choice(runs)
    at = rng.choice(run)
    window = window_around(
        whole.sentences[run.start : run.stop],
        at - run.start,
        at - run.start,
        most_sentences=_MOST_SENTENCES,
        most_characters=_MOST_CHARACTERS,
        rng=rng,
    )
    if window is None or len(window) < 2:
        return None
    return whole.cut(run.start + window.start, run.start + window.stop)
