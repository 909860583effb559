"""The turns of a conversation: which of them were answered."""

from rag.messages import Turn
from rag.questions.wording import one_line


def turn_of(question: str, passage_ids: tuple[str, ...] = ()) -> Turn:
    """A turn of ours. What was typed was validated as it came in; in NFC it may be longer."""
    return Turn.model_construct(question=question, passage_ids=passage_ids)


def refused_last(history: tuple[Turn, ...]) -> str | None:
    """The last question, where it was not answered and one before it was."""
    last = history[-1] if history else None
    if last is None or last.passage_ids or not any(turn.passage_ids for turn in history):
        return None
    return one_line(last.question)


def answered_of(history: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The turns that were answered: after one that was not, people go back to what was.

    Where no turn says what it cited, nothing is known of any, and all count.
    """
    return tuple(turn for turn in history if turn.passage_ids) or history
