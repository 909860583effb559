"""A question with the turns before it, asked as a chat asks it."""

from collections.abc import Callable, Sequence

from rag.messages import Answer, AskRequest, Turn

Ask = Callable[[AskRequest], Answer]


def history_of(earlier: Sequence[str], ask: Ask) -> tuple[Turn, ...]:
    """The earlier questions, each asked, with the passages that its answer cites."""
    history: tuple[Turn, ...] = ()
    for question in earlier:
        answer = ask(AskRequest(question=question, history=history))
        cited = tuple(dict.fromkeys(citation.passage_id for citation in answer.citations))
        history = (*history, Turn(question=question, passage_ids=cited))
    return history
