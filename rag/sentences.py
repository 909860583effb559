"""Where sentences begin and end: sentencex finds the ends, the rules here mend what it misses.

Why sentencex, and what it gets wrong: docs/decisions/0004-sentence-splitting.md.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]

from rag.spans import Span

# Words that stand before a name: written with a capital, a full stop after them ends no sentence.
_TITLES = frozenset(
    "dr mr mrs ms mx prof rev sen gov hon lt col sgt gen capt maj cllr fr sr mt messrs".split()
)
# Titles that are so written in small letters too, or in capitals; "ms." is a unit, "MS." no title.
_TITLES_IN_SMALL_LETTERS = frozenset("dr mr mrs prof".split())
_TITLES_IN_CAPITALS = frozenset("dr mr mrs mx prof rev sgt capt messrs".split())
# Words that stand before what they belong to: a full stop after them never ends a sentence.
_LEADING_ABBREVIATIONS = frozenset("e.g eg i.e ie cf viz vs approx ca esp incl excl resp".split())
# Words that stand before a letter too ("App. B", "Vol. II"), and elsewhere may end a sentence.
_LETTERED_ABBREVIATIONS = frozenset(
    "fig figs eq eqs vol vols ch chs chap sec sect ref refs app tab art para pt".split()
)
# Words that stand before a number, and elsewhere may end a sentence.
_NUMBERED_ABBREVIATIONS = _LETTERED_ABBREVIATIONS | frozenset(
    "no nos p pp ed eds max min avg est tel ext ver "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# Words that may end a sentence, but not when a small letter follows.
_OTHER_ABBREVIATIONS = frozenset(
    "etc al dept depart univ assoc inc ltd co corp st ft lb lbs hr hrs mins secs wk wks yr yrs "
    "mg ml cm mm kg a.m p.m mon tue tues wed thu thur thurs fri sat sun jr sr ibid fl".split()
)
_ABBREVIATIONS = _TITLES | _LEADING_ABBREVIATIONS | _NUMBERED_ABBREVIATIONS | _OTHER_ABBREVIATIONS

_OPENING = "\"'“‘«([{„¿¡"
_CLOSING = "\"'”’»)]}"
_LOOK_BACK = 40  # characters that hold any abbreviation or enumerator

_WORD = re.compile(r"[^\W_]")
_LAST_WORD = re.compile(r"([^\W\d_](?:[\w.]{0,15}\w)?)\.\s*$")
_INITIAL = re.compile(r"[A-Z]\.")
_LETTER = re.compile(r"[A-Z]\b|[IVXLC]{1,6}\b")
# "I" and "A" are words too, unless they close a clause or such a word follows ("app. A shows").
_WORD_I_OR_A = re.compile(r"[AI] (?!(?:and|or|for|of|in|to|on|is|shows)\b)[^\W\d_A-Z]")
# What stands before a title without a name: "12 Oak Dr.", "by a Dr."; and what follows it then.
_WITHOUT_NAME = re.compile(
    r"(?:\b\d+\w?\s+(?:[A-Z][\w'’-]*\s+){1,3}|\b(?:a|an|the|my|your|his|her|our|their)\s+)$"
)
_SENTENCE_OPENER = re.compile(
    r"(?:It|He|She|They|We|I|You|The|This|That|These|There|An?|In|On|At|If|When|But|And)\b(?![.’'-])"
)
_ENUMERATOR = re.compile(r"\s*[(\[]?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)\]]\s*")
_MISSED_END = re.compile(
    rf"(?:…|(?<=[^\W_])\.{{3}}|[.!?][{re.escape(_CLOSING)}]{{1,3}})\s+"
    rf"(?=[{re.escape(_OPENING)}]{{0,2}}[^\W\d_a-z])"
)
# Words after which the library never sees an end, though one may stand there.
_HIDDEN_END = re.compile(rf"\b(?:[nN]o|CA|Dr)\.\s+(?=[{re.escape(_OPENING)}]{{0,2}}[A-Z])")
_REFERENCE_MARK = re.compile(r"(?<=\S)[¹²³⁰⁴-⁹][¹²³⁰⁴-⁹,⁻–]*\s*")
# The library looks up places by counting from the start of what it is given, so one call for a
# long text would cost the square of its length (4 s for 100,000 Chinese characters).
_STRETCH = 4_000


def split_sentences(text: str, *, language: str = "") -> tuple[Span, ...]:
    """The sentences of one block's text.

    Args:
        text: of one block.
        language: BCP 47 tag, "" when unknown; its abbreviations ("Abb. 3", "Sra. López") and
            ordinals end no sentence. English ones never do.

    Returns:
        Spans in order, not overlapping, none empty or with white space at its ends, together
        covering every character that is not white space. Text without white space around it
        and without a sentence end comes back whole. Cost: linear in the text.
    """
    cuts = [0, *_sentence_starts(text, language), len(text)]
    spans = (_trimmed(text, start, end) for start, end in pairwise(cuts))
    return tuple(span for span in spans if len(span))


def _sentence_starts(text: str, language: str) -> Iterator[int]:
    """Positions inside `text` where a further sentence begins, in order."""
    last_word = _last_word(text)
    sentence_start, has_word = 0, False
    cuts = _after_reference_marks(text, _library_cuts(text, language)) | _missed_cuts(text)
    for chunk_start, cut in pairwise([0, *sorted(cuts)]):
        has_word = has_word or _WORD.search(text, chunk_start, cut) is not None
        if has_word and cut <= last_word and not _is_false_cut(text, sentence_start, cut):
            yield cut
            sentence_start, has_word = cut, False


def _last_word(text: str) -> int:
    """Position of the last letter or digit, -1 without one."""
    return next((at for at in range(len(text) - 1, -1, -1) if text[at].isalnum()), -1)


def _library_cuts(text: str, language: str) -> set[int]:
    # sentencex reads a lone surrogate as an error; one character stands for one character.
    readable = text.encode("utf-8", "replace").decode("utf-8") if text else text
    cuts = set(_cuts_by_stretches(readable, "en"))
    primary = language.replace("_", "-").partition("-")[0].lower()
    if primary.isalpha() and primary != "en":
        # The English rules know more abbreviations than those of most languages: an end is where
        # both see one. For a language that it does not know the library has rules for any.
        cuts &= set(_cuts_by_stretches(readable, primary))
    return cuts


def _cuts_by_stretches(text: str, language: str) -> Iterator[int]:
    """Where the library begins sentences, asked about a few thousand characters at a time."""
    start, length = 0, _STRETCH
    while start < len(text):
        stretch = text[start : start + length]
        starts = [b["start_index"] for b in get_sentence_boundaries(language, stretch)]
        if start + length >= len(text):
            yield from (start + at for at in starts if at > 0)
            return
        yield from (start + at for at in starts[:-1] if at > 0)
        if len(starts) > 1:
            # The last one may go on beyond the stretch: it is looked at again from its start.
            start, length = start + starts[-1], _STRETCH
            yield start
        else:
            length *= 2


def _after_reference_marks(text: str, cuts: set[int]) -> set[int]:
    """`cuts`, those before a superscript number ("safe.¹ Others") moved behind it."""
    marks = {cut: _REFERENCE_MARK.match(text, cut) for cut in cuts}
    return {mark.end() if mark else cut for cut, mark in marks.items()}


def _missed_cuts(text: str) -> set[int]:
    found = (pattern.finditer(text) for pattern in (_MISSED_END, _HIDDEN_END))
    return {match.end() for matches in found for match in matches}


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
    written, word = match[1], match[1].lower()
    if word in _ABBREVIATIONS and after[:1].islower():
        return True
    if word in _TITLES:
        return _is_title(written) and not _lacks_name(before[: match.start()], after)
    if word in _LEADING_ABBREVIATIONS:
        return not written.isupper()  # "CA." is a state, "CF." an illness
    return word in _NUMBERED_ABBREVIATIONS and _is_numbered_by(written, after)


def _is_title(written: str) -> bool:
    if written.islower():
        return written in _TITLES_IN_SMALL_LETTERS
    return not written.isupper() or written.lower() in _TITLES_IN_CAPITALS


def _lacks_name(before_title: str, after: str) -> bool:
    is_bare = _WITHOUT_NAME.search(before_title) is not None
    return is_bare and _SENTENCE_OPENER.match(after) is not None


def _is_numbered_by(abbreviation: str, after: str) -> bool:
    """Whether what follows is the number or the letter that the abbreviation announces."""
    word = abbreviation.lower()
    if after[:1].isdigit():
        return True
    if word == "no":
        return False
    if _INITIAL.match(after):
        return True
    is_letter = word in _LETTERED_ABBREVIATIONS and _LETTER.match(after) is not None
    return is_letter and (abbreviation[0].isupper() or _WORD_I_OR_A.match(after) is None)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
