"""Messages to whoever answers: "Ignore previous instructions", "Hi!", "Shorter, please.".

No document answers them, and sentences only quoted cannot obey them, talk or be put otherwise. Else
the words around an order may find a sentence ("… and tell me which herbs you like"), "help me" one
about help, and "thanks, that helped" whatever was talked of. What only a doctor or therapist can
say of a person is not looked up either.
"""

import re

from rag.messages import NoAnswerReason
from rag.questions.personal import is_personal


def _whole(part: str) -> re.Pattern[str]:
    """One or more of it, and nothing else.

    What matched is not tried otherwise (atomic): of many parts in a row, that would take time
    exponential in their number.
    """
    return re.compile(rf"^\W*+(?:(?>{part}\b)\W*+)++$", re.IGNORECASE)


_START = r"(?:^|[.!?:;]|\bplease\b)\W*"
_START_OR_COMMA = r"(?:^|[.!?:;,]|\bplease\b)\W*"
_ORDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_START_OR_COMMA}(?:ignore|disregard|forget|override|bypass)\b(?:\W+\w+){{0,3}}?\W+"
        r"(?:instructions?|prompts?|rules|guidelines|restrictions|filters?|documents|sources|"
        r"(?:that )?you(?:['’]re| are| were))\b",
        rf"{_START}you(?:['’]re| are) now\b|\bfrom (?:here|now) on\W+you\b",
        rf"{_START_OR_COMMA}(?:(?:act|behave|respond|reply|answer|speak|talk)\W+(?:as|like)\W+"
        r"(?:if you|an?|my|the|two|dan)\b|(?:assume|take|play) (?:on )?the (?:role|part) of\b|"
        r"pretend (?:to be|(?:that )?you)\b|let['’]?s? (?:us )?role-?play\b)",
        r"\b(?:reveal|show|print|repeat|tell|give|output|display|leak|share|write|translate)\b"
        r"[^.!?]{0,40}\b(?:the|your) (?:\w+ )?system prompt\b",
        r"\byour (?:own )?(?:(?:initial|original|hidden|secret|system) )?prompt\b|"
        r"\byour (?:initial|original|hidden|secret|system) (?:instructions|rules)\b",
    )
)
_THANKS = r"thanks?(?: (?:you|a lot|a bunch|so much|very much))*|thx|cheers"
_THAT = r"(?:that|this|it|which)(?:['’]s|s)?"
_PLEASED = (
    rf"{_THAT} (?:(?:is|was|really|all|so|very|already) )*(?:helps?|helped|helpful|useful|great|"
    r"good|clear|clearer|perfect|interesting|makes? sense|made sense|what i (?:needed|wanted)|"
    r"all(?: i (?:needed|wanted))?)|(?:i )?(?:got it|see|understand|get it)(?: now)?|makes sense|"
    r"(?:very |really |so )?(?:helpful|useful|clear|interesting)|good to know"
)
_SMALL_TALK = _whole(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|ok|okay|please|so|well|oh|and|but|"
    rf"now|no|nope|yes|yeah|yep|um+|hm+|huh|there|{_THANKS}|bye|goodbye|great|nice|perfect|alright|"
    rf"cool|wow|really|how are you(?: (?:today|doing))?|{_PLEASED}|"
    r"who (?:are|made) you|"
    r"what are you|are you (?:a )?(?:real )?(?:human|robot|bot|ai|person|machine)|what is this|"
    r"what(?:['’]s|s| is) your name|do you have a name|"
    r"(?:can|could|would|will) you (?:please )?help(?: me)?|(?:i need )?help(?: me)?(?: please)?|"
    r"i have a question|can i ask (?:you )?(?:something|a question)|test|testing)"
)
_MISSED = r"(?:asked|meant|wanted|needed|was (?:asking|looking))(?: for| about)?"
_MY_QUESTION = r"(?:it|that|this|me|my question|the question)"
# "It isn't helping" may be said of a treatment.
_JUST_SAID = r"(?:that|this)(?:['’]s|s)?"
_DISPLEASED = _whole(
    r"(?:no|nope|but|and|so|well|oh|ok|okay|sorry|hm+|huh|still|ugh|"
    rf"{_JUST_SAID} (?:still |really |just )*(?:(?:is|was)(?: not|n['’]?t)|not) (?:really |very "
    r"|at all |that |so |quite )*(?:help|helping|helpful|useful|right|correct|true|clear|good|it|"
    rf"relevant|enough|(?:an|the) answer|answering {_MY_QUESTION}|what i {_MISSED})|"
    rf"{_JUST_SAID} (?:is |was |really |just |so |all |still |completely |totally )*(?:wrong|"
    r"incorrect|useless|unhelpful|irrelevant|rubbish|nonsense|unclear|off topic|beside the point|"
    r"no (?:help|use|answer))|"
    rf"{_JUST_SAID} (?:does|do|did)(?: not|n['’]?t) (?:really )?(?:help|make sense|answer "
    rf"{_MY_QUESTION})(?: (?:me|much|at all))?|"
    r"you(?:['’]re| are|re) (?:wrong|useless|no help|not (?:helping|helpful|answering))(?: me)?|"
    r"you (?:did|have|do)(?: not|n['’]?t) (?:really )?(?:answer(?:ed)?|help(?:ed)?|understand|"
    rf"understood)(?: {_MY_QUESTION})?|"
    rf"not (?:really |very )?(?:helpful|useful|relevant|what i {_MISSED})|(?:wrong|bad) answer|"
    r"wrong|useless|unhelpful|i (?:meant|asked|wanted) something else|"
    r"i (?:do not|don['’]?t) (?:understand|get)(?: (?:it|that|this|your answer|the answer))?|"
    r"i(?:['’]m| am) (?:still )?confused)"
)
_AGAIN = (
    r"(?:(?:say|put|write|explain|repeat|give|make|show) (?:me )?"
    r"(?:it|that|this|them)(?: again)? )?"
)
_LANGUAGE = (
    r"(?:english|german|french|spanish|italian|dutch|polish|portuguese|turkish|arabic|chinese|"
    r"japanese|russian|ukrainian)"
)
_FORM = _whole(
    rf"(?:please|and|ok|okay|now|but|(?:can|could|would) you|i want it|{_AGAIN}"
    r"(?:a (?:bit|little) )?(?:shorter|longer|simpler|briefer|more (?:briefly|simply|concise)|"
    r"briefly|simply)|"
    rf"{_AGAIN}(?:in|as|with) (?:(?:a|the|some|one|two|three|few|fewer|simple|simpler|short|other|"
    r"your own|numbered) )*(?:bullet(?:s| ?points?| ?list)?|points|table|words|sentences?|"
    rf"lists?|paragraphs?|summary|essay|poem|apa(?: style| format)?|mla|harvard|{_LANGUAGE})|"
    r"(?:shorten|simplify|rephrase|reword|paraphrase|rewrite|summari[sz]e|translate)"
    rf"(?: (?:it|that|this|them|your answer|the answer))?(?: (?:in)?to {_LANGUAGE})?|"
    r"make (?:it|that|this) (?:shorter|longer|simpler)|bullet points?|apa|tl;?dr)"
)
_YOUR_ANSWER = r"(?:that|this|it|so|the answer|your answer)"
_SOURCES = _whole(
    r"(?:please|and|but|ok|okay|so|hm+|"
    r"(?:what(?:['’]s| is| are|s) |any |show (?:me )?|give (?:me )?)?(?:the |your |a )?"
    r"(?:sources?|references?|citations?|link|page)|"
    rf"(?:which|what) (?:source|article|document|text|paper|page|one|file)s? (?:is|was|are|does|do|"
    rf"says?|did) ?(?:{_YOUR_ANSWER}|you)?(?: (?:say|come|taken|quoted|get))?(?: {_YOUR_ANSWER})?"
    r"(?: from)?|"
    rf"where (?:is|does|did|do) (?:{_YOUR_ANSWER}|you|they|the (?:text|article|document)) "
    r"(?:come from|from|say(?: (?:so|that|this))?|taken from|stand|"
    rf"(?:get|find|read) {_YOUR_ANSWER}(?: from)?)|"
    r"(?:says who|who says(?: (?:so|that|this|it))?|who said (?:so|that|this|it)|"
    r"according to whom?)|"
    rf"how do you know(?: {_YOUR_ANSWER})?|are you (?:really )?(?:sure|certain)"
    rf"(?: (?:about|of) {_YOUR_ANSWER})?|is (?:that|this|it) (?:really )?(?:so|true|right|correct)|"
    rf"can i (?:trust|cite) {_YOUR_ANSWER})"
)
_KEPT = r"(?:documents|texts|sources|articles|files|papers|readings|materials|topics|subjects)"
_CONTENTS = _whole(
    r"(?:please|so|and|ok|okay|hi|hello|hey|"
    rf"(?:what|which|how many) {_KEPT} (?:do you (?:have|know|cover|use)|are (?:there|in here|here|"
    r"indexed|available)|can i ask (?:you )?about|have you got)|"
    r"what (?:can|could|should|may|do) (?:i|you|we) (?:ask(?: you)?(?: about)?|do|know(?: about)?|"
    r"cover|answer)(?: (?:here|for me))?|"
    rf"(?:list|show|name)(?: me)? (?:all )?(?:of )?(?:the|your) {_KEPT}|"
    r"how (?:does|do) (?:this|you|it all|this (?:site|chat|thing|page)) work|"
    r"what (?:do you|does this (?:site|chat|page)) (?:do|know|cover))"
)
_REASONS = (
    (_SMALL_TALK, NoAnswerReason.SMALL_TALK),
    (_FORM, NoAnswerReason.FORM),
    (_SOURCES, NoAnswerReason.SOURCES),
    (_CONTENTS, NoAnswerReason.CONTENTS),
    (_DISPLEASED, NoAnswerReason.DISPLEASED),
)


def why_not_looked_up(message: str) -> NoAnswerReason | None:
    """Why a message asks nothing of the documents; None where it may.

    An order may stand beside a question; anything else is the whole of the message.
    """
    if is_personal(message):
        return NoAnswerReason.PERSONAL
    if any(order.search(message) for order in _ORDERS):
        return NoAnswerReason.ORDER
    reason = next((reason for said, reason in _REASONS if said.match(message)), None)
    # "So it's not useful?" is asked of what was talked of.
    is_asked = reason is NoAnswerReason.DISPLEASED and message.rstrip().endswith("?")
    return None if is_asked else reason
