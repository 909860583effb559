"""What stands before or after a statement, where the statement alone would mislead.

"None of them lowered the counts." says nothing without the sentence on which it leans, and "It was
once thought that ferns are poisonous." says the opposite without "There is no evidence for this."
A row of a table cannot be read without the row that names its columns. All stay verbatim: the
neighbour is a slice of the document, as the statement is.
"""

import re

from rag.documents import BlockKind, Document
from rag.messages import Neighbour, SpanMessage
from rag.spans import Span

_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
_SELF = (
    r"(?:article|answer|booklet|brief|chapter|class|content|course|document|guide|guidance|handout|"
    r"leaflet|list|masterclass|module|page|paper|post|programme|program|report|review|section|"
    r"seminar|series|session|study|text|training|webinar|workshop|year|month|week)\b"
)
# What it opens with points back, but for "This course", "That said", "It is important to …".
_LEANS = re.compile(
    r"^\W*(?:(?:and|but|so|yet|however|still|therefore|thus|hence|instead|also|then|as such|"
    r"nevertheless|nonetheless|consequently|conversely|similarly|likewise|moreover|otherwise|"
    r"in turn|as a result|in contrast|by contrast|on the other hand|for (?:example|instance)|"
    r"because of|despite|in|by|with|without|against|for|of|from|to|on|at|after|before|during|"
    r"unlike|like|beyond|through)\b\W*)*"
    rf"(?:this|these|those|such)\b(?! (?:[\w-]+ )?{_SELF})|"
    r"^\W*(?:that (?:is|was|can|may|might|could|would|will|has|makes|means|does)\b|"
    r"(?:he|she|they|them|theirs?|his|her)\b|"
    r"it (?!(?:is|was|has been|can be|may be|might be|seems?|appears?|takes?) (?:\w+ )?(?:[\w-]+ )?"
    r"(?:to|that|whether|when|if|how|why|for)\b)"
    r"(?:is|was|has|can|may|might|could|would|will|should|must|does|did|also|then|\w+s|\w+ed)\b|"
    r"(?:all|any|both|each|either|few|many|most|much|neither|none|one|several|some|two|three|half) "
    r"of (?:it|them|these|those|this|that|which)\b|"
    r"(?:both|neither|others?|another|the others?|the (?:former|latter|same|opposite|reverse))\b|"
    r"(?:the|an)other (?:camp|side|half|group|way|one|reason|view|kind|part)s?\b|"
    r"(?:those|the ones) (?:in favou?r|against|for)\b|"
    r"(?:against|for|in favou?r of|without|unlike|besides|instead of) (?:it|them)\b|"
    r"(?:however|but|yet|nevertheless|nonetheless|instead|in contrast|by contrast|conversely|"
    r"therefore|thus|hence|consequently|as a result|otherwise|for (?:example|instance)|if so|"
    r"if not|by doing so|in doing so|doing so|so)\b)|"
    r"^\W*there (?:is|was|are|were) (?:no|little|some|good|strong|weak) \w+ (?:for|of|that|to|in) "
    r"(?:this|these|that|it|them)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"^\W*(?:(?:for (?:a long time|years|decades)|once|traditionally|historically|formerly|"
    r"at first|in the past)\W+)?(?:it (?:was|has been|had been|is|used to be) (?:\w+ )?"
    r"(?:thought|believed|assumed|claimed|argued|said|feared|held|supposed|feared)\b|"
    r"(?:[\w-]+ )?(?:critics|opponents|sceptics|skeptics|proponents|advocates|supporters|some|many|"
    r"others|people|parents|patients|clinicians|therapists|researchers|authors|experts|doctors|"
    r"teachers) (?:[\w-]+ ){0,2}?(?:say|said|argue|argued|claim|claimed|believe|believed|think|"
    r"thought|fear|feared|hold|held|maintain|maintained|contend|contended|suspect|suspected)\b)",
    re.IGNORECASE,
)
# What takes back or limits what stands before it.
_TAKES_BACK = re.compile(
    r"^\W*(?:however|but|yet|nevertheless|nonetheless|still,|in (?:fact|truth|reality)|actually|"
    r"on the contrary|unfortunately|there (?:is|was) (?:no|little|hardly any) (?:\w+ )?(?:evidence|"
    r"proof|support|basis|reason)\b|(?:this|that|these|those) (?:[\w-]+ )?(?:is|was|are|were|has|"
    r"have|did|does|do|turned|proved)(?: (?:been|out))?(?: to be)? ?(?:not\b|n['’]t\b|wrong|false|"
    r"untrue|mistaken|a (?:myth|mistake|misconception)|no longer|never|since been))|"
    r"\b(?:(?:do|does|did|has|have|is|was|are|were|could|can) not|(?:do|does|did|is|was)n['’]t) "
    r"(?:bear|borne|support|supported|confirm|confirmed|find|found|show|shown)\b.{0,40}"
    r"\b(?:this|that|it|these|those|so)\b",
    re.IGNORECASE,
)


def is_reported(sentence: str) -> bool:
    """Whether it tells what others hold or once held: "Critics say that …"."""
    return _REPORTED.match(sentence) is not None


def leans_back(sentence: str) -> bool:
    """Whether it cannot be understood without the one before: "None of them …", "However, …"."""
    return _LEANS.search(sentence) is not None


def neighbours(document: Document, span: Span) -> tuple[Neighbour | None, Neighbour | None]:
    """What stands before a statement on which it leans, and the sentence after that takes it back.

    Args:
        document: whose sentence it is.
        span: of the statement.

    Returns:
        Before: prose of the same section, of a row of a table its header row, or None. After: of
        the same block, or None.
    """
    sentences = document.sentences
    at = document.position_of(span)
    if at is None:
        return None, None
    own = document.blocks[sentences[at].block]
    if own.header is not None:
        return _neighbour(document, document.blocks[own.header].span), None
    if own.kind not in _PROSE:
        return None, None
    text = span.of(document.text)
    before = after = None
    if leans_back(text) and at and _leads_to(document, at):
        before = _neighbour(document, sentences[at - 1].span)
    if at + 1 < len(sentences) and sentences[at + 1].block == sentences[at].block:
        following = sentences[at + 1].span
        if _TAKES_BACK.search(following.of(document.text)):
            after = _neighbour(document, following)
    return before, after


def _leads_to(document: Document, at: int) -> bool:
    """Whether the sentence before is prose of the same block or of the one above in the section."""
    own, above = (document.blocks[document.sentences[i].block] for i in (at, at - 1))
    return above.kind in _PROSE and above.heading_path == own.heading_path


def _neighbour(document: Document, span: Span) -> Neighbour:
    return Neighbour(text=span.of(document.text), span=SpanMessage(start=span.start, end=span.end))
