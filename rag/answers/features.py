"""What a sentence shows of answering a question, in numbers, without a trained network."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.answers.answer_types import sign_of_answer
from rag.answers.exemplified import gives_examples_of
from rag.answers.windows import Window
from rag.documents import BlockKind, list_lead_in
from rag.index import analysis
from rag.index.lexical import LexicalIndex
from rag.questions.question_kind import QuestionKind, kind_of, terms_of_matter
from rag.retrieval.query import Query

FEATURES = (
    "cosine",  # of question and sentence
    "passage_cosine",  # of question and passage
    "coverage",  # share of the question's terms, by idf, in the sentence
    "context_coverage",  # the same, in the sentence, its neighbours and headings
    "answer_type",  # the sentence holds a number, date or name where the question asks for one, or
    # names examples of what it asks examples of
    "fitting_fact",  # a label with its value or a byline: 1 of the type asked for; where no type
    # is asked for, 0.5 when it holds a word of the question
    "is_lead_in",  # the sentence ends with a colon: it announces more than it states
)

# "Give me examples of …": the order to answer is no part of what is asked for.
_REQUEST = re.compile(
    r"^\W*(?:please\W+)?(?:(?:can|could|would) you\W+)?(?:please\W+)?"
    r"(?:give|tell|show|list|name|explain|describe|define)\b(?:\W+(?:me|us)\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for, the same for every window that it is read against.

    Args:
        vector: of the question, (dimension,) float32 of length 1.
        weights: idf of each of its terms.
        answer_sign: finds what the question's type expects, None when it has none.
        exemplified: terms of what it asks examples of; none when it asks for something else.
    """

    vector: NDArray[np.float32]
    weights: dict[str, float]
    answer_sign: re.Pattern[str] | None
    exemplified: frozenset[str] = frozenset()


def asked_by(query: Query, lexical: LexicalIndex) -> Asked:
    """The question's terms with their idf in `lexical`, and the type of answer it expects."""
    terms = analysis.terms(_REQUEST.sub("", query.text)) or query.terms
    asks_examples = kind_of(query.text) is QuestionKind.EXAMPLES
    return Asked(
        vector=query.vector,
        weights={term: lexical.idf(term) for term in terms},
        answer_sign=sign_of_answer(query.text),
        exemplified=terms_of_matter(query.terms) if asks_examples else frozenset(),
    )


@dataclass(frozen=True, slots=True)
class WindowTerms:
    """The index terms of a window, found once for all that is asked of it.

    Args:
        of_sentences: of each sentence; a list item is understood with the sentence that leads in
            to its list.
        whole: of all its sentences alone and of the headings above them.
        context: of the headings.
    """

    of_sentences: tuple[frozenset[str], ...]
    whole: frozenset[str]
    context: frozenset[str]


def window_terms(window: Window) -> WindowTerms:
    """The terms of a window's sentences and headings."""
    own = [frozenset(analysis.terms(text)) for text in window.texts]
    context = frozenset(analysis.terms("\n".join(window.passage.context)))
    lead_ins = [
        list_lead_in(window.document, span) if kind is BlockKind.LIST_ITEM else ""
        for span, kind in zip(window.sentences, window.kinds, strict=True)
    ]
    led_in = {text: frozenset(analysis.terms(text)) for text in set(lead_ins)}
    return WindowTerms(
        of_sentences=tuple(
            bag | led_in[lead_in] for bag, lead_in in zip(own, lead_ins, strict=True)
        ),
        whole=context.union(*own),
        context=context,
    )


def window_features(asked: Asked, window: Window, terms: WindowTerms) -> NDArray[np.float64]:
    """out[i, j] = feature FEATURES[j] of the window's sentence i, (n_sentences, n_features)."""
    texts, bags, context = window.texts, terms.of_sentences, terms.context
    weights, expected = asked.weights, asked.answer_sign
    cosines = window.vectors @ asked.vector
    around = _surroundings(window, bags)
    fits = [bool(expected and expected.search(text)) for text in texts]
    rows = [
        (
            float(cosines[i]),
            window.ranked.cosine,
            _coverage(weights, bags[i]),
            _coverage(weights, around[i] | context),
            fits[i] or gives_examples_of(text, asked.exemplified),
            _fact_fit(
                window.kinds[i],
                # A page's date is of the type that any "when" asks for: the question must be near.
                fits_type=fits[i] and bool((around[i] | context) & weights.keys()),
                # "Mode: … after the course date" shares a word with "when is the course".
                shares_word=expected is None and bool(bags[i] & weights.keys()),
            ),
            text.endswith(":"),
        )
        for i, text in enumerate(texts)
    ]
    return np.array(rows, np.float64).reshape(len(texts), len(FEATURES))


# Words that name a type of answer or ask for one, and those for the page itself ("Who published
# the article?"): not what a question is about.
_TYPE_TERMS = frozenset(
    analysis.terms(
        "time date day month year hour minute week today now current last next long old start "
        "begin end finish close open take place cost price fee pay author write written wrote "
        "publish published name number many much tell know find know please let article text page "
        "document paper"
    )
)


def is_elsewhere(asked: Asked, window: Window, terms: WindowTerms) -> bool:
    """Whether the question names things, and the window and its headings none of them.

    A fact is about what its page is about: "When does the zoo close?" is not answered by the hours
    of a course.
    """
    named = asked.weights.keys() - _TYPE_TERMS
    said = terms.whole.union(analysis.terms(window.document.metadata.title))
    return bool(named) and named.isdisjoint(said)


def missing_share(asked: Asked, terms: WindowTerms) -> float:
    """Share of the question's terms, by idf, that neither the window nor its headings hold."""
    return 1.0 - _coverage(asked.weights, terms.whole)


def _fact_fit(kind: BlockKind, *, fits_type: bool, shares_word: bool) -> float:
    if kind is not BlockKind.FACT:
        return 0.0
    return 1.0 if fits_type else 0.5 * shares_word


def _coverage(weights: dict[str, float], bag: frozenset[str]) -> float:
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in bag) / whole if whole else 0.0


def _surroundings(window: Window, bags: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Terms of each sentence and its neighbours; a fact is about all that its passage is about."""
    around = list(bags)
    for i, (left, right) in enumerate(pairwise(bags)):
        around[i] |= right
        around[i + 1] |= left
    passage = frozenset[str]().union(*bags)
    return [
        passage if kind is BlockKind.FACT else near
        for kind, near in zip(window.kinds, around, strict=True)
    ]
