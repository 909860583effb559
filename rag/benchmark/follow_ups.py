"""Follow-up questions against the same questions asked in full, and questions that stand alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rag.benchmark.evenly import evenly
from rag.conversation import history_of
from rag.engine import Engine
from rag.errors import QuestionFileError
from rag.evaluation.questions import Question
from rag.messages import Answer, AskRequest, Outcome

_UNRELATED = (
    "When does the pottery course begin?",
    "How do I clean a bicycle chain?",
    "What does the choir cost?",
    "Who won the match?",
)
_STEP = 7  # from one related question to the next, so that they are of every kind
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


@dataclass(frozen=True, slots=True)
class Steadiness:
    """What a conversation does to questions that stand alone, counted.

    Args:
        asked: questions that the documents answer.
        same_after_unrelated: of them, answered alike after a question on another matter.
        same_after_related: of them, answered alike after one on the same document.
        refused: unanswerable questions that get no answer when asked alone.
        refused_after_related: of them, refused as well after a question on the documents.
    """

    asked: int
    same_after_unrelated: int
    same_after_related: int
    refused: int
    refused_after_related: int


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


def ask_after_others(
    engine: Engine, questions: Iterable[Question], *, limit: int | None = None
) -> Steadiness:
    """Ask questions that stand alone by themselves, after an unrelated one and after a related one.

    Args:
        engine: asked.
        questions: conversations among them are left out.
        limit: of either kind, evenly drawn; None asks all.
    """
    alone = [question for question in questions if len(question.turns) == 1]
    answerable = [question for question in alone if question.is_answerable]
    unanswerable = [question for question in alone if question.is_unanswerable]

    def kept(question: Question, earlier: str) -> bool:
        history = history_of([earlier], engine.ask)
        after = engine.ask(AskRequest(question=question.text, history=history))
        return _first(after) == _first(engine.ask(AskRequest(question=question.text)))

    asked = list(enumerate(evenly(answerable, limit)))
    refused = [
        (i, question)
        for i, question in enumerate(evenly(unanswerable, limit))
        if engine.ask(AskRequest(question=question.text)).outcome is Outcome.NO_ANSWER
    ]
    return Steadiness(
        asked=len(asked),
        same_after_unrelated=sum(kept(q, _UNRELATED[i % len(_UNRELATED)]) for i, q in asked),
        same_after_related=sum(kept(q, _related(q, i, answerable)) for i, q in asked),
        refused=len(refused),
        refused_after_related=sum(kept(q, _related(q, i, answerable)) for i, q in refused),
    )


def _related(question: Question, position: int, others: Sequence[Question]) -> str:
    """Another question, of the same document where one is known; the same one every time."""
    own = {prefix for group in question.gold for prefix in group.document_prefixes}
    near = [
        other
        for other in others
        if other is not question
        and (
            not own or own & {prefix for group in other.gold for prefix in group.document_prefixes}
        )
    ]
    among = near or [other for other in others if other is not question]
    return among[position * _STEP % len(among)].text if among else _UNRELATED[0]


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
