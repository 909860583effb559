"""What a question means that leans on the ones before it: "And the cost?", "Why do they fail?".

No language model and no tagger: a pronoun is exchanged for what the last question was about, a
bare "where?" takes the last question's place of asking, "what about X?" takes its subject's. Each
way of reading is well-formed enough to be read and to be shown; which one is meant is decided by
reading them (`interpretation.best_way`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain

from rag.answers.more import more_asked
from rag.answers.noun_phrases import Phrase
from rag.answers.other_side import other_side
from rag.answers.pronouns import agreeing, pronoun_exchanged, with_regard
from rag.answers.question_parts import Clause, Parts, parts_of
from rag.answers.topics import Topic, topic_of_answer, topics_of
from rag.answers.word_classes import Word, has_more_words, words_of
from rag.answers.wording import capitalised, lowered, without_end
from rag.index import analysis

MOST_READINGS = 2
_I = re.IGNORECASE
_OPENING = re.compile(
    r"^\W*(?:(?:and|but|or|so|then|ok|okay|well|also|now|yes|no|thanks|thank you|great|right|hm+|"
    r"hello|hi|bye|goodbye|cheers|please)\b[\s,.!]*)+",
    _I,
)
_SEQUEL = re.compile(r"^\W*(?:and|but|or|so|then)\b", _I)
_ABOUT = re.compile(
    r"^\W*(?:(?:and )?(?:what|how)(?:['’]s)? (?:about|of)|(?:and )?what if it(?:['’]s| is))\s+"
    r"(?P<other>.+?)\W*$",
    _I,
)
_OTHERS = re.compile(
    r"^\W*(?:like what|such as(?: what)?|for (?:example|instance))\W*$|"
    r"^\W*(?:what|any(?:thing|one)?|some(?:thing)?|who|where|how)? ?"
    r"(?:else|(?:any )?(?:more|others?)(?: ones?)?|"
    r"(?:any )?(?:more|other|further) "
    r"(?:reasons?|arguments?|ways?|things?|benefits?|risks?|steps?|facts?|points?))\W*$",
    _I,
)
_OF_TOPIC = re.compile(
    r"^\W*+(?:(?:please|can you|could you|would you) )*+"
    r"(?:give|show|name|tell|list|is there|are there)?+(?: me| us)?+ ?"
    r"(?:(?:an?|some|one|any|more|another|any other|other|further|two|three|the) )?"
    r"(?:more |other |further |concrete |good |typical |main )?"
    r"(?P<noun>examples?|instances?|details?|types?|kinds?|definition|(?:dis)?advantages|benefits|"
    r"drawbacks|risks|pros and cons|price|cost|costs|purpose|author|date|time|place|venue|reasons?)"
    r"\W*+(?:please\W*+)?$",
    _I,
)
_ASKED_AS = {"date": "when", "author": "who", "reason": "why", "reasons": "why"}
# "And the time?" after a question about the course: "What time is the course?".
_ASKED_OF = {"date": "what date", "time": "what time", "place": "where", "venue": "where"}
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
# "What is the catch?" "What do others propose instead?"
_OF_WHAT_WAS_SAID = re.compile(
    r"^\W*(?:what|who|which|where|when) (?:is|are|was|were) the \w+(?: \w+)?\W*$|\binstead\W*$", _I
)
_WHICH_ONES = re.compile(
    r"^\W*(?:which|what)(?: (?:ones?|kinds?|sorts?|types?)(?: exactly)?)?\W*$", _I
)
_FEW_TERMS = 4
_MOST_WORDS = 80  # of a question that is taken apart: what is longer is a text with a question
_MOST_SWAPPED = 7  # words of an "And …?" that can only name another subject
_ANOTHER_WHY = re.compile(r"^\W*(?:how come|what for|why(?:['’]s| is) that)(?=\W*$)", _I)
_WHY_NOT = re.compile(r"^\W*why not\W*$", _I)
_SPAN_OF_TIME = re.compile(
    r"^(?:from )?(?:when|where|what \w+) (?:to|till|until) (?:when|where|what \w+)\W*$", _I
)
_SHARES_A_WORD = 2.0
_LEADS = frozenset("for of in on at to with from by after before during between under".split())
_ARTICLES = frozenset(("the", "a", "an"))
_OWNED = re.compile(r"^(?:its|their|his|her)\b", _I)


@dataclass(frozen=True, slots=True)
class Readings:
    """Ways to read a question inside a conversation.

    Args:
        leans: whether the question cannot stand alone.
        texts: the ways, likeliest first, without the question itself; none when it stands alone.
    """

    leans: bool
    texts: tuple[str, ...]


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
    question: str, earlier: Sequence[str], *, answered: Answered | None = None
) -> Readings:
    """How the question may be meant after the `earlier` ones, oldest first.

    Args:
        question: the last one.
        earlier: the ones before it.
        answered: the words that answered the last of those; "he" may be who they name. It is only
            called, once, where a word of the question may stand for them.

    Cost: some regular expressions for each earlier question; of one of more than 80 words, and of
    such a question itself, nothing is taken.
    """
    said = _as_meant(earlier)

    @cache
    def answer() -> Topic | None:
        return topic_of_answer(answered(said[-1].parts.text)) if answered is not None else None

    return _readings(question, said, answer)


def _as_meant(turns: Sequence[str]) -> Sequence[_Said]:
    """The questions of a conversation as they were most likely meant, each by itself."""
    said: list[_Said] = []
    for turn in turns:
        if has_more_words(turn, _MOST_WORDS):
            continue
        found = _readings(turn, said)
        parts = parts_of(found.texts[0] if found.leans and found.texts else turn)
        said.append(_Said(parts, tuple(topics_of(parts))))
    return said


def _unknown() -> None:
    """What answered the last question, where that is not known."""


def _readings(
    question: str, said: Sequence[_Said], answer: Callable[[], Topic | None] = _unknown
) -> Readings:
    if not said or has_more_words(question, _MOST_WORDS):
        return _ALONE
    asked = _OPENING.sub("", question).strip()
    if not any(word.is_word for word in words_of(asked)):
        return _ALONE  # "thanks", "ok"
    opens_as_sequel = _SEQUEL.match(question) is not None
    before = said[-1].parts
    topics = tuple(chain.from_iterable(turn.topics for turn in reversed(said[-2:])))
    if not topics:
        return _ALONE
    parts = parts_of(asked)
    exchanged = partial(pronoun_exchanged, answer_of=answer)
    ways: list[_Leaning] = [
        _more_of_it,
        other_side,
        _of_topic,
        _which_ones,
        _other_asking,
        _other_subject,
        _how_many,
        exchanged,
    ]
    is_addition = opens_as_sequel or _ADDITION.search(asked) is not None
    if is_addition and parts.clause is Clause.BARE and len(parts.words) <= _MOST_SWAPPED:
        ways.insert(-1, _names_another)
    for leaning in ways:
        texts = tuple(dict.fromkeys(leaning(asked, before, topics)))
        if texts:
            return Readings(leans=True, texts=texts[:MOST_READINGS])
    if _AT_THAT_POINT.search(asked):
        place = answer()
        places = topics[:1] if place is None else (place, *topics[:1])
        return Readings(leans=True, texts=tuple(with_regard(asked, places)))
    if _names_nothing(parts):
        return Readings(leans=True, texts=tuple(with_regard(asked, topics))[:1])
    if _goes_on(asked, parts, opens_as_sequel=opens_as_sequel):
        return Readings(leans=False, texts=tuple(with_regard(asked, topics))[:1])
    return _ALONE


def _names_nothing(parts: Parts) -> bool:
    """Whether it asks without a thing to ask of: "Who can attend?", "What will I learn?"."""
    if not parts.asks or parts.subject is not None or parts.others or parts.clause is Clause.BARE:
        return False
    return not any(word.folded in {"you", "we", "us"} for word in parts.words)


def _goes_on(asked: str, parts: Parts, *, opens_as_sequel: bool) -> bool:
    """Whether it may be about what was said, though no word of it says so."""
    if len(analysis.terms(asked)) > _FEW_TERMS or any(word.is_name for word in parts.words[1:]):
        return False
    signs = (_THIS_MATTER, _CONDITION, _OF_WHAT_WAS_SAID)
    return opens_as_sequel or any(sign.search(asked) for sign in signs)


def _more_of_it(asked: str, before: Parts, _topics: Sequence[Topic]) -> Iterator[str]:
    """Once more: "What else?" and "Any other reasons?" ask the last question again."""
    if more_asked(asked) is not None or _OTHERS.match(asked):
        yield f"{capitalised(asked.rstrip(' ?.!'))}: {_uncapitalised(before)}?"


def _of_topic(asked: str, before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """Of the topic is what "Give me an example." asks for."""
    match = _OF_TOPIC.match(asked)
    if match is None:
        return
    end = asked[match.end("noun") :].strip()
    wanted = re.sub(
        r"^\W*(?:is|are) there (?:an?|any)\b", "the", asked[: match.end("noun")], flags=_I
    )
    question_word = _ASKED_OF.get(match["noun"].casefold())
    if question_word is not None:
        for topic in topics[:1]:
            asking = agreeing(f"{capitalised(question_word)} is ", is_plural=topic.is_plural)
            yield f"{asking}{topic.text}?"
    if re.match(r"(?:the|an?|any) ", wanted, _I):
        is_many = wanted.casefold().endswith("s") and not wanted.casefold().startswith("a")
        wanted, end = f"What {'are' if is_many else 'is'} {lowered(wanted)}", "?"
    word = _ASKED_AS.get(match["noun"].casefold())
    of_what_was_done = word is not None and before.clause is Clause.SUBJECT
    if question_word is not None and of_what_was_done:
        yield f"{without_end(before.text)}, and {word}?"
    for topic in topics[:1]:
        yield f"{capitalised(wanted)} of {topic.text}{end or '.'}"
    if of_what_was_done:
        yield f"{without_end(before.text)}, and {word}?"
    for topic in topics[1:MOST_READINGS]:
        yield f"{capitalised(wanted)} of {topic.text}{end or '.'}"


def _which_ones(asked: str, before: Parts, _topics: Sequence[Topic]) -> Iterator[str]:
    """After "Do guides carry tools?", "Which ones?" is "Which tools do guides carry?"."""
    if not _WHICH_ONES.match(asked) or before.asks or before.clause is not Clause.DO:
        return
    verb, thing = before.verb, next(iter(before.others), None)
    if verb is None or thing is None or before.text[verb.span.end : thing.span.start].strip():
        return  # what follows the verb is no object
    for phrase in dict.fromkeys((thing, *thing.parts())):
        if phrase.span.start == thing.span.start:
            told = before.text[: phrase.span.start].strip()
            rest = without_end(before.text[phrase.span.end :])
            yield f"Which {phrase.of(before.text)} {lowered(told)} {rest.strip()}".rstrip() + "?"


def _other_asking(asked: str, before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """After "When is the course?", "And where?" is "Where is the course?"."""
    if _SPAN_OF_TIME.match(asked) and before.clause in (Clause.BE, Clause.DO):
        whole = before.rest if before.asks else _uncapitalised(before)
        yield f"{capitalised(without_end(asked))} {without_end(whole)}?"
        return
    if _WHY_NOT.match(asked):
        yield from _why_not(before)
        return
    asked = _ANOTHER_WHY.sub("Why", asked)
    bare = re.sub(
        r"\b(?:exactly|then|not|so|is that|was that|is it|was it)\W*$", "", asked, flags=_I
    )
    parts = parts_of(bare)
    n_said = sum(word.is_word for word in parts.words)
    if not parts.asks or parts.asks < n_said:
        return
    asking = capitalised(parts.asking)
    end = "?"
    if before.clause in (Clause.BE, Clause.DO):
        if before.asks and parts.asked is not None and before.asked is None and _is_how_many(parts):
            yield f"{asking} {without_end(before.rest)}{end}"
        yield f"{asking} {without_end(before.rest) if before.asks else _uncapitalised(before)}{end}"
    elif before.clause is Clause.SUBJECT and parts.asked is not None:
        yield f"{asking} {without_end(before.rest)}{end}"
    elif before.clause is Clause.SUBJECT:
        yield f"{without_end(before.text)}, {lowered(asking)}{end}"
    for topic in topics[:1]:
        # "When are ferns?" asks nothing; after "Does the course help?" it is the course's time.
        if asking.casefold() in {"when", "where", "who"} and not topic.is_plural:
            yield f"{agreeing(asking + ' is ', is_plural=topic.is_plural)}{topic.text}{end}"


def _why_not(before: Parts) -> Iterator[str]:
    """After "Should ferns be cut?", "Why not?" is "Why should ferns not be cut?"."""
    if before.asks or before.clause not in (Clause.BE, Clause.DO) or before.subject is None:
        return
    end = before.subject.span.end
    rest = without_end(before.text[end:])
    if not rest.startswith("not "):
        yield f"Why {lowered(before.text[:end])} not {rest}?"


def _how_many(asked: str, _before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """How many of what the last question was about: "How many are there?"."""
    match = re.match(r"^how many(?= (?:are|is|were|do|does|did|have|can|will)\b)", asked, _I)
    plural = next((topic for topic in topics if topic.is_plural), None)
    if match is not None and plural is not None:
        yield f"{capitalised(match[0])} {re.sub(r'^the ', '', plural.text)}{asked[match.end() :]}"


def _names_another(asked: str, before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """Another subject in a word or two: "And mosses?"."""
    first = next(iter(words_of(asked)), None)
    if first is None or first.folded in {"if", "what", "when", "because", "how", "why"}:
        return iter(())
    return _swapped(asked.rstrip(" ?.!"), before, topics)


def _is_how_many(parts: Parts) -> bool:
    return parts.asking.casefold().startswith("how ")


def _other_subject(asked: str, before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """After a question about Y, "What about X?" is the question with X for Y, or X of Y."""
    match = _ABOUT.match(asked)
    if match is not None:
        yield from _swapped(match["other"], before, topics)


def _swapped(other: str, before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """The last question with `other` for the phrase of it that is most like it."""
    other = next(pronoun_exchanged(other, before, topics), other) if _is_owned(other) else other
    if _is_owned(other):
        return
    words = words_of(other)
    if not words:
        return
    if not words[0].names_something and words[0].folded in _LEADS and before.words:
        yield _with_phrase_of_place(other, words[0], before)
        return
    if before.asks == len(before.words):
        return
    whole = list(before.phrases)
    found = sorted(
        [*whole, *(part for phrase in whole for part in phrase.parts())],
        key=lambda phrase: (-_likeness(phrase, words), phrase not in whole),
    )
    body = lowered(other) if words[0].text.casefold() in _ARTICLES else other
    if words[0].folded == "the" and (not found or _likeness(found[0], words) < _SHARES_A_WORD):
        is_many = Phrase(tuple(words)).is_plural
        for topic in topics[:1]:  # "And the fee?" is the fee of what was talked of
            yield f"What {'are' if is_many else 'is'} {body} of {topic.text}?"
    for phrase in found[:MOST_READINGS]:
        if phrase is before.asked and _likeness(phrase, words) <= 0:
            continue
        yield _replaced(before.text, phrase, body)
    for topic in topics[:1]:
        yield f"What about {body} with regard to {topic.text}?"


def _is_owned(text: str) -> bool:
    return _OWNED.match(text.strip()) is not None


def _with_phrase_of_place(other: str, lead: Word, before: Parts) -> str:
    """After "… of X?", "And of Y?" takes its place, or else the end."""
    text = without_end(before.text)
    for word in before.words:
        if word.folded == lead.folded and word.span.start:
            for phrase in before.phrases:
                for part in (*phrase.parts(), phrase):
                    if 0 < part.span.start - word.span.end <= 5:
                        return f"{text[: word.span.start]}{lowered(other)}{text[part.span.end :]}?"
    return f"{text} {lowered(other)}?"


def _likeness(phrase: Phrase, words: Sequence[Word]) -> float:
    """How well words may stand for a phrase: a shared word, both names, the same number."""
    own = {analysis.term(word.folded) for word in phrase.words if word.names_something}
    shared = own & {analysis.term(word.folded) for word in words if word.names_something}
    other = Phrase(tuple(words))
    same_naming = other.head.is_name == phrase.head.is_name
    return (
        _SHARES_A_WORD * bool(shared)
        + 0.5 * same_naming
        + 0.25 * (other.is_plural == phrase.is_plural)
    )


def _replaced(text: str, phrase: Phrase, other: str) -> str:
    start, end = phrase.span.start, phrase.span.end
    return capitalised(f"{text[:start]}{other}{text[end:]}")


def _uncapitalised(before: Parts) -> str:
    text = without_end(before.text)
    first = before.words[0] if before.words else None
    keeps = first is not None and (first.text == "I" or first.text[1:] != first.text[1:].lower())
    return text if keeps else lowered(text)
