"""Follow-up questions against the same questions asked in full, and questions that stand alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from rag.conversation import history_of
from rag.engine import Engine
from rag.errors import QuestionFileError
from rag.evaluation.questions import Question
from rag.messages import Answer, AskRequest

_SHOWN_FIRST = 3  # statements among which one has to be right

# (a statement's text, the id of the document that it is cited from) -> whether it answers
IsRight = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A follow-up with what it means.

    Args:
        name: of the entry.
        turns: questions, oldest first; the last one leans on the others.
        full: the last one as it would be asked alone.
        is_right: whether a statement answers.
    """

    name: str
    turns: tuple[str, ...]
    full: str
    is_right: IsRight


@dataclass(frozen=True, slots=True)
class FollowUpOutcome:
    """How one conversation went.

    Args:
        name: of the conversation.
        right: whether the follow-up got a right statement among the first three.
        full_right: whether its full form did.
        same_first: whether both have the same first statement, or neither has any.
        interpreted_as: what the follow-up was taken to mean, None as it stands.
    """

    name: str
    right: bool
    full_right: bool
    same_first: bool
    interpreted_as: str | None

    @property
    def as_full(self) -> bool:
        """Answered as its full form, or better: the same first statement, or a right one."""
        return self.same_first or self.right


def conversations_of(questions: Iterable[Question]) -> tuple[Conversation, ...]:
    """The follow-ups of a question file that say what they mean."""
    return tuple(
        Conversation(question.question_id, question.turns, question.full, _finds(question))
        for question in questions
        if question.full and len(question.turns) > 1
    )


def squad_conversations(path: Path) -> tuple[Conversation, ...]:
    """Follow-ups on paragraphs of a SQuAD file: `rag/evaluation/squad_follow_ups.yaml`'s format.

    Raises:
        QuestionFileError: the file cannot be read, or an entry lacks a field.
    """
    try:
        entries: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(
            Conversation(
                name=entry["id"],
                turns=tuple(entry["turns"]),
                full=entry["full"],
                is_right=_holds(f"{entry['title']}/{entry['paragraph']}", tuple(entry["any"])),
            )
            for entry in entries
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise QuestionFileError(
            f"{path} is no file of follow-ups ({type(error).__name__} {error}); an entry needs id, "
            "title, paragraph, turns, full and any"
        ) from error


def ask_follow_ups(
    engine: Engine, conversations: Sequence[Conversation]
) -> tuple[FollowUpOutcome, ...]:
    """Ask each conversation turn by turn, and its full form alone."""
    return tuple(_outcome(engine, conversation) for conversation in conversations)


def unchanged_share(engine: Engine, questions: Sequence[str]) -> float:
    """Share of the questions that get the same first statement, or none, after another one.

    Args:
        engine: asked.
        questions: that stand alone; each is asked alone and after the one before it.
    """
    pairs = list(pairwise(questions))
    same = [
        _first(engine.ask(AskRequest(question=question)))
        == _first(
            engine.ask(AskRequest(question=question, history=history_of([earlier], engine.ask)))
        )
        for earlier, question in pairs
    ]
    return sum(same) / len(same) if same else 1.0


def _outcome(engine: Engine, conversation: Conversation) -> FollowUpOutcome:
    history = history_of(conversation.turns[:-1], engine.ask)
    followed = engine.ask(AskRequest(question=conversation.turns[-1], history=history))
    full = engine.ask(AskRequest(question=conversation.full))
    return FollowUpOutcome(
        name=conversation.name,
        right=_is_right(followed, conversation.is_right),
        full_right=_is_right(full, conversation.is_right),
        same_first=_first(followed) == _first(full),
        interpreted_as=followed.interpreted_as,
    )


def _is_right(answer: Answer, is_right: IsRight) -> bool:
    source = {citation.index: citation.document_id for citation in answer.citations}
    return any(
        is_right(statement.text, source[index])
        for statement in answer.statements[:_SHOWN_FIRST]
        for index in statement.citations
    )


def _first(answer: Answer) -> tuple[str, ...]:
    return (answer.outcome, *(statement.text for statement in answer.statements[:1]))


def _finds(question: Question) -> IsRight:
    return lambda text, document_id: any(
        group.is_found_in(text, document_id) for group in question.gold
    )


def _holds(document_id: str, strings: tuple[str, ...]) -> IsRight:
    return lambda text, found_in: found_in == document_id and any(s in text for s in strings)
