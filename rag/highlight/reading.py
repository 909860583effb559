"""What a reader makes of each sentence of a text, whatever the text's length."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from embeddings.reader import AnswerSpan, SentenceReader, WindowReading
from embeddings.reader_input import MAX_QUESTION_TOKENS
from rag.highlight.window_plan import estimated_tokens, plan_windows

_SPECIAL_TOKENS = 2
_MARGIN = 0.9  # tokens are estimated; a window that turns out too long is read in parts
_LONGEST_PIECE = 0.5  # share of a window: a longer sentence is read in parts, each with context
_CONTEXT = 2  # sentences on either side: 100,000 characters are 33,000 tokens instead of 23,000
_AT_ONCE = 32  # windows; between two such calls the questions of others get their turn
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What a reader says of one sentence.

    Args:
        relevance: a logit, above 0 it answers more likely than not.
        answer: the words of the sentence that answer best, were it to answer.
        answerable: the logit of the window that it was read in.
    """

    relevance: float
    answer: AnswerSpan
    answerable: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters of a sentence from `offset` on."""

    sentence: int
    offset: int
    text: str
    tokens: int


def read_sentences(
    question: str, groups: Sequence[Sequence[str]], reader: SentenceReader
) -> tuple[SentenceReading | None, ...]:
    """A reading of each sentence of all groups, in order; None for one without a token.

    Windows never reach from one group into another. Cost: linear, at most twice the tokens of the
    text and the question once for each window.
    """
    asked = _readable(question)
    room = reader.identity.max_tokens - _SPECIAL_TOKENS
    room = int(_MARGIN * (room - min(estimated_tokens(asked), MAX_QUESTION_TOKENS)))
    pieces = _pieces(groups, most_tokens=max(1, int(_LONGEST_PIECE * room)))
    planned = [
        (group, window)
        for group in pieces
        for window in plan_windows(
            [piece.tokens for piece in group], most_tokens=room, context=_CONTEXT
        )
    ]
    readings: list[SentenceReading | None] = [None] * sum(map(len, groups))
    for first in range(0, len(planned), _AT_ONCE):
        batch = planned[first : first + _AT_ONCE]
        texts = [[piece.text for piece in group[w.start : w.end]] for group, w in batch]
        for (group, w), read in zip(batch, reader.read(asked, texts), strict=True):
            for at in range(w.core_start, w.core_end):
                _enter(group[at], read, at - w.start, readings)
    return tuple(readings)


def _enter(
    piece: _Piece, read: WindowReading, at: int, readings: list[SentenceReading | None]
) -> None:
    """Keep the reading of a piece, unless another piece of its sentence answers better."""
    span, known = read.spans[at], readings[piece.sentence]
    if span is None or (known is not None and known.relevance >= read.relevance[at]):
        return
    readings[piece.sentence] = SentenceReading(
        relevance=read.relevance[at],
        answer=AnswerSpan(piece.offset + span.start, piece.offset + span.end, span.score),
        answerable=read.answerable,
    )


def _pieces(groups: Sequence[Sequence[str]], *, most_tokens: int) -> list[list[_Piece]]:
    pieces: list[list[_Piece]] = []
    number = 0
    for group in groups:
        pieces.append([])
        for sentence in group:
            pieces[-1] += _pieces_of(number, _readable(sentence), most_tokens)
            number += 1
    return pieces


def _pieces_of(number: int, sentence: str, most_tokens: int) -> Iterator[_Piece]:
    """The sentence whole, or in parts that end between words, where there are any."""
    whole = estimated_tokens(sentence)
    if whole <= most_tokens:
        yield _Piece(number, 0, sentence, whole)
        return
    start, used = 0, 1
    for match in _WORD.finditer(sentence):
        for at in range(match.start(), match.end(), most_tokens):
            # A word without end is cut: no character is more than one token.
            end = min(at + most_tokens, match.end())
            needed = estimated_tokens(sentence[at:end]) - 1
            if at > start and used + needed > most_tokens:
                yield _Piece(number, start, sentence[start:at], used)
                start, used = at, 1
            used += needed
    yield _Piece(number, start, sentence[start:], used)


def _readable(text: str) -> str:
    """`text` without lone surrogates, which no tokenizer takes; as many characters as before."""
    return text.encode("utf-8", "replace").decode("utf-8")
