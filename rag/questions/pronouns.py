"""Pronouns, and what they stand for after another question: "How do they work?"."""

import re
from collections.abc import Callable, Iterator, Sequence, Set

from rag.questions.question_parts import Clause, Parts, parts_of
from rag.questions.topics import Kind, Topic, names_person
from rag.questions.word_classes import Word, first_word_of, is_verb, words_of
from rag.questions.wording import capitalised, without_end

_I = re.IGNORECASE
# Words that point back; "that" mostly joins clauses.
_POINTS_BACK = re.compile(
    r"\b(?P<owner>its|their|theirs|his|her)\b|"
    r"\b(?P<pair>(?:the|these|those) two|both(?: of (?:them|these|those))?)\b|"
    r"(?P<ones>(?<=\bwhich )ones?\b|(?<=\bwhat )ones\b)|"
    r"\b(?P<many>they|them|these|those)\b|"
    r"\b(?P<person>he|she|him)\b|"
    r"\b(?P<thing>it|this|that|(?:this|that) one)\b",
    _I,
)
_BEFORE_SUBJECT = re.compile(
    r"(?:^|['’](?:s|re)\s+|\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|"
    r"if|when|why|because|that|isn['’]t|aren['’]t|don['’]t|doesn['’]t|didn['’]t|can['’]t)\W+)$",
    _I,
)
# "Is it ever wise to …": this "it" points forward, and "on its own" nowhere.
_POINTS_FORWARD = re.compile(
    r"\b(?:is|was|would|can|does|did|will) it (?:\w+ ){0,4}(?:to|that|if|when|whether)\b(?=\W+\w)|"
    r"\bit (?:\w+ )?depends? (?:on )?how\b|\bit takes? (?:before|until)\b|"
    r"\b(?:does|did|will|would) it take (?:before|until)\b|\b(?:when|if) it comes to\b|"
    r"\bwhat time is it\b|"
    r"\bit(?:['’]s| is| was| will| may| might| should| starts? to| begins? to)? ?(?:rain|snow|hail|"
    r"freez|thunder|pour)(?:e?s|ing)?\b|"
    # "… if I can't make it", "take it easy"
    r"\b(?:make|made) it(?=\W*$| (?:to|that|on|in|at|there|this|then)\b)|"
    r"\b(?:take|taking) it easy\b",
    _I,
)
_JOINS_CLAUSES = re.compile(
    r"\b(?:say|says|said|mean|means|so|show|shows|showed|shown|found|think|know|claims?|claimed|"
    r"argues?|argued|believes?|believed|reports?|reported|proves?|proved|all|such|than)\W+$",
    _I,
)
_DEMONSTRATIVE = frozenset("these those this that".split())
_AFTER_CONJUNCTION = frozenset(
    "it they he she we you i the a an this these those its their his her my your our some any "
    "all no each every many there".split()
)
_RELATIVE = frozenset("who whose whom which that".split())
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b",
    _I,
)
_AGREEMENT = (
    ("is", "are"),
    ("was", "were"),
    ("does", "do"),
    ("has", "have"),
    ("doesn't", "don't"),
    ("isn't", "aren't"),
)
_IS = re.compile(r"^['’](?:s|re)(?= )", _I)  # of "it's", "they're"
# "How many pounds of them?": whatever is counted, it is not what they are.
_SHARE_OF = re.compile(r"^\W*(?:and )?(?:how (?:many|much)|which|what share|some)\b.* of\s+$", _I)
_THERE_IS = re.compile(r"^\W*(?:is|are|was|were) there\b", _I)
# What may join a clause to the one before it.
_JOINT = re.compile(
    r"\b(?:if|when|why|because|that|while|who|which|so|how|and|or|but|what|where|whom|whose|before|"
    r"after|until|as|since|than|whether)\b",
    _I,
)
# "…the evidence behind it": what stands in the same clause may be meant.
_AFTER_PREPOSITION = re.compile(
    r"\b(?:behind|around|within|with|about|on|in|for|to|at|of|after|before|against|from)\s+$", _I
)


def pronoun_exchanged(
    asked: str,
    before: Parts,
    topics: Sequence[Topic],
    answer_of: Callable[[], Topic | None] = lambda: None,
) -> Iterator[str]:
    """After a question about X, "How do they work?" is "How do X work?".

    Args:
        asked: the follow-up.
        before: the question before it.
        topics: what the questions before it are about, the likeliest first.
        answer_of: tells what answered the last one, if that is known and can be named; only asked
            where a word may stand for it.
    """
    match = next((m for m in _POINTS_BACK.finditer(asked) if _leans_on(m)), None)
    if match is None:
        return
    is_for_answer = _is_for_the_answer(match, before, topics)
    answer = answer_of() if is_for_answer or _asks_for_one(before) else None
    if is_for_answer and answer is None:
        yield from with_regard(asked, topics[:1])
    fitting = _fitting(match, topics, before)
    if answer is not None and (is_for_answer or _may_be_for_the_answer(match, answer)):
        fitting.insert(0 if is_for_answer or _asks_which(before, answer) else 1, answer)
    for topic in fitting:
        if topic.text.casefold() not in asked.casefold():
            yield _exchanged(asked, match, topic)


def put_for_pronoun(asked: str, topic: Topic) -> str | None:
    """The question with a topic for its first word that points back; None without such a word."""
    match = next((m for m in _POINTS_BACK.finditer(asked) if _leans_on(m)), None)
    return None if match is None else _exchanged(asked, match, topic)


def _exchanged(asked: str, match: "re.Match[str]", topic: Topic) -> str:
    if match["owner"]:
        return capitalised(_owned_by(topic, asked, match))
    said = topic.as_plural if match["many"] else topic.text
    if match["ones"]:
        said = re.sub(r"^the ", "", said)
    if match["pair"] and match[0].casefold().startswith("both") and match.start():
        said = f"both {said}"
    is_plural = topic.is_plural or (bool(match["many"]) and not said.startswith("the "))
    is_plural |= said != topic.text
    head = agreeing(asked[: match.start()], is_plural=is_plural)
    tail = _IS.sub(" are" if is_plural else " is", asked[match.end() :])
    return capitalised(head + said + tail)


def points_back(asked: str) -> bool:
    """Whether a word of it stands for something said before."""
    return any(map(_leans_on, _POINTS_BACK.finditer(asked)))


def points_to(asked: str, before: Parts, topic: Topic) -> bool:
    """Whether a word of `asked` looks back for a thing, and the topic is one that it fits."""
    match = next((m for m in _POINTS_BACK.finditer(asked) if _leans_on(m)), None)
    if match is None:
        return False
    is_this = match[0].casefold() in {"this", "that"} and not topic.is_plural
    return is_this or not _misfit(match, topic, is_who=_is_who(before))


def _is_who(before: Parts) -> bool:
    """Whether its subject is who it asks for: "Who is the captain?"."""
    return _asks_who(before) and before.clause is Clause.BE


def agreeing(head: str, *, is_plural: bool) -> str:
    """The words before a subject, "does" as "do" where it is several now."""
    match = re.search(r"(?P<verb>[\w'’]+)\s+$", head)
    if match is None or _AUXILIARY.search(head[: match.start()]):
        return head
    for one, many in _AGREEMENT:
        right, wrong = (many, one) if is_plural else (one, many)
        if match["verb"].casefold().replace("’", "'") == wrong:
            cased = capitalised(right) if match["verb"][:1].isupper() else right
            return f"{head[: match.start()]}{cased} "
    return head


def _asks_who(before: Parts) -> bool:
    return before.asking.casefold() in {"who", "whom"}


def _is_for_the_answer(match: "re.Match[str]", before: Parts, topics: Sequence[Topic]) -> bool:
    """Whether the word stands for what the last question asked for, which no one has named."""
    word = match[0].casefold()
    if _is_of_person(match):
        return (_asks_who(before) and before.clause is not Clause.BE) or not any(
            topic.kind is Kind.NAME or topic.is_person for topic in topics
        )
    if match["many"]:
        return not any(
            topic.is_plural or topic.was_indefinite or topic.is_person or topic.kind is Kind.NAME
            for topic in topics
        )
    return word == "it" and all(topic.is_plural for topic in topics)


def _asks_for_one(before: Parts) -> bool:
    """Whether something that can be named is asked for: "Which play …?"."""
    return before.asked is not None or before.asking.casefold() in {"who", "what", "which"}


def _asks_which(before: Parts, answer: Topic) -> bool:
    """Whether it is the answer's name: "Which play …?"; less so after "What is the play about?"."""
    is_of_one = before.clause in (Clause.SUBJECT, Clause.BE) and before.asked is not None
    return is_of_one and answer.kind is Kind.NAME


def _may_be_for_the_answer(match: "re.Match[str]", answer: Topic) -> bool:
    """Whether the word may stand for what the last question asked for."""
    word = match[0].casefold()
    if match["many"] or word in {"their", "theirs"}:
        return answer.is_plural
    if _is_of_person(match):
        return answer.kind is Kind.NAME
    return not answer.is_plural and word in {"it", "its", "this", "that"}


def _fitting(match: "re.Match[str]", topics: Sequence[Topic], before: Parts) -> list[Topic]:
    """The topics that the word may stand for, the likeliest first."""
    misfits = [
        (_misfit(match, topic, is_who=_is_who(before) and topic is topics[0]), i)
        for i, topic in enumerate(topics)
        if topic.kind is not Kind.DEED or match[0].casefold() in {"this", "that", "it"}
    ]
    if _is_of_person(match) and any(misfit == 0 for misfit, _ in misfits):
        # Where someone is named, "she" is no thing.
        misfits = [(misfit, i) for misfit, i in misfits if misfit < 2]
    return [topics[i] for _, i in sorted(misfits)]


def _is_of_person(match: "re.Match[str]") -> bool:
    return bool(match["person"]) or match[0].casefold() in {"his", "her"}


def _misfit(match: "re.Match[str]", topic: Topic, *, is_who: bool) -> int:
    """How badly the word fits the topic; 0 where it fits. `is_who`: whether it is someone."""
    word = match[0].casefold()
    if match["pair"]:
        return 0 if topic.is_pair else 1 + (not topic.is_plural)
    if _is_of_person(match):
        return 0 if topic.kind is Kind.NAME or is_who else 2 - topic.is_person
    if word in {"these", "those"}:
        return (not topic.is_plural) + topic.is_person
    if match["many"] or match["ones"] or word in {"their", "theirs"}:
        return 0 if topic.is_plural else 2 - (topic.is_person or topic.kind is Kind.NAME)
    if word in {"this", "that"}:
        return 0 if topic.kind is Kind.DEED else 1 + topic.is_plural
    return 2 * topic.is_plural + (topic.kind is Kind.DEED) + topic.is_person


def _owned_by(topic: Topic, asked: str, match: "re.Match[str]") -> str:
    """What is owned: "the garden of the library" for "its garden", or "Tesla's brother"."""
    head, tail = asked[: match.start()], asked[match.end() :]
    if topic.takes_possessive:
        mark = "'" if topic.text.endswith("s") else "'s"
        return f"{head}{topic.text}{mark}{tail}"
    thing = _thing_owned(tail)
    return f"{head}the {tail[:thing].strip()} of {topic.text}{tail[thing:]}"


def _thing_owned(tail: str) -> int:
    """Where the noun phrase at the start of `tail` ends."""
    end = 0
    for word in words_of(tail):
        if not word.names_something or (end and (is_verb(word) or word.folded.endswith("ed"))):
            break
        end = word.span.end
    return end


def _leans_on(match: "re.Match[str]") -> bool:
    """Whether the word stands for something said before and not in the same question."""
    before = match.string[: match.start()]
    following = first_word_of(match.string[match.end() :])
    if _stands_for_nothing(match, following):
        return False
    if (
        match["pair"]
        or match["ones"]
        or first_word_of(before) is None
        or _THERE_IS.match(match.string)
    ):
        return True
    if match["many"] and _SHARE_OF.search(before):
        return True
    ends = following is None or not following.is_word
    if match[0].casefold() in {"this", "that"} and ends and _AFTER_PREPOSITION.search(before):
        return True  # "What is the benefit of that?": all that was said
    # The object of a verb is never its subject: only another clause or an owner looks back so near.
    joint = max((m.start() for m in _JOINT.finditer(before)), default=0) or None
    if _is_inner_subject(match, following) or _AFTER_PREPOSITION.search(before):
        joint = match.start()
    if joint is None and not match["owner"]:
        return True
    return not _is_named_in(before[:joint], match)


def _stands_for_nothing(match: "re.Match[str]", following: Word | None) -> bool:
    """Whether the word points nowhere: "Is it wise to …", "so that", "this approach"."""
    word, before = match[0].casefold(), match.string[: match.start()]
    if _POINTS_FORWARD.search(match.string) or (match["owner"] and _is(following, {"own"})):
        return True
    names = following is not None and following.names_something
    if word == "that" and (_is(following, _AFTER_CONJUNCTION) or _JOINS_CLAUSES.search(before)):
        return True
    if word == "those" and _is(following, _RELATIVE):
        return True  # "those who arrive late"
    if word == "that" and following is not None and following.is_word:
        said = words_of(before)[-1:]  # "a loaf that was baked"
        if said and said[0].names_something and not is_verb(said[0]):
            return True
    if word in _DEMONSTRATIVE:
        return names and not _is_predicate(match)
    is_said_of_two = following is not None and (
        following.folded.endswith("ed") or following.folded in {"different", "alike"}
    )
    return bool(match["pair"]) and word != "both" and names and not is_said_of_two


def _is_named_in(text: str, match: "re.Match[str]") -> bool:
    """Whether something that the word may stand for is in `text`."""
    phrases, word = parts_of(text).phrases, match[0].casefold()
    if _is_of_person(match):
        return any(phrase.head.is_name or names_person(phrase) for phrase in phrases)
    if match["many"] or word in {"their", "theirs"}:
        return any(phrase.is_plural or names_person(phrase) for phrase in phrases)
    return any(not phrase.is_plural for phrase in phrases)


def _is(word: Word | None, any_of: Set[str]) -> bool:
    return word is not None and word.folded in any_of


def _is_predicate(match: "re.Match[str]") -> bool:
    """Whether what follows is said of the word: "Is this safe?", "How does that help?"."""
    text = match.string
    if not _BEFORE_SUBJECT.search(text[: match.start()]):
        return False
    parts = parts_of(f"{text[: match.start()]}it{text[match.end() :]}")
    following = first_word_of(text[match.end() :])
    first_other = next(iter(parts.others), None)
    shift = 2 - len(match[0])
    return following is not None and (
        first_other is None or first_other.span.start - shift > match.end() + following.span.start
    )


def _is_inner_subject(match: "re.Match[str]", following: Word | None) -> bool:
    """Whether a clause without "that" begins here: "…from learning they were wrong"."""
    return (
        match[0].casefold() in {"they", "he", "she", "it"}
        and following is not None
        and (following.is_auxiliary or is_verb(following))
        and not _BEFORE_SUBJECT.search(match.string[: match.start()])
    )


def with_regard(asked: str, topics: Sequence[Topic]) -> Iterator[str]:
    """The question with its topic behind it, where no word of it can be exchanged."""
    body = re.sub(r"\s+(?:then|there|exactly)$", "", without_end(asked), flags=_I)
    for topic in topics[:2]:
        if topic.text.casefold() not in asked.casefold():
            yield f"{capitalised(body)} with regard to {topic.text}?"
