"""Questions that ask a paragraph for another thing than it tells: one noun is exchanged.

"How did the plague affect trade?" becomes "How did the plague affect language?": everything else
still fits the paragraph. Names, numbers and opposites are `altered_questions`' matter.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from embeddings.training.example import ReaderExample
from rag.index import analysis
from rag.reader_data.rewritten_questions import rewritten_questions
from rag.reader_data.squad import SquadParagraph

SOURCE = "exchanged"

# Where a noun stands, as far as its neighbours tell: after an article, a preposition or an
# interrogative, before a preposition, an auxiliary or the end.
_NOUN = re.compile(
    r"\b(?P<before>the|of|for|in|on|to|an|a|by|at|what|with|much|many|which|about) "
    r"(?P<noun>[a-z]{4,})"
    r"(?=\W*$| (?:of|in|for|on|at|to|from|with|by|"
    r"did|does|do|is|are|was|were|has|have|can)\b)"
)
_VERB = re.compile(r"(?:ing|ed)$")
_TRIES = 8

NounSlots = Mapping[str, Sequence[str]]


def exchanged_nouns(
    paragraphs: Sequence[SquadParagraph], *, n_examples: int, seed: int
) -> Iterator[ReaderExample]:
    """Examples without an answer.

    Args:
        paragraphs: the questions on an article give the nouns for its others.
        n_examples: as many are drawn, if there are so many questions to change.
        seed: of the draws.
    """
    of_article: defaultdict[str, list[str]] = defaultdict(list)
    for paragraph in paragraphs:
        asked = (question for question in paragraph.questions if question.answer is not None)
        of_article[paragraph.title].extend(question.text for question in asked)
    slots = {title: noun_slots(questions) for title, questions in of_article.items()}
    return rewritten_questions(
        paragraphs,
        lambda text, paragraph, rng: exchange(text, paragraph.context, slots[paragraph.title], rng),
        source=SOURCE,
        n_examples=n_examples,
        seed=seed,
    )


def noun_slots(questions: Iterable[str]) -> NounSlots:
    """The nouns that the questions hold, each as often as it is asked for, by the word before."""
    slots: defaultdict[str, list[str]] = defaultdict(list)
    for question in questions:
        for match in _nouns(question):
            slots[match["before"]].append(match["noun"])
    return slots


def exchange(question: str, context: str, nouns: NounSlots, rng: random.Random) -> str | None:
    """The question with one noun exchanged for another of its slot, else None.

    The other stands neither in the question nor in `context`, and is a plural if the first is.
    """
    found = [match for match in _nouns(question) if nouns.get(match["before"])]
    if not found:
        return None
    match = rng.choice(found)
    held = frozenset(analysis.terms(f"{question} {context}"))
    for _ in range(_TRIES):
        other = rng.choice(nouns[match["before"]])
        if other.endswith("s") == match["noun"].endswith("s") and analysis.term(other) not in held:
            return question[: match.start("noun")] + other + question[match.end() :]
    return None


def _nouns(question: str) -> Iterator[re.Match[str]]:
    for match in _NOUN.finditer(question):
        if match["noun"] not in analysis.STOP_WORDS and not _VERB.search(match["noun"]):
            yield match
