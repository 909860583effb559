"""Where sentences begin and end: sentencex finds the ends, the rules here mend what it misses.

Why sentencex, and what it gets wrong: docs/decisions/0004-sentence-splitting.md.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]

from rag.spans import Span

# Words that stand before what they belong to: a full stop after them never ends a sentence.
_LEADING_ABBREVIATIONS = frozenset(
    "dr mr mrs ms mx prof rev sen gov hon lt col sgt gen capt maj cllr fr sr mt messrs "
    "e.g eg i.e ie cf viz vs approx ca esp incl excl resp".split()
)
# Words that stand before a number or a letter ("Ch. 7", "App. B"), and elsewhere may end one.
_NUMBERED_ABBREVIATIONS = frozenset(
    "no nos fig figs eq eqs vol vols ch chs chap sec sect p pp ref refs ed eds app tab art para "
    "pt max min avg est tel ext ver jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# Words that may end a sentence, but not when a small letter follows.
_OTHER_ABBREVIATIONS = frozenset(
    "etc al dept depart univ assoc inc ltd co corp st ft lb lbs hr hrs mins secs wk wks yr yrs "
    "mg ml cm mm kg a.m p.m mon tue tues wed thu thur thurs fri sat sun jr sr ibid fl".split()
)
_ABBREVIATIONS = _LEADING_ABBREVIATIONS | _NUMBERED_ABBREVIATIONS | _OTHER_ABBREVIATIONS

_OPENING = "\"'“‘«([{„¿¡"
_CLOSING = "\"'”’»)]}"
_LOOK_BACK = 40  # characters that hold any abbreviation or enumerator

_WORD = re.compile(r"[^\W_]")
_LAST_WORD = re.compile(r"([^\W\d_](?:[\w.]{0,15}\w)?)\.\s*$")
_NUMBER_OR_LETTER = re.compile(r"\d|[A-Z]\b|[IVXLC]{1,6}\b")
_ENUMERATOR = re.compile(r"\s*[(\[]?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)\]]\s*")
_MISSED_END = re.compile(
    rf"(?:…|(?<=[^\W_])\.{{3}}|[.!?][{re.escape(_CLOSING)}]{{1,3}})\s+"
    rf"(?=[{re.escape(_OPENING)}]{{0,2}}[^\W\d_a-z])"
)


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of one block's text.

    Returns:
        Spans in order, not overlapping, none empty or with white space at its ends, together
        covering every character that is not white space. Text without white space around it
        and without a sentence end comes back whole.
    """
    cuts = [0, *_sentence_starts(text), len(text)]
    spans = (_trimmed(text, start, end) for start, end in pairwise(cuts))
    return tuple(span for span in spans if len(span))


def _sentence_starts(text: str) -> Iterator[int]:
    """Positions inside `text` where a further sentence begins, in order."""
    last_word = _last_word(text)
    sentence_start, has_word = 0, False
    for chunk_start, cut in pairwise([0, *sorted(_library_cuts(text) | _missed_cuts(text))]):
        has_word = has_word or _WORD.search(text, chunk_start, cut) is not None
        if has_word and cut <= last_word and not _is_false_cut(text, sentence_start, cut):
            yield cut
            sentence_start, has_word = cut, False


def _last_word(text: str) -> int:
    """Position of the last letter or digit, -1 without one."""
    return next((at for at in range(len(text) - 1, -1, -1) if text[at].isalnum()), -1)


def _library_cuts(text: str) -> set[int]:
    # sentencex reads a lone surrogate as an error; one character stands for one character.
    readable = text.encode("utf-8", "replace").decode("utf-8") if text else text
    return {cut for b in get_sentence_boundaries("en", readable) if (cut := b["start_index"]) > 0}


def _missed_cuts(text: str) -> set[int]:
    return {match.end() for match in _MISSED_END.finditer(text)}


def _is_false_cut(text: str, sentence_start: int, cut: int) -> bool:
    before = text[max(sentence_start, cut - _LOOK_BACK) : cut]
    after = text[cut : cut + _LOOK_BACK]
    return (
        _splits_a_token(before, after)
        or after[:1] in tuple(_CLOSING)[2:]  # a straight quote may open the next sentence
        or (cut - sentence_start < _LOOK_BACK and _ENUMERATOR.fullmatch(before) is not None)
        or _follows_abbreviation(before, after.lstrip(_OPENING))
    )


def _splits_a_token(before: str, after: str) -> bool:
    """Whether the cut falls inside an address, a version or "word.Word"."""
    return not before[-1:].isspace() and after[:1].isascii() and before[-1:].isascii()


def _follows_abbreviation(before: str, after: str) -> bool:
    match = _LAST_WORD.search(before)
    if match is None:
        return False
    word = match[1].lower()
    if word in _LEADING_ABBREVIATIONS:
        return True
    if word in _NUMBERED_ABBREVIATIONS and _NUMBER_OR_LETTER.match(after):
        return True
    return word in _ABBREVIATIONS and after[:1].islower()


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
