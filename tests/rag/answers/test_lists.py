"""Lists of the seeds' documents, read as wholes by the shipped models."""

from pathlib import Path
from typing import Any

import pytest

from rag.answers.candidates import ReadQuestion
from rag.answers.finder import PassageFinder
from rag.answers.lists import ListReader
from rag.answers.similarity_reader import SimilarityReader, shipped_weights
from rag.answers.stopwatch import Stopwatch
from rag.documents import DocumentMetadata
from rag.engine import Engine
from rag.index.build import index_documents
from rag.index.generations import current_generation
from rag.index.opened import open_generation
from rag.loaders.text_builder import TextBuilder
from rag.messages import AskRequest, Filters, System
from rag.settings import IndexSettings, RetrievalSettings, Settings
from tests.rag.index.tiny_encoder import TinyEncoder
from tests.rag.seeds_engine import ask, index_of, seeds_engine, shipped_encoder

ARGUMENTS = "What are the main arguments supporting the use of safety behaviors?"


def test_a_list_question_gets_the_items_in_order_each_cited() -> None:
    answer = ask(ARGUMENTS)
    starts = [citation.selector[0] for citation in answer.citations]
    assert len(answer.statements) == 6
    assert len({citation.document_id for citation in answer.citations}) == 1
    assert starts == sorted(starts, key=lambda selector: selector.start)  # type: ignore[union-attr]
    assert [statement.citations for statement in answer.statements] == [(i,) for i in range(1, 7)]


def test_a_list_is_found_by_what_its_side_is_called_however_that_is() -> None:
    expected = [statement.text for statement in ask(ARGUMENTS).statements]
    favour = ask("List the arguments in favour of safety behaviors.")
    assert [statement.text for statement in favour.statements] == expected


def test_of_a_list_of_which_two_items_are_shown_all_are(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "honey.md").write_text(
        "# Honey\n\nThe label of a jar of honey has to show:\n\n- the name of the producer;\n"
        "- the weight of the honey in the jar;\n- the country of origin;\n\n"
        "Jars are sold in May. Bees sleep in winter.\n",
        encoding="utf-8",
    )
    engine = Engine.open(index_of([corpus], tmp_path / "index"), encoder=shipped_encoder())
    answer = engine.ask(AskRequest(question="What must the label of a honey jar show?"))
    assert [s.text for s in answer.statements] == [
        "the name of the producer;",
        "the weight of the honey in the jar;",
        "the country of origin;",
    ]


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


def test_what_announces_a_list_may_be_longer_than_the_encoder_reads(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    above = "Boats need many things for a long journey, " * 60
    (corpus / "boats.md").write_text(
        f"# Boats\n\n{above}they say.\n\nFor example:\n\n"
        "- Boats need ropes.\n- Boats need sails.\n",
        encoding="utf-8",
    )
    engine = Engine.open(index_of([corpus], tmp_path / "index"), encoder=shipped_encoder())
    answer = engine.ask(AskRequest(question="Give examples of things that boats need."))
    assert [s.text for s in answer.statements] == ["Boats need ropes.", "Boats need sails."]


def test_of_very_many_lists_only_those_that_share_most_words_are_compared(tmp_path: Path) -> None:
    builder, tiny = TextBuilder(), TinyEncoder(max_tokens=512)
    for number in range(50):
        builder.paragraph("Boats need:" if number == 45 else f"Town {number} has:")
        builder.list_item(f"ropes {number}")
        builder.list_item(f"sails {number}")
    document = builder.build("towns", DocumentMetadata(title="", kind="text"))
    settings = Settings(index=IndexSettings(path=tmp_path / "index"))
    index_documents([document], settings, tiny, sources=["towns"])
    generation = open_generation(current_generation(settings.index.path), tiny)
    finder = PassageFinder(generation, RetrievalSettings(correct_spelling=False), tiny)
    query = finder.query("What do boats need?")
    windows = finder.windows(finder.rank(query, Filters(), 99, system=System.HYBRID))
    reader = SimilarityReader(generation.lexical, shipped_weights())
    lists = ListReader(generation.store, generation.sentence_vectors, tiny, reader)
    tiny.encoded.clear()
    best, _ = lists.read(ReadQuestion(query, windows, ()))
    assert best.enumeration.lead_in == "Boats need:"
    assert [item.text for item in best.items] == ["ropes 45", "sails 45"]
    assert len(tiny.encoded) == 32
    assert "Boats need:" in tiny.encoded


def test_the_time_of_reading_a_list_counts_as_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    stages: list[str] = []
    choose = seeds_engine()._chooser.choose

    def noted_choose(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 passed on as they are
        stages.append("choose")
        return choose(*args, **kwargs)

    monkeypatch.setattr(Stopwatch, "lap", lambda _, stage: stages.append(stage))
    monkeypatch.setattr(seeds_engine()._chooser, "choose", noted_choose)
    ask(ARGUMENTS)
    assert stages == ["encode", "retrieve", "read", "choose", "read", "compose"]
