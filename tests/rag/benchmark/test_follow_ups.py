"""Follow-ups against their full forms, on the seeds."""

from pathlib import Path

import pytest

from rag.benchmark.follow_ups import (
    FollowUpOutcome,
    Steadiness,
    ask_after_others,
    ask_follow_ups,
    conversations_of,
    squad_conversations,
)
from rag.errors import QuestionFileError
from rag.evaluation.questions import read_questions
from tests.rag.seeds_engine import seeds_engine

_FILE = """
- {id: one, cat: followup, turns: ["When is the masterclass?", "How many CPD hours does it give?"],
   full: "How many CPD hours does the masterclass give?",
   gold: [{doc: ["002"], any: ["3 CPD Hours", "CPD: 3 Hours"]}]}
- {id: two, cat: direct, q: "What are safety behaviors?", gold: [{doc: ["000"], any: ["actions"]}]}
"""


def test_a_follow_up_is_asked_in_its_conversation_and_in_full(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    path.write_text(_FILE, encoding="utf-8")
    (outcome,) = ask_follow_ups(seeds_engine(), conversations_of(read_questions(path)))
    assert outcome.name == "one"
    assert outcome.right
    assert outcome.full_right
    assert outcome.as_full
    assert outcome.interpreted_as == "How many CPD hours does the masterclass give?"


def test_as_full_is_the_same_first_statement_or_a_right_one() -> None:
    def outcome(*, right: bool, same_first: bool) -> FollowUpOutcome:
        return FollowUpOutcome(
            "x", right, full_right=False, same_first=same_first, interpreted_as=None
        )

    assert outcome(right=True, same_first=False).as_full
    assert outcome(right=False, same_first=True).as_full
    assert not outcome(right=False, same_first=False).as_full


def test_questions_that_stand_alone_are_asked_after_others(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    path.write_text(
        _FILE
        + """
- {id: three, cat: factoid, q: "When is the masterclass?", gold: [{doc: ["002"], any: ["Date"]}]}
- {id: four, cat: abstain_far, q: "What is the boiling point of nitrogen?"}
""",
        encoding="utf-8",
    )
    found = ask_after_others(seeds_engine(), read_questions(path))
    assert found == Steadiness(
        asked=2, same_after_unrelated=2, same_after_related=2, refused=1, refused_after_related=1
    )
    assert ask_after_others(seeds_engine(), read_questions(path), limit=1).asked == 1
    assert ask_after_others(seeds_engine(), ()).asked == 0


def test_conversations_on_squad_name_their_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "squad.yaml"
    path.write_text(
        '- {id: a, title: Moss, paragraph: 2, turns: ["x?", "y?"], full: "z?", any: ["spores"]}\n',
        encoding="utf-8",
    )
    (conversation,) = squad_conversations(path)
    assert conversation.is_right("It has spores.", "Moss/2")
    assert not conversation.is_right("It has spores.", "Moss/1")
    path.write_text("- {id: a}\n", encoding="utf-8")
    with pytest.raises(QuestionFileError, match="an entry needs"):
        squad_conversations(path)
