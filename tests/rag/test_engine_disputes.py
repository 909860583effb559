"""Where the sources disagree, asked in many words, over the seeds and a folder without stances."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from rag.engine import Engine
from rag.messages import AskRequest, Group, Outcome, Turn
from rag.questions.wording import lowered
from tests.rag.seeds_engine import ask, index_of, seeds_engine, shipped_encoder

MATTER = "Whether safety behaviours help or harm treatment?"


@pytest.mark.parametrize(
    "question",
    [
        "Where do the sources disagree on safety behaviours?",
        "Do the documents contradict each other on safety behaviors?",
        "Is there any disagreement about safety behaviors?",
        "What are the different views on safety behaviours?",
        "Give me both sides of the argument on safety behaviors, please",
    ],
)
def test_a_disagreement_on_the_matter_of_the_stances_is_told_by_both_sides(question: str) -> None:
    answer = ask(question)
    assert answer.interpreted_as == MATTER
    assert {Group.SUPPORTS, Group.CAUTIONS} <= {s.group for s in answer.statements}


def test_what_more_the_question_names_is_read_for_too() -> None:
    answer = ask("What are the different views on safety behaviours and inhibitory learning?")
    assert answer.interpreted_as == f"Safety behaviours and inhibitory learning: {lowered(MATTER)}"
    assert {Group.SUPPORTS, Group.CAUTIONS} <= {s.group for s in answer.statements}
    assert any(
        "interfere with the process of inhibitory learning" in s.text for s in answer.statements
    )


@pytest.mark.parametrize(
    "question",
    [
        "Do the sources disagree about the cost of treatment?",
        "Is there any disagreement about safety behaviours in ballet?",
        "Do the documents agree on breathing exercises?",
    ],
)
def test_a_disagreement_on_what_the_sides_do_not_speak_of_is_not_made_up(question: str) -> None:
    answer = ask(question)
    assert (answer.outcome, answer.interpreted_as) == (Outcome.NO_ANSWER, None)


@pytest.mark.parametrize(
    ("earlier", "question", "meant"),
    [
        ("What are safety behaviours?", "Do the sources disagree about them?", MATTER),
        ("What are safety behaviours?", "So where do experts differ on it?", MATTER),
        (
            "What is inhibitory learning?",
            "And is there any disagreement about that?",
            "Inhibitory learning?",
        ),
    ],
)
def test_them_and_that_are_what_was_talked_of(earlier: str, question: str, meant: str) -> None:
    cited = tuple(citation.passage_id for citation in ask(earlier).citations)
    history = (Turn(question=earlier, passage_ids=cited),)
    answer = seeds_engine().ask(AskRequest(question=question, history=history))
    assert answer.interpreted_as == meant
    assert len({citation.document_id for citation in answer.citations}) > 1


@pytest.fixture(scope="module")
def allotment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("allotment")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "ann.md").write_text(
        "# Ann's plot\n\nDigging in autumn ruins the soil, as it buries what lives on top. "
        "The shed is painted green.\n"
    )
    (documents / "ben.md").write_text(
        "# Ben's plot\n\nDigging in autumn lets the frost break up the soil. "
        "The gate is locked at dusk.\n"
    )
    settings = index_of([documents], folder / "index")
    with closing(Engine.open(settings, encoder=shipped_encoder())) as engine:
        yield engine


def test_without_stances_it_is_told_document_by_document(allotment: Engine) -> None:
    answer = allotment.ask(AskRequest(question="Do the sources disagree on digging in autumn?"))
    assert answer.interpreted_as == "Digging in autumn?"
    assert len({citation.document_id for citation in answer.citations}) == 2
    assert {statement.group for statement in answer.statements} == {None}


def test_what_one_document_alone_speaks_of_is_no_disagreement(allotment: Engine) -> None:
    answer = allotment.ask(AskRequest(question="Do the sources disagree on painting the shed?"))
    assert answer.outcome is Outcome.NO_ANSWER
