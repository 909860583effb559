"""A question put plainly: "What is a tide?" for "What is meant by a tide, according to the texts?".

"What's wrong with tides?" asks for the drawbacks of tides.

Encoder and reader learnt from questions that come straight to the point; roundabout ones cost them
one to three logits, words that only fill ("ok so …", "actually", "thanks") half of one to one.
Without a question beside them these are left: small talk must stay small talk. So is
"What does … mean?", which asks what a word means.
"""

import re

from rag.questions.in_front import asked_of_thing_in_front


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_DOCUMENTS = (
    r"(?:the|these|those|your|our|my)\s+(?:given |provided )?"
    r"(?:documents?|texts?|sources?|articles?|files?|papers?|readings?|materials?|literature)"
)
_ACCORDING = rf"(?:according to|based on|going by) {_DOCUMENTS}"
_AROUND = (_pattern(rf"^\W*{_ACCORDING}\W+(?=\w)"), _pattern(rf"\b{_ACCORDING}\W*$"))
_ASKS_AT_ONCE = (
    r"(?=(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|"
    r"should|will|would|may|has|have)(?:['’]?s)?\b)"
)
_ASKS_FIRST = _pattern(rf"\W*{_ASKS_AT_ONCE}")
# "ok so what is a tide", "Hi, just wondering, what is a tide?"
_OPENS = _pattern(
    r"^\W*(?:(?:hi|hello|hey|ok|okay|so|well|u+m+|uh|hm+|and|but|also|right|alright|oh|ah|sorry|"
    r"yes|no|please|now|then|basically|actually|honestly|excuse me|thanks|thank you|great|"
    r"(?:i(?: was|['’]m| am) )?just wondering|i(?: was|['’]m| am) wondering|"
    r"(?:(?:a |one )?(?:quick|another|next|new|different) )?question|"
    r"(?:i(?: (?:want|need|would like)|['’]d like) to know|do you know|any idea)"
    r"(?=\W+(?:who|what|when|where|why|how) (?:is|are|was|were|do|does|did|can|should)\b))\b"
    r"[\s,:;.!–-]*)+" + _ASKS_AT_ONCE
)
_FILLS = _pattern(r"(?<=\w)\s+(?:actually|really|basically|exactly|truly|honestly)\b(?=\W*\w)")
_CLOSES = _pattern(
    r"(?<=\w)(?:[\s,;.?!–-]+(?:though|exactly|actually|really|please|pls|plz|thanks|"
    r"thank you|thx|cheers)\b|"
    r"[,;.?!–-]\s*(?:i )?need (?:it|this|them|that) for (?:my|an?|the) \w+(?: \w+)?|"
    r"(?<!\bi)(?<!\byou)(?<!\bwe)\s+(?:i )?need (?:it|this|them|that) for (?:my|an?|the|our) "
    r"(?:\w+ )?(?:essay|exam|test|homework|class|seminar|presentation|paper|assignment|thesis))+"
    r"\W*$"
)
# "Hello, how are you?" is no question of the documents.
_OF_YOU = _pattern(r"^\W*(?:how|who|what|where|are|do)\b.*\byou\b")
# How it is to be said: sentences are only quoted.
_MANNER = _pattern(
    r"\b(?:in (?:simple|plain|easy|lay|layman['’]?s|your own|other|few|a few|simpler|everyday) "
    r"(?:terms|words|language|english)|in a nutshell|in (?:short|brief)|briefly|please|"
    r"(?:in|as|with) (?:(?:an?|short|brief|bulleted|numbered) )*"
    r"(?:bullet ?points?|bullets|table|(?:bullet(?:ed)?|numbered) list)|"
    r"in (?:(?:no more than|at most|about|just|only) )?(?:an?|one|two|three|four|five|\d{1,3}|"
    r"a few|a couple of) (?:(?:short|brief|simple) )?(?:sentences?|paragraphs?|words|lines)|"
    r"as (?:you would|if) to .{1,30}|like i['’]?m (?:five|5|a child)|for (?:beginners|dummies))\W*$"
)
_OF_DOCUMENTS = _pattern(
    rf"^\W*what (?:do|does|did|can) {_DOCUMENTS} (?:say|tell me|tell us|write|state|mention) "
    r"(?:about|on|of) (.+?)\W*$"
)
_ASK = (
    r"(?:(?:please|(?:can|could|would|will) you|do you know|i(?:['’]d| would) like to know|"
    r"i want to know|(?:explain|tell|give|show)(?: to)?(?: me| us)?)\W+)"
)
_TERM = r"(?:the (?:term|concept|notion|idea|word|phrase|expression) (?:of )?)?"
_NOT_NAMED = r"(?:it|this|that|they|these|those|he|she|you|we|i)\b"
# "… what day the course is", "… what time lunch is": the word after "what" asks for a sort of fact.
_FACT = (
    r"(?:date|day|week|month|year|time|hour|kind|sort|type|level|size|age|colou?r|shape|"
    r"language|price|number|name|title)s?\b"
)
_OWNED = r"\b(?:an?|the|my|your|his|her|its|our|their|this|that|these|those)\b"
_ASKS = r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could)\b"
_WRITER = (
    r"(?:you|we|they|people|(?:the |an? )?(?:authors?|writers?|experts?|researchers?)|"
    rf"{_DOCUMENTS})"
)
# "… what kinds there are", "… what time it is": not the thing that is asked for.
_AFTER_A_THING = "".join(
    rf"(?<!\b{word} )" for word in "there it they this that these those".split()
)
_IN = r"(?: (?:here|in\b.{1,40}?))?"
# Ways to ask what a thing is; the group is the thing.
_DEFINITIONS = tuple(
    map(
        _pattern,
        (
            rf"^\W*{_ASK}*what (?:is|are) (?:meant|understood) by {_TERM}(.+?)\W*$",
            rf"^\W*{_ASK}*what (?:do|does) {_WRITER} mean by {_TERM}(.+?)\W*$",
            rf"^\W*{_ASK}+what {_TERM}(?!{_NOT_NAMED}|{_FACT})"
            rf"((?:an? |the )?(?:(?!{_OWNED}).){{1,60}}?) {_AFTER_A_THING}(?:is|are)\W*$",
            rf"^\W*{_ASK}*define {_TERM}(?!{_NOT_NAMED})(.+?)\W*$",
            rf"^\W*how (?:is|are) {_TERM}(?!{_NOT_NAMED})(.{{1,60}}?) defined({_IN})\W*$",
            r"^\W*what (?:do|does) (?:the (?:abbreviation|acronym|letters?|initials) )?"
            rf"(?!{_NOT_NAMED})(.{{1,40}}?) (?:stand|be short) for({_IN})\W*$",
            rf"^\W*how (?:would|do|can|could) (?:you|one|we) define {_TERM}(.+?)\W*$",
            rf"^\W*{_ASK}*(?:what(?: is|['’]s) )?(?:an? |the )?definition of {_TERM}(.+?)\W*$",
            rf"^\W*((?:(?!{_ASKS}|{_OWNED})[\w'’-]+ ){{1,4}})definition\W*$",
        ),
    )
)
# "What is wrong with my boat?" asks for a fault, "What is wrong with boats?" for their drawbacks;
# the group is the thing.
_IN_GENERAL = rf"((?!{_OWNED}|{_NOT_NAMED}|(?:and|or)\b)\w.{{1,60}}?)"
_WORTH = tuple(
    (_pattern(rf"^\W*(?:(?:so|but|and) )?{asked}\W*$"), plain)
    for asked, plain in (
        (
            rf"what(?: is|['’]s) (?:so )?(?:wrong|bad|the (?:problem|trouble)) (?:with|about) "
            rf"{_IN_GENERAL}",
            "What are the drawbacks of {}?",
        ),
        (
            rf"why (?:is|are) {_IN_GENERAL} (?:so )?(?:bad|a problem|a bad (?:thing|idea)|"
            r"problematic|not good)",
            "What are the drawbacks of {}?",
        ),
        (
            r"what (?:speaks|(?:is|can be|could be) (?:said|argued)) (?:both )?"
            rf"for (?:and|or) against {_IN_GENERAL}",
            "What are the arguments for and against {}?",
        ),
        (
            rf"what (?:speaks|counts|(?:is|can be|could be) said) against {_IN_GENERAL}",
            "What are the drawbacks of {}?",
        ),
        (
            rf"what (?:speaks|(?:is|can be|could be) said) (?:for|in favou?r of) {_IN_GENERAL}",
            "What are the benefits of {}?",
        ),
        (rf"what(?: is|['’]s) (?:so )?good about {_IN_GENERAL}", "What are the benefits of {}?"),
        (
            rf"(?:is|are) there (?:really )?(?:no|any|some)thing (?:good|positive|useful) "
            rf"(?:about|in) {_IN_GENERAL}",
            "What are the benefits of {}?",
        ),
        (
            rf"(?:is|are) there (?:really )?(?:no|any|some)thing (?:bad|negative|wrong) "
            rf"(?:about|with|in) {_IN_GENERAL}",
            "What are the drawbacks of {}?",
        ),
        (
            rf"why (?:is|are) {_IN_GENERAL} (?:so )?(?:good|a good (?:thing|idea))",
            "What are the benefits of {}?",
        ),
    )
)
# "Are there any real life examples of tides?", "Sample tides": the group is what they are of.
_SUCH = (
    r"(?:(?:real|true|actual|concrete|typical|good|textbook|everyday|practical|common|classic|"
    r"specific|simple|clear|nice|useful|brief|short|life|world|real-life|real-world)\s+)"
)
_WANTED = (
    rf"(?:{_ASK}|(?:what(?: is|['’]s| are)|(?:is|are) there|(?:do|have) you (?:have |got )?|name|"
    r"list|any)\W+)*(?:(?:an?|the|any|some|one|two|three|a few|more)\s+)?"
)
_EXAMPLES = tuple(
    (_pattern(rf"^\W*{asked} (.+?)\W*$"), "Examples of {}?")
    for asked in (
        rf"{_WANTED}{_SUCH}+(?:examples?|illustrations?|instances?) of",
        rf"{_WANTED}illustrations? of",
        r"(?:is|are) there (?:any|some) examples? of",
        rf"{_SUCH}*(?:samples? of|sample(?= (?:\w+ )?\w+s\b))",
    )
)
# "List the rules." is an order; the group is what is listed.
_ORDERED = _pattern(
    r"^\W*(?:please )?(?:list|name|enumerate|outline|give me|tell me|show me) (?:all )?(?:of )?"
    r"(the (?:\w+ ){0,2}?(?!list\b)\w+s\b(?! list\b).*?)\W*$"
)
_PLAIN_FORMS = ((_ORDERED, "What are {}?"), *_EXAMPLES, *_WORTH)
_IN_FAVOUR_OF = _pattern(r"\b(arguments?|reasons?) in (?:favou?r|support) of\b")
# A reader knows "held" of the past; pages that announce say where a thing takes place.
_WHERE_HELD = _pattern(r"^\W*where (?P<be>is|are) (?P<thing>.{1,80}?) (?:being )?held\W*$")
# What follows the noun that "is" or "are" agrees with.
_AFTER_NOUN = _pattern(
    r"\b(?:in|of|for|by|on|from|with|as|at|to|that|which|who|when|used|between|here)\b"
)
_IS_PLURAL = _pattern(r"[^suia'’]s\W*$|\band\b")
_ENDS_LIKE_A_PLURAL = _pattern(r"\b(?:\w+ics|diabetes|rabies|measles|mumps|lens|news)\W*$")
_IS_ONE = _pattern(r"^\W*an? ")


def plainly(question: str) -> str:
    """The question without its roundabout form; as it is where it has none."""
    text = _without_fillers(question)
    for around in (*_AROUND, _MANNER, _MANNER):  # "… in two sentences, please"
        if around.search(text):
            text = around.sub("", text).rstrip(" ,;:–-") or text
    if found := _OF_DOCUMENTS.search(text):
        return found[1]
    text = asked_of_thing_in_front(text) or text
    text = _IN_FAVOUR_OF.sub(r"\1 for", text)
    if found := _WHERE_HELD.search(text):
        does = "does" if found["be"].casefold() == "is" else "do"
        return f"Where {does} {found['thing']} take place?"
    for form, plain in _PLAIN_FORMS:
        if found := form.search(text):
            return plain.format(found[1])
    for definition in _DEFINITIONS:
        if found := definition.search(text):
            return _what_is("".join(part or "" for part in found.groups()).strip())
    return text


def _without_fillers(question: str) -> str:
    """The question alone: "What is a tide?" for "ok so what actually is a tide though"."""
    text = _OPENS.sub("", question)
    if not _ASKS_FIRST.match(text) or (text != question and _OF_YOU.match(text)):
        return question
    closed = _CLOSES.sub("", text)
    ends_as_question = text.rstrip(" .!").endswith("?") or "?" in text[len(closed) :]
    return _FILLS.sub("", closed) + ("?" if ends_as_question and closed != text else "")


def _what_is(thing: str) -> str:
    noun = _AFTER_NOUN.split(thing, maxsplit=1)[0].strip()
    is_one = _IS_ONE.search(thing) or _ENDS_LIKE_A_PLURAL.search(noun)
    is_plural = _IS_PLURAL.search(noun) and not is_one
    return f"What {'are' if is_plural else 'is'} {thing}?"
