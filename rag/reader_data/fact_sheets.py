"""Made-up fact sheets: what a page states as "Label: value", and what it leaves out.

No public set of questions has such pages, and a reader that has seen none neither finds "Fee: 40
euros" nor notices that a page names no fee. Everything here is written by rules: no data set.
"""

import random
from collections.abc import Iterator, Sequence

from embeddings.training.example import AnswerWords, ReaderExample
from rag.reader_data.fact_sheet_fields import (
    NEVER_STATED,
    OF_HELD,
    OF_VISITED,
    OF_WRITTEN,
    Field,
)

SOURCE = "fact_sheets"

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
).split("|")
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday".split("|")
_GIVEN = (
    "Anna|Scott|Maria|David|Lena|Tom|Aisha|Peter|Ingrid|Luis|Grace|Omar|Julia|Henry|Mei|Paul|Sofia|"
    "Daniel|Ruth|Ivan|Nora|George|Elif|Martin|Clara|Samuel"
).split("|")
_FAMILY = (
    "Green|Meyer|Okafor|Lindqvist|Baker|Rossi|Tanaka|Novak|Silva|Hughes|Kowalski|Marsh|Brandt|Reyes|"
    "Adeyemi|Fischer|Larsen|Moore|Dubois|Khan|Costa|Walsh|Petrov|Young"
).split("|")
_TOWNS = "Ashcombe|Bishopton|Leeds|Graz|Porto|Utrecht|Cork|Bergen|Lyon|Salem|Dundee|Turin".split(
    "|"
)
_STREETS = "Mill Lane|Harbour Street|Station Road|Park Avenue|Church Street|Elm Row".split("|")
_HALLS = "the Old Dairy|St Anne's Hall|the Town Hall|Room 204|the Lecture Theatre|the Annexe".split(
    "|"
)
_TOPICS = (
    "pottery|first aid|sleep and stress|bird watching|public speaking|data protection|grief|"
    "watercolours|trauma|bread baking|mindfulness|bicycle repair|local history|nutrition|chess|"
    "motivational interviewing|photography|dementia care|garden design|family law|yoga|"
    "project planning|chronic pain|folk dance|negotiation|autism|wine|beekeeping|astronomy|"
    "conflict at work|creative writing|diabetes|sign language|climate|attachment|fire safety"
).split("|")
_HELD = "course|workshop|masterclass|seminar|training|lecture|webinar|class|conference|talk".split(
    "|"
)
_VISITED = "museum|exhibition|gallery|swimming pool|library|garden|castle|zoo".split("|")
_WRITTEN = "article|report|leaflet|study|guide|answer|essay|brief".split("|")

_FILLER = (
    "This {kind} gives a clear understanding of {topic}.",
    "Interest in {topic} has grown over the last years.",
    "People often come to {topic} with wrong ideas about it.",
    "The {kind} explains why {topic} matters in daily life.",
    "In practice, the distinctions are often far from simple.",
    "It has been well received so far.",
    "Failure to recognise this can make matters worse.",
    "Everything that you need to know about {topic} is covered.",
    "The {kind} draws on many years of experience with {topic}.",
    "Questions are welcome at any time.",
)


def fact_sheets(*, n_sheets: int, seed: int) -> Iterator[ReaderExample]:
    """Four questions to each sheet: two that it answers, two that it does not.

    Args:
        n_sheets: made up, each different.
        seed: of the draws.
    """
    rng = random.Random(seed)  # noqa: S311 a draw, not a secret
    for _ in range(n_sheets):
        yield from _sheet(rng)


def _sheet(rng: random.Random) -> Iterator[ReaderExample]:
    kinds, fields = rng.choice(
        ((_HELD, OF_HELD), (_HELD, OF_HELD), (_VISITED, OF_VISITED), (_WRITTEN, OF_WRITTEN))
    )
    kind, topic = rng.choice(kinds), rng.choice(_TOPICS)
    stated = rng.sample(fields, rng.randint(3, min(5, len(fields) - 1)))
    lines, held = _lines(stated, kind, topic, rng)
    things = (f"the {kind}", f"the {kind}", f"the {topic} {kind}", f"the {kind} on {topic}")
    answered = rng.sample(stated, 2)
    silent = [field for field in fields if field not in stated and not _shares(field, stated)]
    for field in answered:
        question = rng.choice(field.questions).format(it=rng.choice(things), kind=kind)
        sentence, value = held[field.name]
        start = lines[sentence].index(value)
        answer = AnswerWords(sentence, start, start + len(value))
        relevant = tuple(i == sentence for i in range(len(lines)))
        yield ReaderExample(SOURCE, question, lines, relevant, answer)
    for _ in range(2):
        questions: Sequence[str] = NEVER_STATED
        if silent and rng.random() < 0.75:
            questions = rng.choice(silent).questions
        question = rng.choice(questions).format(it=rng.choice(things), kind=kind)
        yield ReaderExample(SOURCE, question, lines, (False,) * len(lines))


def _shares(field: Field, stated: Sequence[Field]) -> bool:
    """Whether a stated field answers some of its questions: a mode says where."""
    names = {other.name for other in stated}
    related = {
        "venue": {"mode"},
        "mode": {"venue"},
        "duration": {"time", "credit"},
        "time": {"duration"},
        "credit": {"duration"},
        "pages": {"reading"},
        "author": {"publisher"},
        "publisher": {"author"},
    }
    return bool(related.get(field.name, set()) & names)


def _lines(
    stated: Sequence[Field], kind: str, topic: str, rng: random.Random
) -> tuple[tuple[str, ...], dict[str, tuple[int, str]]]:
    """The sheet's sentences; for each field the position of its line and its value."""
    title = rng.choice(
        (f"{topic.capitalize()} – a {kind}", f"The {topic} {kind}", topic.capitalize())
    )
    filler = [
        text.format(kind=kind, topic=topic) for text in rng.sample(_FILLER, rng.randint(1, 4))
    ]
    facts: list[tuple[str, str, str]] = []
    for field in stated:
        value = _value(field.name, rng)
        if field.said and rng.random() < 0.25:
            line = rng.choice(field.said).format(v=value, kind=kind)
        else:
            line = f"{rng.choice(field.labels)}: {value}"
        facts.append((field.name, line, value))
    before = filler[: rng.randint(0, len(filler))]
    lines = [title, *before, *(line for _, line, _ in facts), *filler[len(before) :]]
    first = 1 + len(before)
    held = {name: (first + i, value) for i, (name, _, value) in enumerate(facts)}
    return tuple(lines), held


def _value(name: str, rng: random.Random) -> str:
    number = rng.randint
    day, month, year = number(1, 28), rng.choice(_MONTHS), number(2012, 2027)
    date = rng.choice(
        (f"{day} {month} {year}", f"{month} {day}, {year}", f"{year}-{number(1, 12):02}-{day:02}")
    )
    person = f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}"
    money = rng.choice(("{} euros", "£{}", "${}", "{} pounds", "{} dollars")).format(number(5, 400))
    hour = number(7, 19)
    values = {
        "date": date,
        "time": rng.choice(
            (
                f"{hour % 12 or 12} {'AM' if hour < 12 else 'PM'} - {number(1, 9)} PM",
                f"{hour}:30 to {hour + 2}:00",
                f"{hour % 12 or 12} AM - 12 noon",
            )
        ),
        "venue": f"{rng.choice(_HALLS)}, {rng.choice(_TOWNS)}",
        "mode": rng.choice(
            (
                "Live on Zoom",
                "Online",
                "In person",
                "Live online or as a recording",
                "Watch as a recording at any time",
                "Hybrid",
            )
        ),
        "fee": rng.choice((money, money, f"{money}, materials included", "free of charge")),
        "duration": rng.choice(
            (
                f"{number(2, 9)} hours",
                f"{number(2, 12)} weeks",
                "one day",
                "half a day",
                f"{number(20, 90)} minutes",
                "three hours",
            )
        ),
        "credit": rng.choice(
            (f"{number(1, 12)} Hours", f"{number(1, 12)} CPD hours", f"{number(1, 30)} points")
        ),
        "leader": person,
        "places": f"{number(6, 60)}" + rng.choice(("", " people", " participants")),
        "level": rng.choice(
            (
                "beginners",
                "all practitioners",
                "advanced students",
                "adults",
                "teachers and parents",
                "nurses",
                "everyone over sixteen",
                "Level 1 and 2",
            )
        ),
        "language": rng.choice(("English", "German", "Spanish", "French with subtitles")),
        "deadline": date,
        "contact": rng.choice(
            (
                f"0{number(100, 999)} {number(10000, 99999)}",
                f"{person.split()[0].lower()}@example.org",
            )
        ),
        "bring": rng.choice(
            (
                "a notebook and a pen",
                "old clothes",
                "two finished pots",
                "your own laptop",
                "comfortable shoes",
            )
        ),
        "hours": f"{rng.choice(_DAYS)} to {rng.choice(_DAYS)}, "
        f"{number(8, 11)} AM - {number(4, 8)} PM",
        "admission": rng.choice((money, f"{money}, children free", "free")),
        "address": f"{number(1, 120)} {rng.choice(_STREETS)}, {rng.choice(_TOWNS)}",
        "tours": f"{rng.choice(_DAYS)} at {number(1, 5)} PM",
        "director": person,
        "visitors": f"{number(2, 90)},000",
        "parking": rng.choice(("behind the building", "none", "in Station Road")),
        "founded": f"{number(1780, 2015)}",
        "author": rng.choice((person, person, f"{rng.choice(_FAMILY)} Institute")),
        "published": date,
        "subject": rng.choice(("Psychology", "Education", "Health", "History", "Law", "Biology")),
        "reading": f"{number(2, 20)} min",
        "publisher": rng.choice(("Harbour Press", "the City Council", "QuickRead", "Open Books")),
        "pages": f"{number(4, 400)}",
        "edition": rng.choice(("second", "4", "2.1", "third, revised")),
    }
    return values[name]
