"""What form of answer a question asks for, by its wording alone.

After the coarse classes of Li and Roth (COLING 2002), kept to those that change what is shown.
What a fact must hold (a date, a sum, a name) is `features.asked_by`'s matter.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from rag.index import analysis
from rag.messages import Group


class QuestionKind(StrEnum):
    """The form of an answer."""

    CONTESTED = "contested"  # both sides: "Is it good or bad?"
    EXAMPLES = "examples"
    LIST = "list"  # several things of one sort
    DEFINITION = "definition"
    OTHER = "other"


def kind_of(question: str) -> QuestionKind:
    """The form of answer that the wording asks for; `OTHER` when nothing tells."""
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


def asks_for_both_sides(question: str) -> bool:
    """Whether it names both sides of one matter: "Does it help, and does it hurt?"."""
    return any(pattern.search(question) for pattern in _BOTH_SIDES)


def _any(words: str) -> str:
    """An alternation of the words, " " in them any white space, "|" between."""
    return f"(?:{'|'.join(words.split('|'))})"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_GOOD = _any(
    "helps?|helping|helpful|useful|beneficial|benefits?|advantages?|strengths?|pros|upsides?|"
    "positives?|merits?|rewards?|gains?|supporters?|facilitates?|relieves?|improves?|supports?|"
    "proponents?|advocates?|comfort|allows?|permits?"
)
_BAD = _any(
    "hurts?|harms?|hinders?|hindering|harmful|hurtful|unhelpful|useless|detrimental|worsens?|"
    "counterproductive|risks?|costs|disadvantages?|drawbacks?|weaknesses|cons|downsides?|"
    "negatives?|dangers?|problems?|critics|interferes?|maintains?|undermines?|obstacles?|"
    "opponents?|damag(?:e|es|ing)|bans?|blocks?"
)
_AGAINST = r"(?: [\w'’-]+){0,3}? (?:or|and|versus|vs\.?)(?: [\w'’-]+){0,3}? "
_LET = _any("allow|keep|use|permit|accept")
_STOP = _any("eliminat|drop|remov|avoid|forbid|ban|discourag|reduc|fad|minimi[sz]")
_BOTH_SIDES = (
    _pattern(rf"\b(?:{_GOOD}{_AGAINST}{_BAD}|{_BAD}{_AGAINST}{_GOOD})\b"),
    _pattern(
        r"\b(?:good or bad|bad or good|right or wrong|wise or unwise|"
        r"safe or (?:unsafe|dangerous|risky)|"
        r"better or worse|friends? or (?:a )?(?:foes?|enem(?:y|ies))|blessing or (?:a )?curse|"
        r"worth it|more harm than good)\b"
    ),
    _pattern(
        r"\b(?:for and against|(?:both|two|different|either) sides?|opposing views|"
        r"(?:each|both|either) camps?|"
        r"views .{0,40}differ|pros? (?:and|&|or) cons?)\b"
    ),
    _pattern(rf"\b{_LET}\w*{_AGAINST}{_STOP}\w*|\b{_STOP}\w*{_AGAINST}{_LET}\w*"),
)
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
    # "When did they agree?" asks for a time.
    _pattern(
        r"^(?!\W*(?:when|where|who|how (?:many|much|long))\b)"
        r".*\b(?:debate|debated|controvers\w*|disagree\w*|disput\w*|contested|agree|consensus|"
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
_DEFINITION = (
    _pattern(
        r"\b(?:define|definition|defined|meaning of|is meant by|mean by|meant by|"
        r"what do(?:es)? .{1,60} mean\b|explain (?:the )?(?:term|concept|notion|idea|phrase|word)|"
        r"(?:explain|describe|tell me) what .{1,60} (?:is|are|means?)\W*$|what exactly (?:is|are))"
    ),
)
_NO_TERM = _any(
    "the |some |your |their |its |his |her |our |my |it\\b|this\\b|that\\b|these\\b|"
    "those\\b|they\\b|going\\b|good\\b|best\\b|better\\b|wrong\\b|right\\b|needed\\b|"
    "required\\b|allowed\\b|main\\b|possible\\b|\\d"
)
_BARE_WHAT_IS = _pattern(
    r"^\W*(?:(?:so|and|then) )?(?:what(?:'s|’s| is| are| was| were)|whats)\s+"
    rf"(?:an? |the (?:term|concept|notion) )?(?!{_NO_TERM})(?:[\w'’-]+\s*){{1,5}}\W*$"
)
# "What are safe limits in climbing?": what follows says where; one of "of" or "for" says which.
_WHAT_IS_SOMEWHERE = _pattern(
    r"^\W*(?P<asked>(?:what(?:'s|’s| is| are))\s+(?:an? |the (?:term|concept|notion) )?"
    rf"(?!{_NO_TERM})(?:(?!(?:of|for|to|on|and|or)\b)[\w'’-]+\s+){{1,4}}?)"
    r"(?:in|during|within)\s+(?P<place>(?:(?!(?:that|which|who|when|if)\b)[\w'’-]+\s*){1,5})\W*$"
)
_MANY = _any("two|three|four|five|six|seven|eight|nine|ten|several|some|various|different|\\d{1,2}")
_SORT = _any("main|key|major|common|possible|other|different|typical|specific|important|practical")
_THINGS = _any(
    "kinds|types|sorts|forms|ways|steps|stages|phases|reasons|causes|effects|factors|arguments|"
    "benefits|advantages|disadvantages|drawbacks|risks|problems|methods|techniques|strategies|"
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
    (QuestionKind.CONTESTED, (*_BOTH_SIDES, *_JUDGEMENTS)),
    (QuestionKind.EXAMPLES, _EXAMPLES),
    (QuestionKind.DEFINITION, _DEFINITION),
    (QuestionKind.LIST, _LIST),
    (QuestionKind.DEFINITION, (_BARE_WHAT_IS,)),
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


_REASONS = r"\b(?:arguments?|reasons?|evidence|case|points?)"
_FEW_WORDS = r"(?: [\w'’-]+){0,3}?"
_IN_FAVOUR = _pattern(
    rf"{_REASONS}(?: are there| is there)? for\b|\bargu(?:e|es|ed|ing) for\b|"
    rf"(?:{_REASONS}|\bargu(?:e|es|ed|ing)){_FEW_WORDS} (?:in (?:favou?r|support) of|supporting)\b|"
    r"\b(?:proponents|advocates|supporters)\b|"
    r"^\W*(?:(?:what|which|list|name|outline|are there|is there)\b.{0,20} |the )?"
    r"\b(?:benefits?|advantages?|upsides?|merits|pros|positives)\b"
)
_AGAINST_IT = _pattern(
    rf"(?:{_REASONS}|\bargu(?:e|es|ed|ing)){_FEW_WORDS} against\b|{_REASONS} (?:opposing|not to)\b|"
    r"\b(?:objections?|criticisms?|critics?|opponents)\b|"
    r"^\W*(?:(?:what|which|list|name|outline|are there|is there)\b.{0,20} |the )?"
    r"\b(?:drawbacks?|disadvantages?|downsides?|dangers|risks|cons|negatives|harms)\b"
)
_SAYS_GOOD, _SAYS_BAD = _pattern(rf"\b{_GOOD}\b"), _pattern(rf"\b{_BAD}\b")
# "Reasons for cutting down on …", "Why should they drop …?": the side against it.
_DOING_WITHOUT = (
    rf"(?:\w+ ){{0,2}}(?:{_STOP}\w*|(?:cut|cutting) (?:down|back|out)|phas(?:e|ing) out|"
    r"giv(?:e|ing) up|(?:get|getting) rid|limit\w*|stop\w*)\b"
)
_WITHOUT_IT = _pattern(
    rf"{_REASONS}(?: are there| is there)? for {_DOING_WITHOUT}|"
    rf"^\W*why (?:should|must|is it (?:\w+ )?(?:to|that))\b.{{0,40}}\b{_DOING_WITHOUT}|"
    r"^\W*why (?:should|must|may|can)\b.{0,60}\bnot be\b"
)
# What is good or bad in leaving it off: either side may say so.
_OF_DOING_WITHOUT = _pattern(rf"\b(?:{_GOOD}|{_BAD}) (?:of|in|to|from) {_DOING_WITHOUT}")


def asks_for_side(question: str) -> Group | None:
    """The one side that it asks for, as "arguments against …" do; None for neither or both."""
    if _WITHOUT_IT.search(question):
        return Group.CAUTIONS
    if _OF_DOING_WITHOUT.search(question):
        return None
    # "Does the case for tides name a downside?" asks for the other side of what it names.
    in_favour = bool(_IN_FAVOUR.search(question)) and not _SAYS_BAD.search(question)
    against = bool(_AGAINST_IT.search(question)) and not _SAYS_GOOD.search(question)
    if in_favour == against:
        return None
    return Group.SUPPORTS if in_favour else Group.CAUTIONS
