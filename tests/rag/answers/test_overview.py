from pathlib import Path

import pytest

from rag.answers.overview import overview_asked
from rag.engine import Engine
from rag.messages import AskRequest, Outcome
from tests.rag.seeds_engine import ask, index_of, shipped_encoder


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Summarise the article on tides.", frozenset({"tide"})),
        (
            "Can you give me a short summary of the text about harbour pilots?",
            frozenset({"harbor", "pilot"}),
        ),
        ("What are the main points of the study on tides?", frozenset({"tide"})),
        ("What is the leaflet on tides about?", frozenset({"tide"})),
        ("what does this article say?", frozenset()),
        ("Summary of the report", frozenset()),
    ],
)
def test_an_overview_is_asked_of_a_document(question: str, terms: frozenset[str]) -> None:
    assert overview_asked(question) == terms


@pytest.mark.parametrize(
    "question",
    [
        "Summarise the arguments for tides.",
        "What does the article on tides say about neap tides?",
        "What are the main points against tides?",
        "What is a summary?",
    ],
)
def test_another_question_asks_for_none(question: str) -> None:
    assert overview_asked(question) is None


def test_a_document_of_sections_is_outlined_by_their_first_sentences_in_order() -> None:
    answer = ask("Summarise the article on the arguments supporting safety behaviors.")
    starts = [citation.selector[0] for citation in answer.citations]
    assert len(answer.statements) == 6
    assert len({citation.document_id for citation in answer.citations}) == 1
    assert starts == sorted(starts, key=lambda selector: selector.start)  # type: ignore[union-attr]


def test_a_document_of_another_title_is_not_summarised() -> None:
    assert ask("Summarise the article on quantum physics.").outcome is Outcome.NO_ANSWER


def test_prose_without_sections_gives_its_middle_and_what_sums_it_up(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "tides.txt").write_text(
        "Tides of the north\n\n"
        "Tides rise and fall twice a day. The moon pulls the water of the sea. Tides are higher "
        "when sun and moon pull together. Harbours print tide tables. Ships wait for the tide. "
        "The cook of the inn is called Ann. In sum, the moon makes the tides.\n"
    )
    engine = Engine.open(index_of([corpus], tmp_path / "index"), encoder=shipped_encoder())
    answer = engine.ask(AskRequest(question="What is this text about?"))
    shown = [statement.text for statement in answer.statements]
    assert answer.outcome is Outcome.ANSWERED
    assert "Tides rise and fall twice a day." in shown
    assert shown[-1] == "In sum, the moon makes the tides."
    assert "The cook of the inn is called Ann." not in shown
    two = engine.ask(AskRequest(question="What is this text about?", max_statements=2))
    assert len(two.statements) == 2
