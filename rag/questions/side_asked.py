"""Which side of a contested matter a question asks for, by its wording: one, both or none."""

import re
from collections.abc import Iterable

from rag.index import analysis
from rag.messages import Group

# What speaks for a thing and what against it, as questions name it; the second of each pair is one
# of it.
_WORTH = {
    Group.SUPPORTS: (
        "benefits advantages upsides merits pros positives strengths gains",
        "benefit advantage upside merit strength",
    ),
    Group.CAUTIONS: (
        "drawbacks disadvantages downsides dangers risks harms cons negatives weaknesses "
        "limitations shortcomings pitfalls hazards concerns",
        "drawback disadvantage downside danger risk harm weakness limitation shortcoming pitfall "
        "hazard concern",
    ),
}


def _any(*words: str) -> str:
    return f"(?:{'|'.join(' '.join(words).split())})"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_ALSO_SAID = {
    Group.SUPPORTS: "pro favour support supporting",
    Group.CAUTIONS: "con oppose opposing objection criticism",
}
# Of both sides: "benefits", "drawbacks".
WORTHS = _any(*(words for side in _WORTH.values() for words in side))
MANY_WORTHS = _any(*(side[0] for side in _WORTH.values()))
# Index terms that name a side, whatever the side is called.
_SIDE_TERMS = {
    analysis.term(word): side.value
    for side, words in _WORTH.items()
    for word in " ".join((*words, _ALSO_SAID[side])).split()
}
SIDE_TERMS = frozenset(_SIDE_TERMS)
_GOOD = _any(
    *_WORTH[Group.SUPPORTS],
    "helps? helping helpful useful beneficial positive rewards? gain supporters? facilitates? "
    "relieves? improves? supports? proponents? advocates? comfort allows? permits?",
)
_BAD = _any(
    *_WORTH[Group.CAUTIONS],
    "hurts? hinders? hindering harmful hurtful unhelpful useless detrimental worsens? negative "
    "counterproductive costs problems? critics interferes? maintains? undermines? obstacles? "
    "opponents? damages? damaging bans? blocks?",
)
_AGAINST = r"(?: [\w'’-]+){0,3}? (?:or|and|versus|vs\.?)(?: [\w'’-]+){0,3}? "
_LET = _any("allow keep use permit accept")
_STOP = _any("eliminat drop remov avoid forbid ban discourag reduc fad minimis minimiz")
_BOTH_SIDES = (
    # "Who supports and maintains it?", "How do I allow or ban a user?" ask for no sides.
    _pattern(
        r"^(?!\W*(?:who|where|how (?:do|can|should) (?:i|you|we|one))\b).*"
        rf"(?:\b(?:{_GOOD}{_AGAINST}{_BAD}|{_BAD}{_AGAINST}{_GOOD})\b|"
        rf"\b{_LET}\w*{_AGAINST}{_STOP}\w*|\b{_STOP}\w*{_AGAINST}{_LET}\w*)"
    ),
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
)
_REASONS = r"\b(?:arguments?|reasons?|evidence|case|points?)"
_FEW_WORDS = r"(?: [\w'’-]+){0,3}?"
_ARGUED = {
    Group.SUPPORTS: _pattern(
        rf"{_REASONS}(?: are there| is there)? for\b|\bargu(?:e|es|ed|ing) for\b|"
        rf"(?:{_REASONS}|\bargu(?:e|es|ed|ing)){_FEW_WORDS} "
        r"(?:in (?:favou?r|support) of|supporting)\b|"
        r"\b(?:proponents|advocates|supporters)\b"
    ),
    Group.CAUTIONS: _pattern(
        rf"(?:{_REASONS}|\bargu(?:e|es|ed|ing)){_FEW_WORDS} against\b|"
        rf"{_REASONS} (?:opposing|not to)\b|"
        r"\b(?:objections?|criticisms?|critics?|opponents)\b"
    ),
}
_NAMED = {side: _pattern(rf"\b{_any(*words)}\b") for side, words in _WORTH.items()}
_ASKS_WORTH = _pattern(
    r"^\W*(?:(?:what|which|list|name|outline|are there|is there)\b.{0,20} |the )?"
    rf"\b{WORTHS}\b.*?(?=\b(?:of|for|in|to|with|from|that|which)\b|$)"
)
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
_OF_DOING_WITHOUT = _pattern(rf"\b{WORTHS} (?:of|in|to|from) {_DOING_WITHOUT}")

_WHO = (
    r"(?:the |these |those |your |our |different |various )?"
    r"(?:documents?|texts?|sources?|articles?|authors?|experts?|papers?|researchers?|specialists|clinicians|therapists|writers|"
    r"views|opinions|positions|they)"
)
_EACH_OTHER = r"(?: with)?(?: each other| one another)"
_DIFFER = (
    r"(?:disagree|differ|diverge|conflict|part ways|say different things|"
    rf"contradict(?:{_EACH_OTHER}| themselves))(?:{_EACH_OTHER})?"
)
_AMONG = rf"(?: (?:among|amongst|between|in|of) (?:{_WHO}|the (?:literature|field|research)))?"
_TOPIC = (
    r"(?:,? (?:on|about|over|around|regarding|concerning|surrounding|in relation to|as regards|"
    r"with regard to|when it comes to) (?P<topic>\w.*?))?(?:,? please)?\W*$"
)
_PLEASE = (
    r"^\W*(?:please )?(?:(?:(?:can|could|would) you |i(?:'d| would) like (?:you )?to )?(?:please )?"
    r"(?:tell|show|give) me |do you know )?"
)
_DISAGREEMENT = (
    r"(?:(?:disagreements?|disputes?|conflicts?|controvers(?:y|ies)|contradictions?|debates?)|"
    r"(?:different|differing|opposing|competing|conflicting|contrasting|two|both) "
    r"(?:views?|opinions?|positions?|sides|camps|perspectives|viewpoints)"
    r"(?: of the (?:argument|debate|matter|question|issue|story))?)"
)
_DISPUTED = tuple(
    _pattern(form + _TOPIC)
    for form in (
        # "How do they differ?" asks of two things that were named before.
        rf"{_PLEASE}(?!(?:how|why) do they differ\b)"
        r"(?:where|on what|about what|in what(?: way)?|how|why) "
        rf"(?:do |does |did )?{_WHO} {_DIFFER}",
        rf"{_PLEASE}what (?:do |does |did )?{_WHO} {_DIFFER}(?: on| about| over)?",
        rf"^\W*(?:do|does|did) (?:all )?{_WHO} (?:all )?(?:{_DIFFER}|agree(?:{_EACH_OTHER})?)",
        rf"^\W*(?:is|are) there (?:any |an? |much |some |still )?{_DISAGREEMENT}{_AMONG}",
        rf"{_PLEASE}(?:what (?:is|are) )?(?:disputed|contested|controversial){_AMONG}",
        rf"{_PLEASE}(?:what (?:is|are) |(?:list|outline|summari[sz]e|explain|describe|compare) )?"
        rf"(?:the |all )*(?:contested (?:points?|matters?)|{_DISAGREEMENT}){_AMONG}",
    )
)
_OPENING = _pattern(r"^\W*(?:(?:and|but|so|ok|okay|well|now)\b[\s,]*)+")
_SIDES_NAMED = _pattern(rf"\b(?:{_GOOD}|{_BAD}|{_LET}\w*|{_STOP}\w*)\b")


def with_sides_named_alike(terms: Iterable[str]) -> frozenset[str]:
    """Index terms, those that name one side of a matter as one: "benefit" and "favour" are."""
    return frozenset(_SIDE_TERMS.get(term, term) for term in terms)


def disputed_in(question: str) -> str | None:
    """On what it asks where the documents differ: "tides" in "Do the sources disagree on tides?".

    Returns:
        The matter in the question's words, empty where it names none ("Where do they disagree?");
        None where it asks for something else.
    """
    asked = _OPENING.sub("", question)
    found = next(filter(None, (form.match(asked) for form in _DISPUTED)), None)
    return None if found is None else found["topic"] or ""


def side_of_worth(word: str) -> Group:
    """The side that a word of `WORTHS` names: "benefits" speak for a thing."""
    is_for = _NAMED[Group.SUPPORTS].fullmatch(word) is not None
    return Group.SUPPORTS if is_for else Group.CAUTIONS


def without_sides(question: str) -> str:
    """Its words but for those that name a side: "Does it help or hurt in water?", "… in water"."""
    return _SIDES_NAMED.sub(" ", question)


def asks_for_both_sides(question: str) -> bool:
    """Whether it names both sides of one matter: "Does it help, and does it hurt?"."""
    return any(pattern.search(question) for pattern in _BOTH_SIDES)


def asks_for_side(question: str) -> Group | None:
    """The one side that it asks for, as "arguments against …" do; None for neither or both."""
    if _WITHOUT_IT.search(question):
        return Group.CAUTIONS
    if _OF_DOING_WITHOUT.search(question):
        return None
    asked = {side for side, argued in _ARGUED.items() if argued.search(question)}
    # "Does the case for tides name a downside?" asks for the other side of what it names, while the
    # "risk" in "the advantages of a risk assessment" belongs to the matter.
    worth = _ASKS_WORTH.search(question)
    asks = question if asked else worth[0] if worth else ""
    asked |= {side for side, named in _NAMED.items() if named.search(asks)}
    return asked.pop() if len(asked) == 1 else None
