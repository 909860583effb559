"""A thing asked of what was talked of: "Give me an example.", "And the price?"."""

import re
from collections.abc import Iterator, Sequence

from rag.questions.pronouns import agreeing
from rag.questions.question_parts import Clause, Parts
from rag.questions.topics import Topic
from rag.questions.wording import capitalised, lowered, without_end

_I = re.IGNORECASE
_MOST_TOPICS = 2
_OF_TOPIC = re.compile(
    r"^\W*+(?:(?:please|can you|could you|would you) )*+"
    r"(?:give|show|name|tell|list|is there|are there|(?:(?:have|do) you )?(?:got|have))?+"
    r"(?: me| us)?+ ?"
    r"(?:(?:an?|some|one|any|more|another|any other|other|further|two|three|the) )?"
    r"(?:more |other |further |concrete |good |typical |main )?"
    r"(?P<noun>examples?|instances?|details?|types?|kinds?|definition|(?:dis)?advantages|benefits|"
    r"drawbacks|risks|pros and cons|price|cost|costs|purpose|author|date|time|place|venue|reasons?)"
    r"\W*+(?:please\W*+)?$",
    _I,
)
_HAVE_YOU = re.compile(r"^\W*(?:(?:have|do) you )?(?:got|have)\s+", _I)
_ASKED_AS = {"date": "when", "author": "who", "reason": "why", "reasons": "why"}
# "And the time?" after a question about the course: "What time is the course?".
_ASKED_OF = {"date": "what date", "time": "what time", "place": "where", "venue": "where"}


def of_topic(asked: str, before: Parts, topics: Sequence[Topic]) -> Iterator[str]:
    """Of the topic is what "Give me an example." asks for."""
    match = _OF_TOPIC.match(asked)
    if match is None:
        return
    end = asked[match.end("noun") :].strip()
    wanted = re.sub(
        r"^\W*(?:is|are) there (?:an?|any)\b", "the", asked[: match.end("noun")], flags=_I
    )
    wanted = _HAVE_YOU.sub("", wanted)
    wanted = re.sub(r"^any (?=\w+s$)", "the ", wanted, flags=_I)
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
    for topic in topics[1:_MOST_TOPICS]:
        yield f"{capitalised(wanted)} of {topic.text}{end or '.'}"
