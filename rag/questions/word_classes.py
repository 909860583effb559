"""The words of a question, told apart by closed classes and a list of verbs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rag.index import analysis
from rag.questions.verbs import ALSO_NOUNS, ONLY_VERBS, PAST_FORMS
from rag.spans import Span

BE = frozenset("is are was were be been being isn't aren't wasn't weren't 's 're".split())
HAVE = frozenset("has have had hasn't haven't hadn't".split())
DO = frozenset(
    "do does did can could will would shall should may might must don't doesn't didn't can't won't "
    "couldn't wouldn't shouldn't cannot".split()
)
AUXILIARIES = BE | HAVE | DO
WH = frozenset("what which who whom whose when where why how".split())
DETERMINERS = frozenset(
    "the a an this that these those my your our his her its their some any each every no all both "
    "another other several many few".split()
)
PRONOUNS = frozenset(
    "i you we he she it they me us him them one ones this that these those there someone anyone "
    "everyone somebody anybody everybody people's something anything everything "
    "thats whats theres".split()
)
PREPOSITIONS = frozenset(
    "of on in at for to from with without about between by into onto over under after before "
    "during against among as through within across per via versus vs since until towards toward "
    "near around behind beyond despite besides than like".split()
) | {"with regard to"}
# Prepositions that make one noun phrase of two: "the article on tailoring tasks".
JOINERS = frozenset("of on for in between about to with from at against versus vs".split())
CONJUNCTIONS = frozenset("and or but if when because while that whether so nor although".split())
ADVERBS = frozenset(
    "not very often really usually ever also exactly then there here particularly especially so "
    "too actually always never still already just only even now again later please well much "
    "together apart alone alike most more less least once twice today long far ago back up out "
    "off down away".split()
)
ADJECTIVES = frozenset(
    "live online free good bad open closed safe available mixed better worse necessary important "
    "hard easy old new big large short high low cheap expensive early late true false right wrong "
    "normal common rare controversial dangerous popular famous ready full empty strong weak legal "
    "clear similar different same such own able worth likely afraid aware "
    "due curious responsible first last ultimate sure certain".split()
)
_NOUNS_IN_LY = frozenset(
    "family supply reply assembly anomaly butterfly italy july monopoly".split()
)
ADJECTIVE_END = re.compile(r"(?:al|ful|ous|ive|able|ible|ic|ant|ent|less|ish|ary)$")
# "What's": two words, while "Tesla's" is one.
_TOKEN = re.compile(
    r"\bwith regard to\b|"
    r"(?i:\b(?:what|who|where|when|how|why|that|there)(?=['’](?:s|re)\b)|['’](?:s|re)\b)|"
    r"[\w$£€%+#&][\w'’&.,/–-]*(?<![.,])['’]?|[^\w\s]"
)


def is_adverb_in_ly(folded: str) -> bool:
    return (
        folded.endswith("ly")
        and len(folded) > 4
        and "-" not in folded
        and folded not in _NOUNS_IN_LY
    )


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question."""

    text: str
    span: Span

    @property
    def folded(self) -> str:
        return self.text.casefold().replace("’", "'")

    @property
    def is_word(self) -> bool:
        return self.text[:1].isalnum() or self.text[:1] in "$£€"

    @property
    def is_auxiliary(self) -> bool:
        return self.folded in AUXILIARIES

    @property
    def names_something(self) -> bool:
        """Whether it may stand in a noun phrase and is no mere joint of the sentence."""
        folded = self.folded
        if self.is_name and self.span.start and folded in WH:
            return True  # "Doctor Who"
        return self.is_word and not (
            (is_adverb_in_ly(folded))
            or folded in AUXILIARIES
            or folded in WH
            or folded in DETERMINERS
            or folded in PRONOUNS
            or folded in PREPOSITIONS
            or folded in CONJUNCTIONS
            or folded in ADVERBS
        )

    @property
    def is_name(self) -> bool:
        return self.text[:1].isupper()


def words_of(text: str) -> tuple[Word, ...]:
    return tuple(_words(text))


def first_word_of(text: str) -> Word | None:
    """The first word, without a look at the others."""
    return next(_words(text), None)


def has_more_words(text: str, most: int) -> bool:
    """Whether the text has more than `most` words, without a look at those after."""
    return next(islice(_words(text), most, None), None) is not None


def _words(text: str) -> Iterator[Word]:
    return (Word(m[0], Span(m.start(), m.end())) for m in _TOKEN.finditer(text))


def is_verb(word: Word) -> bool:
    if word.is_name and word.span.start:
        return False
    folded = word.folded
    return (
        analysis.term(folded) in ONLY_VERBS
        or folded in PAST_FORMS
        or folded.endswith(("ify", "ise", "ize", "ifies", "ises", "izes"))
    )


def may_be_verb(word: Word) -> bool:
    return is_verb(word) or analysis.term(word.folded) in ALSO_NOUNS or is_past(word)


def is_past(word: Word) -> bool:
    folded = word.folded
    if word.is_name and word.span.start:
        return False  # "the United States"
    return folded in PAST_FORMS or (
        folded.endswith("ed") and not folded.endswith("eed") and len(folded) > 4
    )


def is_adjective(word: Word) -> bool:
    return not word.is_name and bool(ADJECTIVE_END.search(word.folded))
