"""What form of answer a question asks for, by its wording alone.

After the coarse classes of Li and Roth (COLING 2002), kept to those that change what is shown.
What a fact must hold (a date, a sum, a name) is the matter of `answer_types`.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from rag.index import analysis
from rag.questions.side_asked import MANY_WORTHS, asks_for_both_sides


class QuestionKind(StrEnum):
    """The form of an answer."""

    CONTESTED = "contested"  # both sides: "Is it good or bad?"
    EXAMPLES = "examples"
    LIST = "list"  # several things of one sort
    OTHER = "other"


def kind_of(question: str) -> QuestionKind:
    """The form of answer that the wording asks for; `OTHER` when nothing tells."""
    if asks_for_both_sides(question):
        return QuestionKind.CONTESTED
    for kind, patterns in _SIGNS:
        if any(pattern.search(question) for pattern in patterns):
            return kind
    return QuestionKind.OTHER


class Somewhere(NamedTuple):
    """A question what a thing is, in some place or field.

    Args:
        asked: without the place, "What are safe limits?".
        place: "climbing".
    """

    asked: str
    place: str


def asks_what_is_somewhere(question: str) -> Somewhere | None:
    """What a thing is in some place or field: "What are safe limits in climbing?"."""
    found = _WHAT_IS_SOMEWHERE.match(question)
    return None if found is None else Somewhere(f"{found['asked'].strip()}?", found["place"])


def _any(words: str) -> str:
    """An alternation of the words, " " in them any white space, "|" between."""
    return f"(?:{'|'.join(words.split('|'))})"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_JUDGEMENTS = (
    # "Should …", "Is it ever OK to …": a judgement, on which sources may differ.
    _pattern(
        r"^\W*(?:(?:so|but|then|and) )?(?:should\b|"
        r"(?:is|are|was|were|can|could|would)\b.*\b"
        + _any(
            "ok|okay|alright|all right|wise|good|bad|better|worse|harmful|helpful|unhelpful|"
            "beneficial|detrimental|useful|counterproductive|dangerous|acceptable|advisable|"
            "justified|worth|worthwhile|always|ever|never|safe|fine"
        )
        + r"\b|(?!(?:can|could|will|would) you (?:please )?help\b)"
        r"(?:do|does|can|could|will|would|may|might)\b.*\b"
        + _any("help|hurt|harm|hinder|work|improve|worsen|undermine|benefit")
        + r"\b)"
    ),
    # "When did they agree?" asks for a time, "Where do they disagree?" for no place.
    _pattern(
        r"^(?!\W*(?:when|where(?!\b.{0,40}\b(?:disagree|differ|contradict|conflict))|who|"
        r"how (?:many|much|long))\b)"
        r".*\b(?:debate|debated|conflicting|(?:sources|authors|experts|studies) "
        r"(?:differ|conflict)|controvers\w*|disagree\w*|disput\w*|contested|agree|consensus|"
        r"contradict\w*|discuss critically)\b"
    ),
)
_EXAMPLES = (
    _pattern(r"\b(?:examples?|illustrations?)\b(?!\W*(?:that|which|who)\b)"),
    _pattern(
        r"\bfor instance\b|\be\.g\b|\binstances of\b|\billustrate\b|\b(?:what|which) instances\b"
    ),
    _pattern(r"\b(?:give|name|show|tell)\b(?: me| us)?(?: an?| some| one| any)? instances?\b"),
    _pattern(r"\bshow me (?:one|some)\b|\b(?:concrete|typical) (?:case|instance)s?\b|^\W*sample\b"),
    _pattern(r"\blooks? like\W*(?:in (?:practice|real life|everyday life))?\W*$"),
)
_NO_TERM = _any(
    "the |some |your |their |its |his |her |our |my |it\\b|this\\b|that\\b|these\\b|"
    "those\\b|they\\b|going\\b|good\\b|best\\b|better\\b|wrong\\b|right\\b|needed\\b|"
    "required\\b|allowed\\b|main\\b|possible\\b|\\d"
)
# "What are safe limits in climbing?": what follows says where; one of "of" or "for" says which.
_PLACE_WORD = r"(?!(?:that|which|who|when|if)\b)[\w'’-]+"
_WHAT_IS_SOMEWHERE = _pattern(
    r"^\W*(?P<asked>(?:what(?:'s|’s| is| are))\s+(?:an? |the (?:term|concept|notion) )?"
    rf"(?!{_NO_TERM})(?:(?!(?:of|for|to|on|and|or)\b)[\w'’-]+\s+){{1,4}}?)"
    r"(?:in|during|within)\s+"
    rf"(?P<place>{_PLACE_WORD}(?:\s+{_PLACE_WORD}){{0,4}})\W*$"
)
_MANY = _any("two|three|four|five|six|seven|eight|nine|ten|several|some|various|different|\\d{1,2}")
_SORT = _any("main|key|major|common|possible|other|different|typical|specific|important|practical")
_THINGS = _any(
    f"{MANY_WORTHS}|kinds|types|sorts|forms|ways|steps|stages|phases|reasons|causes|effects|factors|arguments|"
    "problems|methods|techniques|strategies|"
    "measures|rules|signs|symptoms|features|elements|parts|components|ingredients|tools|things|"
    "points|conditions|requirements|items|topics|areas|options|tips|principles|tasks|activities|"
    "materials|consequences|outcomes|differences|similarities|criteria|skills|goals|aspects|"
    "precautions|safeguards|mistakes|levels|formats|exercises|equipment|colours|colors|impacts"
)
_LIST = (
    _pattern(
        rf"^\W*(?:please )?(?:list|enumerate|outline|name (?:the|all|some|{_MANY}))\b|"
        r"\b(?:give|show|tell)\b(?: me| us)? (?:a|the|all the) "
        r"(?:list|ways|reasons|stages|steps)\b|"
        r"\bsummari[sz]e\b|\b(?:all the|different) (?:ways|reasons|points|stages|steps)\b|"
        r"\blist (?:of|the|all|some|me)\b|\blist$"
    ),
    _pattern(
        r"\bwhat are (?:all |some |a few )?(?:of )?"
        r"(?:the|some|all|key|main|major|common|possible|typical|practical)\b"
    ),
    _pattern(rf"\b(?:what|which) (?:are )?(?:the )?(?:{_MANY} )?(?:{_SORT} )*{_THINGS}\b"),
    _pattern(
        r"\bin (?:what|which) ways\b|\bhow many (?:ways|reasons|steps|kinds|types|arguments)\b|"
        r"\bwhat (?:else|all)\b|\bwhich of the\b|\bwhat is new\b|"
        r"\bwhat do(?:es)? .{1,40} (?:need|include|provide)\W*$"
    ),
)
_SIGNS = (
    (QuestionKind.CONTESTED, _JUDGEMENTS),
    (QuestionKind.EXAMPLES, _EXAMPLES),
    (QuestionKind.LIST, _LIST),
)


# Words of the form of a question, not of its matter.
_FORM = frozenset(
    analysis.terms(
        "example illustration illustrate instance list name give show tell outline enumerate main "
        "key major kind type sort please few some any two three"
    )
)


def terms_of_matter(terms: Iterable[str]) -> frozenset[str]:
    """A question's index terms without those of its form, or all where nothing else is left."""
    all_terms = frozenset(terms)
    return all_terms - _FORM or all_terms


_YES_OR_NO = _pattern(
    r"^\W*(?:(?:so|but|then|and|well) )?(?:is|are|was|were|am|do|does|did|can|could|will|would|"
    r"should|may|might|has|have)\b"
)


def asks_yes_or_no(question: str) -> bool:
    """Whether it opens with an auxiliary: sources may say yes and no."""
    return _YES_OR_NO.search(question) is not None


_WHEN = _pattern(r"^\W*(?:(?:so|but|then|and) )?when(?:['’]s| is| are| was| were)\b")


def asks_when(question: str) -> bool:
    """Whether it asks for the time of something: "When is …?", not "When should …?"."""
    return _WHEN.search(question) is not None
