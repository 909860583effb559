"""What only someone who knows the person can say: "Do I need therapy?", "Am I depressed?".

Documents speak of people in general; a sentence of theirs shown to such a question would pass for
advice. Closed patterns of the whole message: "What helps when I am depressed?" is looked up.
"""

import re

_OPENS = r"^\W*(?:(?:so|but|and|hi|hello|please)\W+)*"
_WHO = (
    r"(?:i|my (?:son|daughter|child|kid|wife|husband|partner|mother|mum|mom|father|dad|sister|"
    r"brother|friend))"
)
_ILLNESS = (
    r"(?:depress(?:ed|ion)|autis(?:m|tic)|adhd|ocd|ptsd|bpd|bipolar|psychosis|psychotic|"
    r"schizophreni[ac]|dementia|cancer|(?:mentally )?ill|sick|crazy|insane|addicted|an addict|"
    r"an alcoholic|(?:social |generali[sz]ed )?(?:anxiety|panic)(?: disorder)?|"
    r"an? (?:\w+ )?(?:disorder|illness|disease|phobia|addiction|diagnosis|condition))"
)
_CARE = (
    r"(?:(?:(?:some|any|more|professional|medical|psychological) )*"
    r"(?:therapy|treatment|medication|medicine|antidepressants?|counsel+ing|psychotherapy|help|"
    r"surgery)|(?:to see )?(?:an?|my) (?:\w+ )?"
    r"(?:therapist|doctor|psychologist|psychiatrist|diagnosis|gp|counsel+or))"
)
_PERSONAL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_OPENS}(?:do|does|could|might|am|is|have) {_WHO}"
        rf"(?: (?:really|just|maybe|still|also|have|got|suffering from))* {_ILLNESS}\W*$",
        rf"{_OPENS}(?:do|should) i (?:really |just |still )?"
        rf"(?:need|get|have|take|start|try|be in|go to|see) {_CARE}\W*$",
        rf"{_OPENS}(?:should|can|may|could|must) i (?:just |really )?"
        r"(?:stop|start|quit|change|increase|reduce|lower|double|skip|come off)"
        r"(?: taking| using)? (?:my|the) (?:\w+ )?"
        r"(?:medication|medicine|meds|pills|tablets|antidepressants?|dose|therapy|treatment)\b",
        rf"{_OPENS}(?:(?:can|could) you )?diagnose (?:me|my)\b",
        r"\bwhat(?:['’]s| is) wrong with me\W*$",
    )
)


def is_personal(message: str) -> bool:
    """Whether it asks what the person who asks, or someone near, has or should do about it."""
    return any(personal.search(message) for personal in _PERSONAL)
