"""What a question means that leans on the ones before it: "And the cost?", "Why do they fail?".

No language model and no tagger: a pronoun is exchanged for what the last question was about, a
bare "where?" takes the last question's place of asking, "what about X?" takes its subject's. Each
way of reading is well-formed enough to be read and to be shown; what is read in two of them counts
as one (`interpretation.read_in_all`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain

from rag.index import analysis
from rag.questions.another_subject import another_ordinal, names_another, other_subject
from rag.questions.asking_words import ASKING
from rag.questions.compound import question_after_telling
from rag.questions.corrections import corrected
from rag.questions.declared import as_question
from rag.questions.in_front import asked_of_thing_in_front
from rag.questions.more_asked import more_asked
from rag.questions.narrowed import narrowed, under_another_condition, under_condition
from rag.questions.occasion import matter_told
from rag.questions.of_topic import of_topic
from rag.questions.other_asking import (
    done_alike,
    how_many,
    other_asking,
    uncapitalised,
    which_ones,
)
from rag.questions.other_side import other_side
from rag.questions.pronouns import (
    points_back,
    points_to,
    pronoun_exchanged,
    put_for_pronoun,
    with_regard,
)
from rag.questions.question_parts import Clause, Parts, parts_of
from rag.questions.topics import Kind, Topic, topic_of_answer, topics_of
from rag.questions.word_classes import PREPOSITIONS, has_more_words, words_of
from rag.questions.wording import capitalised, without_end

MOST_READINGS = 2
_I = re.IGNORECASE
_OPENING = re.compile(
    r"^\W*(?:(?:and|but|or|so|then|ok|okay|well|also|now|yes|no|thanks|thank you|great|right|hm+|"
    r"hello|hi|bye|goodbye|cheers|please)\b[\s,.!]*)+",
    _I,
)
# "Say why.": the words that ask follow.
_SAYS = re.compile(
    r"^\W*(?:say|tell (?:me|us)|explain|state)\W+(?=(?:why|when|where|who|how)[\w ]{0,9}\W*$)", _I
)
# "What is the difference between them?" after one question about ferns and one about mosses.
_COMPARES = re.compile(
    r"\b(?:differ\w*|distinct\w*|distinguish\w*|compar\w+|contrast\w*|in common|similar\w*|alike|"
    r"the same|better|worse|relat\w+|connect\w*|each other|the two|both|versus|which of)\b",
    _I,
)
_OF_TWO = re.compile(r"\b(?:both|them|they|the two|either|each)\b", _I)
_SEQUEL = re.compile(r"^\W*(?:and|but|or|so|then)\b", _I)
_OTHERS = re.compile(
    r"^\W*(?:like what|such as(?: what)?|for (?:example|instance))\W*$|"
    r"^\W*(?:what|any(?:thing|one)?|some(?:thing)?|who|where|how)? ?"
    r"(?:else|(?:any )?(?:more|others?)(?: ones?)?|"
    r"(?:any )?(?:more|other|further) "
    r"(?:reasons?|arguments?|ways?|things?|benefits?|risks?|steps?|facts?|points?))\W*$",
    _I,
)
# "What is needed then?" "Which purposes are named there?"
_AT_THAT_POINT = re.compile(
    r"\b(?:what|who|which|how|when|where|why|is|are)\b.*\b(?:then|there|afterwards)\W*$", _I
)
# "In winter?" "For children too?"
_ADDITION = re.compile(
    r"^\W*(?:only |also |not |even )?(?:in|for|on|at|by|with|without|after|before|during)\b"
    r".*\?\W*$|"
    r"\b(?:too|as well|instead)\W*\?\W*$",
    _I,
)
# "Why is that decision shared?" "What if a step is too hard?"
_THIS_MATTER = re.compile(r"\b(?:this|that|these|those|such) \w{4,}", _I)
_CONDITION = re.compile(r"^\W*(?:what )?if\b", _I)
_ONE_CONDITION = re.compile(r"^\W*+(?:(?:and|but|or|so|ok|okay)\b\W*+)*+if\b[^,;]*$", _I)
# "What is the catch?" "What do others propose instead?"
_OF_WHAT_WAS_SAID = re.compile(
    r"^\W*(?:what|who|which|where|when) (?:is|are|was|were) the \w+(?: \w+)?\W*$|\binstead\W*$", _I
)
# "What do most experts say though?"
_STILL = re.compile(r"\b(?:though|still|anyway|either)\b", _I)
_FEW_TERMS = 4
_FEW_NAMED = 3  # terms of a question that may be meant of what was talked of: others stand alone
_MOST_WORDS = 80  # of a question that is taken apart: what is longer is a text with a question
_MOST_SWAPPED = 7  # words of an "And …?" that can only name another subject
_MOST_ADDED = 14  # and of one that begins with a preposition


@dataclass(frozen=True, slots=True)
class Readings:
    """Ways to read a question inside a conversation.

    Args:
        leans: whether the question cannot stand alone.
        texts: the ways, likeliest first, without the question itself; none when it stands alone.
        is_lost: whether its words alone ask nothing: "Who leads it?", "no, I meant the fee".
        is_of_another: whether it is asked of another source than the last: "And the second one?".
        names: what a passage has to name to answer it, where the last question found nothing of it.
        beside_topic: of a question that stands alone, names little and nothing of what was talked
            of, the question with that beside it: "What kind (homework)?".
    """

    leans: bool
    texts: tuple[str, ...]
    is_lost: bool = False
    is_of_another: bool = False
    names: str | None = None
    beside_topic: str | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """A question of the conversation as it was most likely meant, with what it is about."""

    parts: Parts
    topics: tuple[Topic, ...]


# Ways to read a question, given as asked, with the parts of the last one and what was talked of.
_Leaning = Callable[[str, Parts, Sequence[Topic]], Iterator[str]]
# The words that answered a question, given as it was meant; "" where none did.
Answered = Callable[[str], str]
_ALONE = Readings(leans=False, texts=())


def readings(
    question: str,
    earlier: Sequence[str],
    *,
    refused: str | None = None,
    answered: Answered | None = None,
) -> Readings:
    """How the question may be meant after the `earlier` ones, oldest first.

    Args:
        question: the last one.
        earlier: the ones before it, but those that were not answered.
        refused: the last one, where it was not answered. A pronoun may stand for what it names;
            nothing else leans on it, but what corrects it.
        answered: the words that answered the last of the `earlier`; "he" may be who they name. It
            is only called, once, where a word of the question may stand for them.

    Cost: some regular expressions for each earlier question; of one of more than 80 words, and of
    such a question itself, nothing is taken.
    """
    said = _as_meant(earlier)
    question = _asked_of_work(question, said)

    @cache
    def answer() -> Topic | None:
        return topic_of_answer(answered(said[-1].parts.text)) if answered is not None else None

    talked = said if refused is None else _as_meant([*earlier, refused])
    if refused is not None:
        of_refused = _of_refused(question, talked, refused)
        if of_refused is not None:
            return of_refused
    found = _readings(question, said, answer)
    if found.texts or found.is_lost:
        return found
    return replace(found, beside_topic=_beside_topic(question, talked))


def _beside_topic(question: str, said: Sequence[_Said]) -> str | None:
    """The question with the likeliest topic behind it; None where it names that, or enough."""
    asked = _OPENING.sub("", question).strip()
    if not said or has_more_words(question, _MOST_WORDS) or asked_of_thing_in_front(asked):
        return None
    named = frozenset(analysis.terms(asked)) - ASKING
    topic = next(_topics_after(said, asked), None)
    if topic is None or len(named) > _FEW_NAMED or named & frozenset(analysis.terms(topic.text)):
        return None
    return f"{capitalised(without_end(asked))} ({topic.text})?"


def _of_refused(question: str, said: Sequence[_Said], refused: str) -> Readings | None:
    """The question as it leans on one that was not answered, where it can only lean on that."""
    if not said:
        return None
    if corrected(question) is not None:
        return _readings(question, said)
    last, asked = said[-1], _OPENING.sub("", question).strip()
    stands_alone = last.parts.text == refused and last.parts.clause is not Clause.BARE
    if not (stands_alone and last.topics and points_to(asked, last.parts, last.topics[0])):
        return None
    texts = tuple(pronoun_exchanged(asked, last.parts, last.topics[:1]))[:1]
    if not texts:
        return None
    return Readings(leans=True, texts=texts, is_lost=True, names=last.topics[0].text)


def _as_meant(turns: Sequence[str]) -> list[_Said]:
    """The questions of a conversation as they were most likely meant, each by itself."""
    said: list[_Said] = []
    for turn in turns:
        if has_more_words(turn, _MOST_WORDS) or not _OPENING.sub("", turn).strip(" .,!?"):
            continue
        asked = _asked_of_work(turn, said)
        found = _readings(asked, said)
        parts = parts_of(found.texts[0] if found.leans and found.texts else asked)
        said.append(_Said(parts, tuple(topics_of(parts))))
    return said


def _asked_of_work(turn: str, said: list[_Said]) -> str:
    """The turn's question; what work it is asked for becomes something said before it."""
    told = matter_told(turn)
    if told is None:
        return question_after_telling(turn) or turn
    matter, asked = told
    said.append(_Said(parts_of(matter), (Topic(matter, Kind.OTHER),)))
    return asked


def _unknown() -> None:
    """What answered the last question, where that is not known."""


def _readings(
    question: str, said: Sequence[_Said], answer: Callable[[], Topic | None] = _unknown
) -> Readings:
    if not said or has_more_words(question, _MOST_WORDS):
        return _ALONE
    meant = corrected(question)
    asked = as_question(_SAYS.sub("", _OPENING.sub("", meant or question)).strip())
    if not any(word.is_word for word in words_of(asked)):
        return _ALONE  # "thanks", "ok"
    if asked_of_thing_in_front(question) is not None:
        return _ALONE  # it names what it is asked of
    opens_as_sequel = meant is not None or _SEQUEL.match(question) is not None
    before, topics = said[-1].parts, tuple(_topics_after(said, asked))
    parts = parts_of(asked)
    if not topics:
        return _after_no_topic(asked, parts, before, meant)
    exchanged = partial(pronoun_exchanged, answer_of=answer)
    ways: list[_Leaning] = [
        _more_of_it,
        other_side,
        of_topic,
        which_ones,
        other_asking,
        done_alike,
        another_ordinal,
        under_another_condition,
        narrowed,
        other_subject,
        how_many,
        exchanged,
    ]
    is_addition = opens_as_sequel or _ADDITION.search(asked) is not None
    if is_addition and parts.clause is Clause.BARE and len(parts.words) <= _most_swapped(parts):
        ways.insert(-1, names_another)
    for leaning in ways:
        texts = tuple(dict.fromkeys(leaning(asked, before, topics)))
        if texts:
            return Readings(
                leans=True,
                texts=texts[:MOST_READINGS],
                is_lost=meant is not None
                or leaning in _OF_NOTHING
                or (leaning is exchanged and not parts.phrases),
                is_of_another=leaning is another_ordinal,
            )
    if meant is not None and parts.clause is not Clause.BARE and not _names_nothing(parts):
        return Readings(leans=True, texts=(capitalised(asked),), is_lost=True)
    if _CONDITION.search(asked) and (conditioned := under_condition(asked, before)):
        # "And if I am over sixty?" asks nothing by itself; "What if it rains?" may be a heading.
        is_clause = _ONE_CONDITION.match(question) is not None
        return Readings(leans=is_clause, texts=(conditioned,))
    return _without_an_exchange(asked, parts, topics, answer, opens_as_sequel=opens_as_sequel)


def _after_no_topic(asked: str, parts: Parts, before: Parts, meant: str | None) -> Readings:
    """After "How long is it?": "no, I meant the fair" says what was meant."""
    if meant is not None and parts.clause is Clause.BARE:
        put = put_for_pronoun(before.text, _named_by(without_end(meant)))
        if put is not None:
            return Readings(leans=True, texts=(f"{without_end(put)}?",), is_lost=True)
        return _ALONE
    is_lost = points_back(asked) and not parts.phrases
    return Readings(leans=True, texts=(), is_lost=True) if is_lost else _ALONE


def _named_by(words: str) -> Topic:
    return next(topics_of(parts_of(f"What is {words}")), Topic(words, Kind.OTHER))


def _most_swapped(parts: Parts) -> int:
    """Words that can only name another subject or, after a preposition, add to the question."""
    return _MOST_ADDED if parts.words[0].folded in PREPOSITIONS else _MOST_SWAPPED


def _without_an_exchange(
    asked: str,
    parts: Parts,
    topics: Sequence[Topic],
    answer: Callable[[], Topic | None],
    *,
    opens_as_sequel: bool,
) -> Readings:
    """Ways to read a question no word of which can be exchanged: the topic is put behind it."""
    if _AT_THAT_POINT.search(asked):
        place = answer()
        places = topics[:1] if place is None else (place, *topics[:1])
        return Readings(leans=True, texts=tuple(with_regard(asked, places)))
    if _names_nothing(parts):
        return Readings(leans=True, texts=tuple(with_regard(asked, topics))[:1])
    if _goes_on(asked, parts, opens_as_sequel=opens_as_sequel):
        return Readings(leans=False, texts=tuple(with_regard(asked, topics))[:1])
    return _ALONE


def _topics_after(said: Sequence[_Said], asked: str) -> Iterator[Topic]:
    """What the last two questions are about, the likeliest first; both, where they are compared."""
    last = [turn.topics for turn in said[-2:] if turn.topics]
    if len(last) == 2 and _COMPARES.search(asked):
        one, other = (topics[0] for topics in last)
        both = f"{one.text} and {other.text}"
        if not (one.is_pair or other.is_pair) and not _holds_other(one, other):
            yield Topic(both, Kind.OTHER, is_plural=True, is_pair=True)
    elif _OF_TWO.search(asked):
        yield from _two_compared(said[-1])
    yield from chain.from_iterable(reversed(last))


def _two_compared(last: _Said) -> Iterator[Topic]:
    """The two things that the last question compares: "How do ferns differ from mosses?"."""
    if _COMPARES.search(last.parts.text) and not any(topic.is_pair for topic in last.topics):
        things = [topic.text for topic in last.topics if topic.kind is not Kind.DEED][:2]
        if len(things) == 2:
            yield Topic(" and ".join(things), Kind.OTHER, is_plural=True, is_pair=True)


def _holds_other(one: Topic, other: Topic) -> bool:
    """Whether one is of the other: "ferns", "the age of ferns"."""
    shorter, longer = sorted((one.text.casefold(), other.text.casefold()), key=len)
    return shorter in longer


def _names_nothing(parts: Parts) -> bool:
    """Whether it asks without a thing to ask of: "Who can attend?", "What will I learn?"."""
    if not parts.asks or parts.subject is not None or parts.others or parts.clause is Clause.BARE:
        return False
    return not any(word.folded in {"you", "we", "us"} for word in parts.words)


def _goes_on(asked: str, parts: Parts, *, opens_as_sequel: bool) -> bool:
    """Whether it may be about what was said, though no word of it says so."""
    if len(analysis.terms(asked)) > _FEW_TERMS or any(word.is_name for word in parts.words[1:]):
        return False
    if parts.clause is Clause.BARE and not parts.asks and not _CONDITION.search(asked):
        return False  # "so that's a no"
    signs = (_THIS_MATTER, _CONDITION, _OF_WHAT_WAS_SAID, _STILL)
    return opens_as_sequel or any(sign.search(asked) for sign in signs)


def _more_of_it(asked: str, before: Parts, _topics: Sequence[Topic]) -> Iterator[str]:
    """Once more: "What else?" and "Any other reasons?" ask the last question again."""
    if more_asked(asked) is not None or _OTHERS.match(asked):
        yield f"{capitalised(asked.rstrip(' ?.!'))}: {uncapitalised(before)}?"


# What leans in these ways asks nothing by itself: "Another example.", "And against?", "Where?".
_OF_NOTHING = (
    narrowed,
    _more_of_it,
    other_side,
    of_topic,
    which_ones,
    other_asking,
    done_alike,
    another_ordinal,
)
