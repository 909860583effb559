"""The last question asked of something else: "What about mosses?", "And the second?"."""

import re
from collections.abc import Iterator, Sequence

from rag.index import analysis
from rag.questions.noun_phrases import Phrase
from rag.questions.pronouns import pronoun_exchanged
from rag.questions.question_parts import Parts
from rag.questions.topics import Topic, names_person
from rag.questions.word_classes import (
    ADJECTIVES,
    ADVERBS,
    DETERMINERS,
    PREPOSITIONS,
    Word,
    first_word_of,
    is_adjective,
    is_verb,
    words_of,
)
from rag.questions.wording import capitalised, lowered, without_end

_I = re.IGNORECASE
_MOST_TRIED = 2  # phrases of the last question that the other may stand for
_ABOUT = re.compile(
    r"^\W*(?:(?:and )?(?:what|how)(?:['’]s)? (?:about|of)|"
    r"(?P<if>(?:and )?what if it(?:['’]s| is)))\s+"
    r"(?P<other>.+?)\W*$",
    _I,
)
_SHARES_A_WORD = 2.0
_SAME_SORT = 1.0
_LEADS = frozenset("for of in on at to with from by after before during between under".split())
_NOT_NAMING = PREPOSITIONS | ADVERBS | ADJECTIVES
_ARTICLES = frozenset(("the", "a", "an"))
_OWNED = re.compile(r"^(?:its|their|his|her)\b", _I)
_SUBJECTS = frozenset("i you we he she it they there thats whats theres its".split())
_ORDINAL = r"(?:first|second|third|fourth|fifth|last|next|other)"
_ANOTHER_ORDINAL = re.compile(
    rf"^\W*+(?:(?:what|how) about )?the (?P<ordinal>{_ORDINAL})(?: ones?)?\W*$", _I
)
_HAS_ORDINAL = re.compile(rf"\b(?P<ordinal>{_ORDINAL})(?= \w)", _I)
_CONDITION_OF = re.compile(
    r"(?:disorder|disease|syndrome|phobia|anxiety|depression|pregnancy|autism|diabetes|cancer|"
    r"dementia|asthma|epilepsy|(?:ost|ept|path)osis|itis|ocd|ptsd|adhd)s?$"
)


def names_another(asked: str, before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """Another subject in a word or two: "And mosses?"."""
    first = first_word_of(asked)
    if first is None or first.folded in {"if", "what", "when", "because", "how", "why"}:
        return iter(())
    return swapped(asked.rstrip(" ?.!"), before, topics)


def other_subject(asked: str, before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """After a question about Y, "What about X?" is the question with X for Y, or X of Y."""
    match = _ABOUT.match(asked)
    if match is not None and not (match["if"] and _is_said_of_it(match["other"])):
        yield from swapped(match["other"], before, topics)


def _is_said_of_it(other: str) -> bool:
    """Whether it is no other subject: "What if it's under eighty?", "What if it is wet?"."""
    first = first_word_of(other)
    return first is None or first.folded in _NOT_NAMING or is_adjective(first)


def swapped(other: str, before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """The last question with `other` for the phrase of it that is most like it."""
    other = next(pronoun_exchanged(other, before, topics), other) if _is_owned(other) else other
    if _is_owned(other):
        return
    words = words_of(other)
    if not words:
        return
    if words[0].folded in _LEADS and before.words:
        yield _with_phrase_of_place(other, words[0], before)
    elif words[0].folded in ADVERBS:
        yield f"{without_end(before.text)} {lowered(other)}?"
    elif before.asks < len(before.words) and _names_a_thing(words):
        yield from _exchanged(other, words, before, topics)


def _exchanged(
    other: str, words: Sequence[Word], before: Parts, topics: Sequence[Topic]
) -> Iterator[str]:
    whole = list(before.phrases)
    parted = [*whole, *(part for phrase in whole for part in phrase.parts())]
    found = sorted(parted, key=lambda phrase: (-_likeness(phrase, words), phrase not in whole))
    sort = _in_whom(words)
    if sort and all(_in_whom(phrase.words) != sort for phrase in parted):
        # "What speaks against salt?", "What about children?": not what speaks against children.
        yield f"{without_end(before.text)} {sort} {other}?"
    body = lowered(other) if words[0].text.casefold() in _ARTICLES else other
    if words[0].folded == "the" and (not found or _likeness(found[0], words) < _SHARES_A_WORD):
        is_many = Phrase(tuple(words)).is_plural
        for topic in topics[:1]:  # "And the fee?" is the fee of what was talked of
            yield f"What {'are' if is_many else 'is'} {body} of {topic.text}?"
    for phrase in found[:_MOST_TRIED]:
        if phrase is before.asked and _likeness(phrase, words) <= 0:
            continue
        yield _replaced(before.text, phrase, body)
    for topic in topics[:1]:
        yield f"What about {body} with regard to {topic.text}?"


def another_ordinal(asked: str, before: Parts, _topics: Sequence[Topic]) -> Iterator[str]:
    """After "What does the first report say?", "And the second?" is asked of the second report."""
    match = _ANOTHER_ORDINAL.match(asked)
    said = _HAS_ORDINAL.search(before.text) if match is not None else None
    if match is not None and said is not None and said[0].casefold() != match["ordinal"].casefold():
        yield f"{before.text[: said.start()]}{match['ordinal']}{before.text[said.end() :]}"


def _names_a_thing(words: Sequence[Word]) -> bool:
    """Whether they are a noun phrase: "those who wait", not "that's a no" or "breaking one"."""
    if words[-1].folded in DETERMINERS | PREPOSITIONS or words[0].folded in _SUBJECTS:
        return False
    following = words[1] if len(words) > 1 else None
    if following is not None and following.is_auxiliary:
        return False
    is_deed = words[0].folded.endswith("ing") and is_verb(words[0])
    return not is_deed or (following is not None and following.names_something)


def _in_whom(words: Sequence[Word]) -> str:
    """How people or a condition is added to a question: "for", "in"; "" for what is neither."""
    phrase = Phrase(tuple(words))
    if names_person(Phrase((phrase.head,))):
        return "for"
    return "in" if _CONDITION_OF.search(phrase.head.folded) else ""


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
        + _SAME_SORT * (_in_whom(words) == _in_whom(phrase.words) != "")
        + 0.5 * same_naming
        + 0.25 * (other.is_plural == phrase.is_plural)
    )


def _replaced(text: str, phrase: Phrase, other: str) -> str:
    start, end = phrase.span.start, phrase.span.end
    return capitalised(f"{text[:start]}{other}{text[end:]}")
