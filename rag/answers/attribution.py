"""Whose words a question asks for: "What does Ann Lee say about ferns?", "According to Lee, …?"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers.windows import Window
from rag.index import analysis

_I = re.IGNORECASE
_SAY = (
    r"(?:say|think|write|recommend|advise|suggest|argue|claim|find|found|conclude|report|believe|"
    r"hold|make|teach|said|written|thought|recommended|argued|claimed|concluded|reported)"
)
_NAME = r"(?P<name>[^\s,?]+(?: [^\s,?]+){0,7}?)"
_MATTER = r"(?P<matter>\w.*?)\W*$"
_SAID = tuple(
    re.compile(pattern, _I)
    for pattern in (
        rf"^\W*what (?:do|does|did|has|have|would) {_NAME} {_SAY} "
        rf"(?:about|on|of|regarding) {_MATTER}",
        rf"^\W*what (?:is|are|was|were) {_NAME}['’]s? (?:own )?"
        r"(?:views?|opinions?|position|stance|advice|recommendations?|arguments?|findings?) "
        rf"(?:about|on|of|regarding) {_MATTER}",
        rf"^\W*according to {_NAME}\s*,\s*{_MATTER}",
        rf"^\W*(?P<matter>\w.*?)[\s,;:–-]*\baccording to {_NAME}\W*$",
        rf"^\W*(?:is|was) {_NAME} (?:for|against|in favou?r of|opposed to|critical of) {_MATTER}",
    )
)
_MOST_OF_PHRASE = 3
_IS_QUESTION = re.compile(
    r"^\W*(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|do|does|did|can|could|"
    r"should|would|will|may|might|must|has|have)\b",
    _I,
)
_NO_NAME = re.compile(
    r"^(?:an?|any|the|this|that|these|those|it|he|she|they|we|you|i|one|someone|people|most|many|"
    r"some|his|her|their|your|our|my|research|science|evidence|literature|experts?|researchers?|"
    r"authors?|scientists?|what|who|which)\b",
    _I,
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is asked of one author's words.

    Args:
        name: as it was typed.
        matter: the question without it, or what it is about.
    """

    name: str
    matter: str

    @property
    def is_written_as_name(self) -> bool:
        """Whether it begins with a capital: else it may be any words, or a name as typed fast."""
        return self.name[:1].isupper()

    def may_be_in(self, windows: Sequence[Window]) -> bool:
        """Whether a passage says the matter in its very words, where that is two or three.

        "Safety behaviours" are not behaviours that are safe. More words are a question.
        """
        asked = analysis.terms(self.matter)
        if _IS_QUESTION.match(self.matter) or not 2 <= len(asked) <= _MOST_OF_PHRASE:
            return True
        said = (analysis.terms(text) for window in windows for text in window.texts)
        return any(_holds(terms, asked) for terms in said)


def _holds(terms: Sequence[str], phrase: Sequence[str]) -> bool:
    n = len(phrase)
    return any(terms[i : i + n] == phrase for i in range(len(terms) - n + 1))


def attribution_in(question: str) -> Attribution | None:
    """Whose words it asks for; None where it asks for nobody's, or for "the authors'"."""
    for said in _SAID:
        found = said.match(question)
        if found is not None and not _NO_NAME.match(found["name"]):
            return Attribution(found["name"], found["matter"])
    return None
