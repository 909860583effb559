"""What a question means that leans on the ones before it: "And the cost?", "Why do they fail?".

No language model and no tagger: a pronoun is exchanged for what the last question was about, a
bare "where?" takes the last question's place of asking, "what about X?" takes its subject's. Each
way of reading is well-formed enough to be read and to be shown; which one is meant is decided by
reading them all (`Engine`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.index import analysis

MOST_READINGS = 3

_I = re.IGNORECASE
_OPENING = re.compile(
    r"^\W*(?:(?:and|but|or|so|then|ok|okay|well|also|now|yes|no|thanks)\b[\s,.!]*)+", _I
)
_ABOUT = re.compile(r"^\W*(?:what|how)(?: about|'s about| of)\s+(?P<other>.+?)\W*$", _I)
_QUESTION_WORD = (
    r"(?:(?:at|on|in|for|by|from|to|with|until) )?"
    r"(?:what (?:time|date|day|year|month|place|format|levels?)|"
    r"which (?:day|date|year|levels?)|"
    r"how (?:long|much|many|often|old|far|big)|when|where|who|whom|whose|why|how|what|which)"
)
_BARE_QUESTION_WORD = re.compile(
    rf"^\W*(?P<asks>{_QUESTION_WORD})(?: (?:exactly|then|not|so|else|is that|was that|ones?))*\W*$",
    _I,
)
_ASKED_FIRST = re.compile(rf"^\W*{_QUESTION_WORD}\b\s*", _I)
_AUXILIARY = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b", _I
)
# Words that point back. "that" mostly joins clauses: it points back only at the end.
_POINTS_BACK = re.compile(
    r"\b(?P<owner>its|their|theirs|his|her)\b|"
    r"\b(?P<pair>(?:the|these|those) two|both(?: of (?:them|these|those))?)\b|"
    r"(?P<ones>(?<=\bwhich )ones?\b|(?<=\bwhat )ones\b)|"
    r"\b(?P<thing>it|they|them|these|those|this|he|she|him|(?:this|that|these|those) ones?)\b|"
    r"(?P<that>\bthat\b(?=\W*$))",
    _I,
)
_AFTER_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|isn't|"
    r"aren't|don't|doesn't|didn't)\W+$",
    _I,
)
# "Is it ever wise to …": this "it" points forward, and "on its own" nowhere.
_POINTS_FORWARD = re.compile(
    r"\b(?:is|was|would|can|does) it\b.*\b(?:to|that|if|when)\b|\bon (?:its|their) own\b", _I
)
_DEMONSTRATIVE = frozenset("these those this".split())
_OF_THESE = re.compile(
    r"^\W*(?:(?:please|can you|could you)\s+)?(?:give|show|name|tell)?(?: me| us)?\s*"
    r"(?:an?|some|one|any|more|another|any other|other|further|two|three)?\s*"
    r"(?:more |other |further )?"
    r"(?P<noun>examples?|reasons?|instances?|details?|types?|kinds?|ways?)"
    r"\W*(?:please)?\W*$",
    _I,
)
_FORMS = frozenset(
    "take takes took taken place happen happens happened mean means meant say says said tell tells "
    "give gives given gave come comes came make makes made work works worked get gets use used "
    "cost costs last lasts start starts end ends begin begins called name named list define "
    "defined explain describe held run runs wrote written write published publish posted done "
    "need needs needed apply applies help helps affect affects main kind kinds type types sort "
    "difference differences example examples thing things way ways please exactly usually often "
    "really actually many much long time date day year month number there".split()
)
# Stems of verbs that commonly follow a subject: "What does the plan include?".
_VERBS = frozenset(
    analysis.term(verb)
    for verb in (
        "include contain involve require mean say claim argue state suggest show recommend advise "
        "propose describe explain teach learn do make give get take bring offer provide support "
        "prevent protect cause lead increase decrease reduce improve worsen harm hurt hinder help "
        "affect influence change develop create produce build form use apply work happen occur "
        "begin start stop end finish last cost need want like prefer believe think know find see "
        "feel look seem become remain stay keep hold grow rise fall move live die come go run play "
        "write read speak tell ask answer decide choose select design plan preserve maintain "
        "emphasize emphasise monitor track document translate contribute depend consist differ "
        "belong serve act study measure test treat count attend cover export store win lose fight "
        "rule govern found discover invent invade settle marry allow enable permit forbid agree "
        "disagree return receive send sell buy pay eat drink sleep drive travel meet join leave"
    ).split()
)
_JOINS = frozenset("of on for in and about between to with vs versus from by".split())
_PAIRED = re.compile(
    r"\b(?:between |compare )?(?P<one>[\w'’-]+(?: [\w'’-]+){0,3}?) (?:and|or|vs\.?|versus) "
    r"(?P<other>[\w'’-]+(?: [\w'’-]+){0,3}?)(?=\W*$| (?:in|for|on|of|to|is|are|do|does|differ)\b)",
    _I,
)
_ARTICLES = frozenset(("the", "a", "an", "this"))
_FEW_WORDS = 3  # of meaning: a question with no more may have left its subject to the last one


@dataclass(frozen=True, slots=True)
class Readings:
    """Ways to read a question inside a conversation.

    Args:
        leans: whether the question cannot stand alone.
        texts: the ways, likeliest first, without the question itself; none when it stands alone.
    """

    leans: bool
    texts: tuple[str, ...]


def readings(question: str, earlier: Sequence[str]) -> Readings:
    """How the question may be meant after the `earlier` ones, oldest first.

    Cost: some regular expressions for each earlier question.
    """
    previous = _resolved(earlier)
    return _readings(question, previous) if previous else Readings(leans=False, texts=())


def _resolved(earlier: Sequence[str]) -> str:
    """The last earlier question as it was most likely meant."""
    previous = ""
    for question in earlier:
        found = _readings(question, previous) if previous else Readings(leans=False, texts=())
        previous = found.texts[0] if found.leans and found.texts else question
    return previous


def _readings(question: str, previous: str) -> Readings:
    asked = _OPENING.sub("", question).strip() or question.strip()
    opens_as_sequel = asked != question.strip()
    topics = _topics(previous)
    if not topics:
        return Readings(leans=False, texts=())
    for leaning in (_after_bare_word, _with_other_subject, _of_topic, _pronoun_exchanged):
        if texts := tuple(dict.fromkeys(leaning(asked, previous, topics))):
            return Readings(leans=True, texts=texts[:MOST_READINGS])
    n_words = len(analysis.terms(asked))
    if opens_as_sequel and n_words <= _FEW_WORDS and not _AUXILIARY.match(asked):
        swapped = _with_other_subject(f"what about {asked}", previous, topics)
        texts = (*swapped, *_with_regard(asked, topics))
        return Readings(leans=True, texts=tuple(dict.fromkeys(texts))[:MOST_READINGS])
    if n_words <= _FEW_WORDS:
        texts = tuple(dict.fromkeys(_with_regard(asked, topics)))
        return Readings(leans=opens_as_sequel or n_words == 0, texts=texts[:MOST_READINGS])
    return Readings(leans=False, texts=())


def _after_bare_word(asked: str, previous: str, topics: Sequence[str]) -> Iterator[str]:
    """After "When is the course?", "And where?" is "Where is the course?"."""
    match = _BARE_QUESTION_WORD.match(asked)
    if match is None:
        return
    word = _capitalised(match["asks"])
    rest = _ASKED_FIRST.sub("", previous)
    if rest != previous and _AUXILIARY.match(rest):
        yield f"{word} {rest}"
    elif rest == previous and _AUXILIARY.match(previous.strip()):
        yield f"{word} {previous.strip()[:1].lower()}{previous.strip()[1:]}"
    for topic in topics[:2]:
        yield f"{word} is {topic}?"


def _with_other_subject(asked: str, previous: str, topics: Sequence[str]) -> Iterator[str]:
    """After a question about Y, "What about X?" is the question with X for Y, or X of Y."""
    match = _ABOUT.match(asked)
    if match is None:
        return
    other = re.sub(r"^(?:an?|the) (?=\w)", "", match["other"], flags=_I)
    for topic in topics[:2]:
        if (swapped := _exchanged(previous, topic, other)) != previous:
            yield swapped
    yield f"What about {other} with regard to {topics[0]}?"


def _of_topic(asked: str, _previous: str, topics: Sequence[str]) -> Iterator[str]:
    """Of the topic, for "Give me an example."."""
    match = _OF_THESE.match(asked)
    if match is None:
        return
    end = asked[match.end("noun") :].strip() or "."
    for topic in topics[:2]:
        yield f"{_capitalised(asked[: match.end('noun')])} of {topic}{end}"


def _pronoun_exchanged(asked: str, previous: str, topics: Sequence[str]) -> Iterator[str]:
    """After a question about X, "How do they work?" is "How do X work?"."""
    match = next(filter(_leans_on, _POINTS_BACK.finditer(asked)), None)
    if match is None:
        return
    named = topics
    if match["pair"] and (paired := _PAIRED.search(_after_between(previous))):
        named = (f"{paired['one']} and {paired['other']}", *topics)
    for topic in named:
        said = topic
        if match["owner"]:
            said = f"{topic}'" if topic.endswith("s") else f"{topic}'s"
        if match["ones"]:
            said = re.sub(r"^the ", "", topic)
        if topic.casefold() not in asked.casefold():
            yield _capitalised(asked[: match.start()] + said + asked[match.end() :])


def _leans_on(match: re.Match[str]) -> bool:
    """Whether the word stands for something said before and not in the same question."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if _POINTS_FORWARD.search(match.string):
        return False
    if (match["pair"] or match[0].casefold() in _DEMONSTRATIVE) and _meaning(
        " ".join(after.split()[:1])
    ):
        return False  # "this approach" and "the two examples" name something
    if match["ones"] or match["pair"] or _AFTER_AUXILIARY.search(before):
        return True
    is_last = not analysis.terms(after)
    return is_last or len(_meaning(before)) <= 1


def _with_regard(asked: str, topics: Sequence[str]) -> Iterator[str]:
    body = asked.rstrip(" ?.!")
    for topic in topics[:2]:
        if topic.casefold() not in asked.casefold():
            yield f"{_capitalised(body)} with regard to {topic}?"


def _topics(question: str) -> tuple[str, ...]:
    """What a question is about: its runs of words that mean something, the last one first."""
    words = re.findall(r"[\w'’-]+|[?.,;:!]", question)
    runs: list[list[str]] = [[]]
    for before, word in pairwise(["", *words]):
        folded, run = word.casefold(), runs[-1]
        if not run and _has_meaning(folded):
            run += ["the", word] if before.casefold() in _ARTICLES else [word]
        elif run and _continues(folded, run):
            run.append(word)
        elif run:
            runs.append([])
    if not runs[-1]:
        runs.pop()
    asks_with_do = not {"do", "does", "did"}.isdisjoint(map(str.casefold, words))
    if asks_with_do and len(runs) == 1 and len(runs[0]) > 1 and not _joins(runs[0][-2]):
        runs[0].pop()  # "How do ferns spread?": what ends it is what they do
    whole = [" ".join(run) for run in map(_without_loose_ends, runs) if run]
    parts = [part for text in whole for part in _parts(text)]
    # The last thing named is what most questions are about: "What is the effect of X on Y?".
    return tuple(dict.fromkeys([*reversed(whole), *parts]))


def _continues(folded: str, run: Sequence[str]) -> bool:
    if folded in _JOINS or (folded in _ARTICLES and _joins(run[-1])):
        return True
    return _has_meaning(folded) and not _ends_subject(folded, run)


def _ends_subject(folded: str, run: Sequence[str]) -> bool:
    """Whether a verb or participle follows a subject that is whole already."""
    if _joins(run[-1]):
        return False
    return analysis.term(folded) in _VERBS or (folded.endswith("ed") and len(folded) > 4)


def _parts(phrase: str) -> Iterator[str]:
    """The parts of "article on exposure tasks"."""
    pieces = re.split(rf"\s+(?:{'|'.join(sorted(_JOINS))})\s+", phrase, flags=_I)
    if len(pieces) > 1:
        yield from reversed(pieces)


def _meaning(text: str) -> list[str]:
    return [word for word in analysis.words(text) if _has_meaning(word)]


def _has_meaning(folded: str) -> bool:
    return (
        folded[:1].isalnum()
        and folded not in analysis.STOP_WORDS
        and folded not in _FORMS
        and folded not in _JOINS
    )


def _joins(word: str) -> bool:
    return word.casefold() in _JOINS


def _without_loose_ends(run: list[str]) -> list[str]:
    while run and (_joins(run[-1]) or run[-1].casefold() in _ARTICLES):
        run = run[:-1]
    return run


def _exchanged(text: str, old: str, new: str) -> str:
    bare = re.sub(r"^the ", "", old)
    return re.sub(rf"(?:\bthe )?\b{re.escape(bare)}\b", lambda _: new, text, count=1, flags=_I)


def _after_between(question: str) -> str:
    bare = question.strip().rstrip(" ?.!")
    return re.sub(r"^.*\b(?:between|compare|of|confuse)\b ", "", bare, flags=_I)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
