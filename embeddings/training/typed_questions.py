"""Questions as people type them: in a hurry, in key words, with slips, in their own spelling."""

import random
import re
from collections.abc import Callable

from breame.spelling import get_american_spelling, get_british_spelling

_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\S+")
_END = " \t?!."
_SHORT = 3  # letters: a slip in the first letter of so short a word makes it another word

# Words that carry no subject matter. Negations, comparisons and prepositions of time and place
# stay, as a question without them is another question.
_PASSED_OVER = frozenset(
    "what which who whom whose when where why how is are was were am be been being do does did "
    "doing has have had can could shall should will would may might must the a an of to for and "
    "or that this these those it its i me my you your we our us they their them he his him she "
    "her there here some any please tell is s in on at by as with from about into".split()
)
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    key: (row[at - 1 : at] if at else "") + row[at + 1 : at + 2]
    for row in _KEYS
    for at, key in enumerate(row)
}
# {q} the question, {own} the question as it stands inside a longer sentence.
_WRAPPINGS = (
    "I want to know {own}",
    "I'd like to know {own}",
    "please tell me {own}",
    "Can you tell me {own}?",
    "can anyone tell me {own}",
    "I was wondering {own}",
    "I need to find out {own}",
    "help me understand {own}",
    "not sure {own}, can you help?",
    "hi, can you explain {own}?",
    "Hello, I am trying to find out {own}.",
    "do you know {own}?",
    "my teacher asked: {q}",
    "my friend asked me {own}",
    "quick question: {q}",
    "Question for you - {q}",
    "ok so {q}",
    "Hi! {q}",
    "hey, {q} thanks",
    "{q} Thanks in advance!",
    "Sorry if this is a silly question, but {q}",
    "I keep asking myself, {q}",
    "for my homework: {q}",
    "so basically {q}",
)
_SHORT_COPULA = re.compile(
    r"(what|who|where) (is|are|was|were) ((?:(?:the|an?|my|your) )?[^\s?,]+(?: [^\s?,]+){0,4})",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(r"(?:ing|ed|en)\b")


def as_typed(question: str, rng: random.Random) -> str:
    """The question as somebody might type it; `rng` picks one to three changes of form.

    Question marks go, letters are small, letters slip, key words stand alone, British spelling
    becomes American or the reverse, words of courtesy stand around it, apostrophes are missing.

    Returns:
        At least one character that is not white space; the same for the same question and state
        of `rng`. A change that finds nothing to change leaves the question as it is.

    Raises:
        ValueError: the question is empty.
    """
    question = " ".join(question.split())
    if not question:
        raise ValueError("the question is empty; give it at least one word")
    shape: Callable[[str, random.Random], str] = rng.choices(
        (_as_it_is, _as_keywords, _wrapped), weights=(55, 20, 25)
    )[0]
    typed = shape(question, rng)
    changes: list[Callable[[str, random.Random], str]] = [
        change for change, chance in _CHANGES if rng.random() < chance
    ]
    if shape is _as_it_is and not changes:
        changes = [rng.choice(_CHANGES)[0]]
    for change in changes:
        typed = change(typed, rng) or typed
    return typed


def keywords(question: str) -> str:
    """Its words but question words and other stop words, in order; whole when none would stay."""
    bare = (_bare(match[0]) for match in _TOKEN.finditer(question))
    kept = [token for token in bare if token and token.lower() not in _PASSED_OVER]
    return " ".join(kept) or question


def _bare(token: str) -> str:
    """Without punctuation around it; brackets go unless they are its own, as in Lp(a)."""
    token = token.strip('?!.,;:"“”')
    is_bracketed = token.startswith("(") or token.count("(") != token.count(")")
    return token.strip('()?!.,;:"“”') if is_bracketed else token


def _as_keywords(question: str, rng: random.Random) -> str:
    return keywords(question).lower() if rng.random() < 0.7 else keywords(question)


def _as_it_is(question: str, _: random.Random) -> str:
    return question


def _wrapped(question: str, rng: random.Random) -> str:
    wrapping = rng.choice(_WRAPPINGS)
    return wrapping.format(q=_uncapitalised(question), own=_inside_a_sentence(question))


def _inside_a_sentence(question: str) -> str:
    """'What is an axolotl?' as 'what an axolotl is'; others keep their order, as people do."""
    question = _uncapitalised(question).rstrip(_END)
    match = _SHORT_COPULA.fullmatch(question)
    if match is None or _PARTICIPLE.search(match[3].split()[0]):
        return question
    return f"{match[1]} {match[3]} {match[2]}"


def _uncapitalised(question: str) -> str:
    first = question.split()[0].strip("?!.,;:")
    if first.lower() not in _PASSED_OVER or first == "I":
        return question  # it may be a name
    return question[0].lower() + question[1:]


def _without_question_mark(question: str, _: random.Random) -> str:
    return question.rstrip(" ?")


def _in_small_letters(question: str, _: random.Random) -> str:
    return question.lower()


def _without_apostrophes(question: str, _: random.Random) -> str:
    return re.sub(r"(?<=\w)['’](?=\w)", "", question)


def _in_other_spelling(question: str, rng: random.Random) -> str:
    """Every word in American spelling, or every one in British; names stay as they are."""
    other = rng.choice((get_american_spelling, get_british_spelling))

    def respelt(match: re.Match[str]) -> str:
        word = match[0]
        return str(other(word)) if word.islower() else word

    return _WORD.sub(respelt, question)


def _with_slips(question: str, rng: random.Random) -> str:
    """One slip of the keys, or two."""
    places = [
        at
        for match in _WORD.finditer(question)
        for at in range(match.start() + (match.end() - match.start() <= _SHORT), match.end())
    ]
    slips = min(rng.choice((1, 1, 2)), len(places))
    for at in sorted(rng.sample(places, slips), reverse=True):  # places before it stay in place
        question = _with_slip(question, at, rng)
    return question


def _with_slip(question: str, at: int, rng: random.Random) -> str:
    """A letter dropped, doubled, swapped with the next or replaced by a neighbouring key."""
    letter, following = question[at], question[at + 1 : at + 2]
    slips = ["", letter * 2]
    if letter.lower() in _NEIGHBOURS:
        slips.append(rng.choice(_NEIGHBOURS[letter.lower()]))
    if following.isalpha() and following != letter:
        return rng.choice(
            [question[:at] + slip + question[at + 1 :] for slip in slips]
            + [question[:at] + following + letter + question[at + 2 :]] * 2
        )
    return question[:at] + rng.choice(slips) + question[at + 1 :]


_CHANGES: tuple[tuple[Callable[[str, random.Random], str], float], ...] = (
    (_in_other_spelling, 0.15),
    (_without_apostrophes, 0.2),
    (_in_small_letters, 0.4),
    (_without_question_mark, 0.4),
    (_with_slips, 0.25),
)
