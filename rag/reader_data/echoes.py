"""Sentences that echo a question and do not answer it: titles, lead-ins, the question itself."""

import random
import re
from collections.abc import Iterator

from embeddings.training.example import AnswerWords, ReaderExample
from embeddings.training.typed_questions import keywords

_QUESTION_WORDS = frozenset("what which who whom whose when where why how".split())
_AUXILIARIES = frozenset(
    "is are was were am do does did has have had can could shall should will would may might "
    "must isn't aren't don't doesn't didn't".split()
)
_INVERTED_DO = re.compile(r"((?:why|how|when|where|what) )do ((?!not\b|n't).+)", re.IGNORECASE)
_COPULA = re.compile(
    r"(what|who|where) (is|are|was|were) ((?:(?:the|an?) )?[^\s,]+(?: [^\s,]+){0,3})", re.IGNORECASE
)
_PERSON = re.compile(
    r"((?:why|how|when|where|what) )(can|could|should|must|will|would|may|did|does) "
    r"(you|we|they|he|she|it|people|I) (.+)",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(r"\w+(?:ing|ed|en)\b")
# Words that hold a phrase together when they stand between two words of subject matter.
_LINKS = frozenset("of the a an and for in on to with by from at or".split())

_MOST_KEYWORDS = 4  # words without a question among them; more are taken for a claim

# {q} the question without its mark, {own} as it stands inside a longer sentence.
_AS_ASKED = (
    "{q}?",
    "{q}?",
    "{q}?",
    "Q: {q}?",
    "FAQ: {q}?",
    "Question: {q}?",
    "{number}. {q}?",
    "Question {number}: {q}?",
    "You may be wondering: {q}?",
    "So, {small}?",
    "But {small}?",
    "A common question is: {q}?",
    "Many people ask: {q}?",
    "“{q}?” is a question that we hear often.",
    "The question “{q}?” comes up again and again.",
    "We are often asked, “{q}?”",
    "Before we begin: {small}?",
    "Let us return to the question, {small}?",
    "Discuss with a partner: {small}?",
    "This section deals with the question, {small}?",
)
_AS_REPORTED = (
    "This article explains {own}.",
    "In this section we look at {own}.",
    "Here is {own}:",
    "Here we explain {own}.",
    "Below you can read {own}.",
    "Read on to learn {own}.",
    "It has often been asked {own}.",
    "The question of {own} has been debated for a long time.",
    "Opinions differ on {own}.",
    "Several studies have examined {own}.",
    "Learn more about {own}.",
    "We will come back to {own} in a later chapter.",
    "Nobody had thought to ask {own}.",
    "You will find out {own} on the next page.",
    "Understanding {own} is the aim of this chapter.",
)
# {topic} words of the question, {title} the same as a title.
_ON_TOPIC = (
    "{title}",
    "{title}",
    "{title}",
    "{title}: An Overview",
    "{title}: What You Need to Know",
    "Chapter {number}: {title}",
    "{number}. {title}",
    "About {title}",
    "More About {title}",
    "Frequently Asked Questions: {title}",
    "This page is about {topic}.",
    "This article is about {topic}.",
    "In this section we look at {topic}.",
    "Here is what you should know about {topic}:",
    "Here are the most important points about {topic}:",
    "Here are the main arguments about {topic}:",
    "Several studies have examined {topic}.",
    "Much has been written about {topic}.",
    "There are many opinions about {topic}.",
    "More research on {topic} is needed.",
    "The following paragraphs describe {topic} in more detail.",
    "For more on {topic}, see the next section.",
    "Let us now turn to {topic}.",
    "People have long been interested in {topic}.",
    "The subject of this chapter is {topic}.",
    "Questions about {topic} are common.",
)
# A claim said again would be evidence for it: it is only ever put in doubt.
_AS_CLAIMED = (
    "Here are the main arguments supporting the claim that {own}:",
    "Several studies have examined whether {own}.",
    "The question of whether {own} has been debated.",
    "It is not known yet whether {own}.",
    "We asked whether {own}.",
    "Is it true that {own}?",
    "The aim of this work was to test whether {own}.",
    "Whether {own} remains controversial.",
)


def with_echo(example: ReaderExample, rng: random.Random) -> ReaderExample:
    """The example with one more sentence, which echoes the question and is labelled False.

    It stands next to the first sentence that answers, or anywhere when none does. One time in
    four it stands in place of all that answer, so that nothing answers; only where every label is
    known. Answer words keep their place in their sentence.
    """
    echo = echo_of(example.question, rng)
    answering = [at for at, label in enumerate(example.relevant) if label]
    if answering and None not in example.relevant and rng.random() < 0.25:
        return _replaced(example, echo, answering)
    if answering:
        # A heading or lead-in stands before what it introduces more often than after it.
        at = answering[0] + (rng.random() < 0.3)
    else:
        at = rng.randint(0, len(example.sentences))
    return _inserted(example, echo, at)


def echo_of(question: str, rng: random.Random) -> str:
    """A sentence or title that names what is asked about and says nothing about it."""
    bare = " ".join(question.split()).rstrip(" ?.!:") or question
    frames, reported = _frames(question, bare)
    topic = rng.choice(list(_topics(bare)))
    return rng.choice(rng.choice(frames)).format(
        q=bare[0].upper() + bare[1:],
        small=_uncapitalised(bare),
        own=reported,
        topic=topic,
        title=_as_title(topic),
        number=rng.randint(1, 12),
    )


def _frames(question: str, bare: str) -> tuple[list[tuple[str, ...]], str | None]:
    """The kinds of echo that fit, and the question as a clause where one of them needs it."""
    if not _is_question(question):
        if len(bare.split()) <= _MOST_KEYWORDS:
            return [_ON_TOPIC], None
        return [_AS_CLAIMED], _uncapitalised(bare)
    if bare.split()[0].lower() in _AUXILIARIES:
        # "Is Paris the capital of France?": a title of its words would say yes.
        return [_AS_ASKED], None
    reported = _reported(bare)
    return [_ON_TOPIC, _AS_ASKED] + ([_AS_REPORTED] if reported else []), reported


def _inserted(example: ReaderExample, echo: str, at: int) -> ReaderExample:
    answer = example.answer
    if answer is not None and answer.sentence >= at:
        answer = AnswerWords(answer.sentence + 1, answer.start, answer.end)
    return ReaderExample(
        example.source,
        example.question,
        (*example.sentences[:at], echo, *example.sentences[at:]),
        (*example.relevant[:at], False, *example.relevant[at:]),
        answer,
    )


def _replaced(example: ReaderExample, echo: str, answering: list[int]) -> ReaderExample:
    sentences = [
        echo if at == answering[0] else sentence
        for at, sentence in enumerate(example.sentences)
        if at not in answering[1:]
    ]
    labels = (False,) * len(sentences)
    return ReaderExample(example.source, example.question, tuple(sentences), labels)


def _is_question(question: str) -> bool:
    first = question.split()[0].lower().strip(",.:") if question.split() else ""
    return question.rstrip().endswith("?") or first in _QUESTION_WORDS | _AUXILIARIES


def _reported(bare: str) -> str | None:
    """The question as a clause ("why people lie"), None where its words cannot simply be turned."""
    small = _uncapitalised(bare)
    if match := _INVERTED_DO.fullmatch(small):
        return match[1] + match[2]
    if match := _PERSON.fullmatch(small):
        if match[2].lower() in ("did", "does"):
            return None  # the verb would change its form
        return f"{match[1]}{match[3]} {match[2]} {match[4]}"
    if (match := _COPULA.fullmatch(small)) and not _PARTICIPLE.match(match[3]):
        return f"{match[1]} {match[3]} {match[2]}"
    words = small.lower().split()
    # "Who invented the telephone": the question word is the subject, the order stays.
    starts_as_subject = words[0] in ("who", "what") and len(words) > 2
    if starts_as_subject and not _AUXILIARIES & set(words[1:]):
        return small
    return None


def _topics(bare: str) -> Iterator[str]:
    """Phrases of the question that hold together: runs of words of subject matter, and two runs."""
    runs = _runs(bare)
    if not runs:
        yield bare
        return
    longest = sorted(runs, key=lambda run: (-len(run.split()), runs.index(run)))[:2]
    yield longest[0]
    if len(longest) > 1:
        yield " and ".join(sorted(longest, key=runs.index))
    else:
        yield longest[0]


def _runs(bare: str) -> list[str]:
    matter = set(keywords(bare).lower().split())
    runs: list[list[str]] = []
    pending: list[str] | None = None  # link words since the last word of matter; None: apart
    for token in bare.split():
        word = token.strip('?!.,;:"“”()')
        if word.lower() in matter and word.lower() not in _LINKS:
            if pending is None:
                runs.append([])
            runs[-1] += [*(pending or []), word]
            pending = None if token[-1:] in ",;:" else []
        elif pending is not None and word.lower() in _LINKS:
            pending.append(word)
        else:
            pending = None
    return list(dict.fromkeys(" ".join(run) for run in runs if run))


def _as_title(topic: str) -> str:
    words = topic.split()
    return " ".join(
        word if at and word.lower() in _LINKS else word[:1].upper() + word[1:]
        for at, word in enumerate(words)
    )


def _uncapitalised(text: str) -> str:
    """A name keeps its capital; a word is taken for one unless it is a function word."""
    first = text.split()[0].lower().strip(",.:") if text.split() else ""
    if first in _QUESTION_WORDS | _AUXILIARIES | _LINKS or first in ("this", "these", "there"):
        return text[:1].lower() + text[1:]
    return text
