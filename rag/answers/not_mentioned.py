"""Words of a question that no document uses: "OCD" where none speaks of it.

An answer to the rest of the question may still be right, and is shown; that it says nothing of OCD
is for the person who asks to know. It is told, not guessed: the index holds every word.
"""

from collections.abc import Callable, Iterable

from rag.index import analysis
from rag.questions.asking_words import ASKING
from rag.questions.word_classes import ADJECTIVES, Word, is_adjective, may_be_verb, words_of

_MOST = 5  # words told
_SHORTEST = 2  # characters
# Nouns of any question, and words that only look like nouns.
_EMPTY = frozenset(
    analysis.term(word)
    for word in (
        "people person lot bit piece page article text document paper class field point opinion "
        "rid case fact afterwards instead longer halfway sudden beforehand nobody somebody anybody "
        "everybody hello today tomorrow yesterday cheaper pls plz thx tip tips row middle "
        "side sides source sources either elsewhere altogether straight"
    ).split()
)


def not_mentioned(questions: Iterable[str], is_used: Callable[[str], bool]) -> tuple[str, ...]:
    """The nouns and names of the questions that no document uses, each once, at most five.

    Args:
        questions: as they were understood, slips mended.
        is_used: whether a passage of the index holds an index term.
    """
    words = (word for question in questions for word in words_of(question))
    missing = (word.text for word in words if _is_noun(word) and not _is_known(word, is_used))
    return tuple(dict.fromkeys(missing))[:_MOST]


def _is_noun(word: Word) -> bool:
    if not word.names_something or len(word.text) < _SHORTEST or "'" in word.folded:
        return False
    if word.is_name and word.span.start:
        return True
    return not (
        may_be_verb(word)
        or is_adjective(word)
        or word.folded in ADJECTIVES
        or word.folded.endswith("ing")
    )


def _is_known(word: Word, is_used: Callable[[str], bool]) -> bool:
    """Whether a part of it is used ("trauma" of "trauma-informed"), or is no matter at all."""
    terms = analysis.terms(word.text)
    return not terms or any(term in ASKING or term in _EMPTY or is_used(term) for term in terms)
