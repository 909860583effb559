"""Lists of the seeds' documents, read as wholes by the shipped models."""

import pytest

from rag.messages import AskRequest
from tests.rag.seeds_engine import ask, seeds_engine

ARGUMENTS = "What are the main arguments supporting the use of safety behaviors?"


def test_a_list_question_gets_the_items_in_order_each_cited() -> None:
    answer = ask(ARGUMENTS)
    starts = [citation.selector[0] for citation in answer.citations]
    assert len(answer.statements) == 6
    assert len({citation.document_id for citation in answer.citations}) == 1
    assert starts == sorted(starts, key=lambda selector: selector.start)  # type: ignore[union-attr]
    assert [statement.citations for statement in answer.statements] == [(i,) for i in range(1, 7)]


def test_a_list_is_cut_at_the_number_asked_for() -> None:
    answer = seeds_engine().ask(AskRequest(question=ARGUMENTS, max_statements=2))
    assert len(answer.statements) == 2


def test_examples_are_what_follows_for_example() -> None:
    answer = ask("Give examples of safety behaviours.")
    assert [statement.text.split(" ")[1] for statement in answer.statements] == [
        "socially",
        "perfectionist",
    ]


@pytest.mark.parametrize(
    "question", ["What are the names of the moons of Mars?", "List the ingredients of bread."]
)
def test_a_list_on_another_matter_is_no_answer(question: str) -> None:
    assert ask(question).statements == ()


def test_whether_they_help_or_hurt_shows_both_sides_each_with_who_says_so() -> None:
    answer = ask("Do safety behaviours help or hurt?")
    assert {"supports", "cautions"} <= {statement.group for statement in answer.statements}
    assert all(s.group is None or s.group_assigned_by for s in answer.statements)
    assert all((s.group is None) is (s.group_about is None) for s in answer.statements)
