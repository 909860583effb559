"""Several questions asked as one: "When is the course, and who leads it?"."""

import re
from collections.abc import Sequence

from rag.questions.noun_phrases import Phrase
from rag.questions.side_asked import asks_for_both_sides
from rag.questions.word_classes import AUXILIARIES, DO, PREPOSITIONS, WH, Word, words_of
from rag.questions.wording import capitalised, one_line

MOST_QUESTIONS = 3
_ENDS = re.compile(r"(?<=[?!])\s+")
_AND = frozenset(("and", "but", "plus"))
_ORDERS = frozenset(
    "give tell show list name explain describe define summarise summarize illustrate".split()
)
_LATER_ORDERS = frozenset("say tell explain describe".split())  # "… and say why"
_PLAIN_WH = "when|where|who|how|why"
_TWO_ASKED_OF_ONE = re.compile(
    rf"^\W*(?P<first>{_PLAIN_WH}),? and (?P<second>{_PLAIN_WH})\s+(?P<rest>\w.*)$", re.IGNORECASE
)
_NOUN = r"(?!(?:of|for|between|in|on|to)\b)[\w'’-]+"
_NOUNS = rf"{_NOUN}(?: {_NOUN}){{0,2}}"
_SEVERAL_OF_ONE = re.compile(
    rf"^\W*what(?:['’]s| is| are| was| were) the (?P<first>{_NOUNS}(?:, {_NOUNS}){{0,2}}?),? and "
    rf"(?:the )?(?P<last>{_NOUNS}) (?P<of>(?:of|for)\b.+)$",
    re.IGNORECASE,
)
_SUBJECTS_FOLLOW = AUXILIARIES - frozenset(("being", "been", "be"))
# A question does not end with these, but "Who is it for?" does.
_UNFINISHED = (WH | PREPOSITIONS | DO) - {"for"}
_FEWEST_WORDS = 3  # of a question that can be asked alone
# "…, when is it": an inverted clause; ", who leads it" and ", which is new" say more of a thing.
_INVERTED = frozenset("when where what how why".split())
_AMOUNTS = frozenset("many much long often far old".split())
# "1. What is a fern? 2. Where does it grow?", or a line for each.
_MARK = re.compile(r"^(?:\(?\d{1,2}[.)]|\(?[a-h]\)|[-*•–])\s+")
_NUMBER = re.compile(r"(?:^|(?<=\s))\(?(?P<number>\d{1,2})[.)] (?=\w)")
_EXAMPLES = frozenset(("example", "examples"))
_SENTENCE_ENDS = re.compile(r"(?<=[.?!])\s+")


def questions_in(text: str) -> tuple[str, ...]:
    """The questions that `text` holds, in its own words and order; `text` alone where it is one.

    They are the lines or the numbered items of a list, where each of them asks for something. Else
    each is written as a sentence: "Who leads it?" of "When is the course, and who leads it?". The
    text is cut where a sentence ends with a question mark, before an "and" that a word of asking,
    an auxiliary after a comma, or after an order another order follows, and at a comma before
    another inverted question. What remains on either side must ask for something itself: "Why does
    it fail? Give all the reasons." stays whole. A later one may be as short as "Where?" or "how
    long". What is asked of one thing at once is asked in turn: "When and where is it?", "What are
    the time and price of the course?"; both sides of a matter are one question.
    """
    if listed := _listed(text):
        return tuple(_as_sentence(item, "?") for item in listed)
    text = one_line(text)
    sentences = _ENDS.split(text.strip())
    if asks_for_both_sides(text) and not any(map(asks_for_both_sides, sentences)):
        return (text,)
    parts = [part for sentence in sentences for part in _parts_of(sentence)]
    later_orders = any(_first(sentence) in _ORDERS for sentence in sentences[1:])
    asking = [part for i, part in enumerate(parts) if _asks(words_of(part), is_first=i == 0)]
    if later_orders or len(asking) != len(parts) or len(parts) == 1:
        return (text,)
    end = text.strip()[-1]
    return tuple(_as_sentence(part, end if end in ".?!" else "?") for part in parts)


def question_after_telling(text: str) -> str | None:
    """The question of a message that tells something too; None where there is no such one.

    "What is a fern?" of "My exam is tomorrow. What is a fern?".
    """
    sentences = _SENTENCE_ENDS.split(text.strip())
    asking = [sentence for sentence in sentences if _asks(words_of(sentence))]
    told = [sentence for sentence in sentences if sentence not in asking]
    if len(asking) != 1 or not told or any(sentence.endswith("?") for sentence in told):
        return None
    return asking[0]


def _listed(text: str) -> list[str]:
    """The items of a list without their marks; none where one of them asks for nothing."""
    items = [_MARK.sub("", line.strip()) for line in text.splitlines() if line.strip()]
    if len(items) == 1:
        marks = list(_NUMBER.finditer(text))
        numbers = [int(mark["number"]) for mark in marks]
        if not marks or numbers != list(range(1, len(marks) + 1)):
            return []
        ends = [mark.start() for mark in marks[1:]]
        items = [
            text[mark.end() : end].strip(" ,;")
            for mark, end in zip(marks, [*ends, len(text)], strict=True)
        ]
        if text[: marks[0].start()].strip():
            items.insert(0, text[: marks[0].start()].strip())
    if items and items[0].endswith(":"):
        items = items[1:]  # "Please answer these:"
    asking = [item for i, item in enumerate(items) if _asks(words_of(item), is_first=i == 0)]
    return items if len(asking) == len(items) > 1 else []


def _parts_of(sentence: str) -> Sequence[str]:
    if asks_for_both_sides(sentence):
        return (sentence,)
    return _asked_of_one(sentence) or _clauses(sentence)


def _asked_of_one(text: str) -> tuple[str, ...]:
    if match := _TWO_ASKED_OF_ONE.match(text):
        return tuple(
            capitalised(f"{match[asking]} {match['rest']}") for asking in ("first", "second")
        )
    match = _SEVERAL_OF_ONE.match(text)
    if match is None:
        return ()
    nouns = [*match["first"].split(", "), match["last"]]
    if len(nouns) > MOST_QUESTIONS:
        return ()
    return tuple(
        f"What {'are' if Phrase(words_of(noun)).is_plural else 'is'} the {noun} {match['of']}"
        for noun in nouns
    )


def _as_sentence(part: str, end: str) -> str:
    return capitalised(part if part.endswith((".", "?", "!")) else part + end)


def _clauses(sentence: str) -> list[str]:
    words = words_of(sentence)
    cuts = [
        i
        for i, word in enumerate(words)
        if (word.folded in _AND or word.text == ",")
        and _asks(words[:i])
        and _starts_question(words, i)
    ]
    parts: list[str] = []
    start = 0
    for i in cuts:
        if _asks(words_of(sentence[start : words[i].span.start]), is_first=not parts):
            parts.append(sentence[start : words[i].span.start].strip(" ,;"))
            start = words[i].span.end
    return [*parts, sentence[start:].strip(" ,;")]


def _starts_question(words: tuple[Word, ...], i: int) -> bool:
    """Whether a question of its own begins after the "and" or the comma at `i`."""
    rest = [word for word in words[i + 1 :] if word.is_word]
    if len(rest) < _FEWEST_WORDS - 1:
        return False
    first, second = rest[0].folded, rest[1].folded
    if _orders_more(rest):
        return True
    if words[i].text == ",":
        return first in _INVERTED and second in _SUBJECTS_FOLLOW
    after_comma = i > 0 and words[i - 1].text == ","
    return (
        first in WH
        or (first in PREPOSITIONS and second in WH)
        or (first in _ORDERS and words[0].folded in _ORDERS)
        or (after_comma and first in _SUBJECTS_FOLLOW)
    )


def _orders_more(rest: Sequence[Word]) -> bool:
    """Whether it begins "say why …" or "give two examples …"."""
    first, second = rest[0].folded, rest[1].folded
    return (first in _LATER_ORDERS and second in WH) or (
        first in _ORDERS and any(word.folded in _EXAMPLES for word in rest[1:4])
    )


def _asks(words: tuple[Word, ...], *, is_first: bool = True) -> bool:
    """Whether the words can be asked alone: enough of them, and one that asks or orders early.

    After another question "Where?" and "how long" are enough.
    """
    said = [word for word in words if word.is_word]
    first, second = [word.folded for word in [*said[:2], *said[:1]][:2]] if said else ("", "")
    if not is_first and first in WH and (len(said) == 1 or second in _AMOUNTS):
        return True
    if not is_first and first in _LATER_ORDERS and second in WH:
        return True
    if len(said) < _FEWEST_WORDS or said[-1].folded in _UNFINISHED:
        return False
    return first in WH | AUXILIARIES | _ORDERS or (first in PREPOSITIONS and second in WH)


def _first(text: str) -> str:
    return next((word.folded for word in words_of(text) if word.is_word), "")
