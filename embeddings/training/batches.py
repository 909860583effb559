"""Examples as padded batches of tokens with their targets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from tokenizers import Encoding, Tokenizer

from embeddings.reader_input import WINDOW, ReaderInput, ReaderTokenizer
from embeddings.training.example import AnswerWords, ReaderExample

NO_TARGET = -100  # cross entropy leaves it out


@dataclass(frozen=True, slots=True)
class Targets:
    """What one window should give.

    Args:
        start: position of the answer's first token, 0 where no words answer, or `NO_TARGET`.
        end: of its last token, likewise.
        relevance: (position of the closing [SEP], 1.0 or 0.0) of each labelled sentence.
        answerable: 1.0, 0.0 or None when it is not known.
    """

    start: int
    end: int
    relevance: tuple[tuple[int, float], ...]
    answerable: float | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of like length.

    Args:
        ids, types: (windows, tokens) int64, padded with 0.
        mask: (windows, tokens) bool, False for padding.
        is_window: (windows, tokens) bool, where an answer may start or end: [CLS], and the
            sentences without their [SEP].
        start, end: (windows,) int64, see `Targets`.
        relevance: (windows, tokens) float32, NaN where nothing is taught; at [CLS] of the window.
    """

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    is_window: torch.Tensor
    start: torch.Tensor
    end: torch.Tensor
    relevance: torch.Tensor


def encode_examples(
    examples: Sequence[ReaderExample], tokenizer: Tokenizer, layout: ReaderTokenizer
) -> list[tuple[ReaderInput, Targets]]:
    """Inputs and targets; of an example that exceeds one input, the input with the answer."""
    texts = [text for example in examples for text in (example.question, *example.sentences)]
    encodings = iter(tokenizer.encode_batch(texts, add_special_tokens=False))
    encoded = []
    for example in examples:
        question = next(encodings)
        sentences = [next(encodings) for _ in example.sentences]
        encoded.append(_encode(example, question, sentences, layout))
    return encoded


def _encode(
    example: ReaderExample,
    question: Encoding,
    sentences: Sequence[Encoding],
    layout: ReaderTokenizer,
) -> tuple[ReaderInput, Targets]:
    inputs = layout.laid_out(question, sentences)
    first = 0
    for made in inputs:
        part = example.cut(first, first + len(made.sentences))
        if any(part.relevant) or len(inputs) == 1:
            break
        first += len(made.sentences)
    else:
        made = inputs[0]
        part = example.cut(0, len(made.sentences))
    return made, _targets(part, made)


def _targets(example: ReaderExample, made: ReaderInput) -> Targets:
    relevance = tuple(
        (place.end, float(label))
        for place, label in zip(made.sentences, example.relevant, strict=True)
        if label is not None
    )
    answerable = example.is_answerable
    start = end = NO_TARGET
    if example.answer is not None:
        found = _token_span(example.answer, made)
        start, end = found or (NO_TARGET, NO_TARGET)
    elif answerable is False:
        start = end = WINDOW
    return Targets(start, end, relevance, None if answerable is None else float(answerable))


def _token_span(answer: AnswerWords, made: ReaderInput) -> tuple[int, int] | None:
    """Positions of the first and last token of the answer; None when it was cut off."""
    place = made.sentences[answer.sentence]
    touched = [
        place.first + i
        for i, (start, end) in enumerate(place.offsets)
        if start < answer.end and end > answer.start
    ]
    if not touched or place.offsets[touched[-1] - place.first][1] < answer.end:
        return None
    return touched[0], touched[-1]


def make_batches(
    encoded: Sequence[tuple[ReaderInput, Targets]], *, tokens: int, rng: Random
) -> Iterator[Batch]:
    """Batches of like length in random order, each of at most `tokens` with its padding."""
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i][0].ids))
    groups: list[list[int]] = []
    for i in order:  # by rising length, so the newest is the longest of its group
        length = len(encoded[i][0].ids)
        if not groups or (len(groups[-1]) + 1) * length > tokens:
            groups.append([])
        groups[-1].append(i)
    rng.shuffle(groups)
    for group in groups:
        yield _padded([encoded[i] for i in group])


def _padded(rows: Sequence[tuple[ReaderInput, Targets]]) -> Batch:
    shape = (len(rows), max(len(made.ids) for made, _ in rows))
    ids, types = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    mask, is_window = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    relevance = np.full(shape, np.nan, np.float32)
    for row, (made, targets) in enumerate(rows):
        length = len(made.ids)
        ids[row, :length], types[row, :length] = made.ids, made.types
        mask[row, :length] = True
        is_window[row, WINDOW] = True
        for place in made.sentences:
            is_window[row, place.first : place.end] = True
        for position, label in targets.relevance:
            relevance[row, position] = label
        if targets.answerable is not None:
            relevance[row, WINDOW] = targets.answerable
    return Batch(
        ids=torch.from_numpy(ids),
        types=torch.from_numpy(types),
        mask=torch.from_numpy(mask),
        is_window=torch.from_numpy(is_window),
        start=torch.tensor([targets.start for _, targets in rows]),
        end=torch.tensor([targets.end for _, targets in rows]),
        relevance=torch.from_numpy(relevance),
    )
