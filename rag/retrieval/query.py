"""A question made ready for both indexes."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from rag.canonical_characters import canonical_question
from rag.index import analysis
from rag.index.spelling import Spelling
from rag.questions.plain_question import plainly

_MOST_SLIPS = 50  # different words of one question that are looked for among the documents
_CONTRACTION = re.compile(r"['’](?!s$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    Args:
        text: as encoded and read: the question with its slips mended, put plainly.
        terms: its index terms, stop words left out.
        vector: (dimension,) float32 of length 1.
    """

    text: str
    terms: tuple[str, ...]
    vector: NDArray[np.float32]

    @property
    def has_words(self) -> bool:
        """Whether there is anything to search for: "???" holds nothing."""
        return any(True for _ in analysis.words(self.text))


def make_query(question: str, *, encoder: Encoder, spelling: Spelling | None) -> Query:
    """The question in canonical characters, put plainly.

    With `spelling`, mistyped words become words of the documents.
    """
    question = canonical_question(question)
    text = plainly(question if spelling is None else mend_spelling(question, spelling))
    terms = tuple(analysis.terms(text))
    return Query(text, terms, encoder.encode_queries([text])[0])


def mend_spelling(question: str, spelling: Spelling) -> str:
    """`question` with each slip replaced by the word that the documents use.

    Contractions are left: "can't" is one letter from "can". So is what follows the first fifty
    words that neither the documents nor the language know: that is no question mistyped.
    """
    found: dict[str, str | None] = {}

    def mended(match: re.Match[str]) -> str:
        if _CONTRACTION.search(match[0]):
            return match[0]
        folded = next(analysis.words(match[0]), "")
        if folded not in found:
            if len(found) == _MOST_SLIPS or not spelling.may_be_slip(folded):
                return match[0]
            found[folded] = spelling.correction(folded)
        return found[folded] or match[0]

    return analysis.WORD.sub(mended, question)
