"""Which passages are read, where a document is too large for all of them to be."""

import pytest

from rag.answers.finder import PassageFinder
from rag.documents import DocumentMetadata
from rag.engine import Engine
from rag.index.build import build_index, index_documents
from rag.index.generations import current_generation
from rag.index.opened import open_generation
from rag.loaders.text_builder import TextBuilder
from rag.messages import AskRequest, Filters, Group, System
from rag.settings import IndexSettings, RetrievalSettings, Settings
from tests.rag.index.tiny_encoder import TinyEncoder
from tests.rag.seeds_engine import shipped_encoder

_N_SECTIONS = 40


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> PassageFinder:
    """Of one document of 40 passages, of which those further on speak less of fear."""
    builder = TextBuilder()
    for number in range(_N_SECTIONS):
        builder.heading(f"S{number}", 1)
        builder.paragraph(" ".join(["fear"] * (_N_SECTIONS - number) + ["hope"] * number))
    document = builder.build("large", DocumentMetadata(title="", kind="text"))
    settings = Settings(index=IndexSettings(path=tmp_path_factory.mktemp("large") / "index"))
    tiny = TinyEncoder()
    index_documents([document], settings, tiny, sources=["large"])
    opened = open_generation(current_generation(settings.index.path), tiny)
    return PassageFinder(opened, RetrievalSettings(correct_spelling=False), tiny)


def kept(finder: PassageFinder, *ids: str, system: System = System.HYBRID) -> list[str]:
    query = finder.query("fear")
    ranked = finder.rank_kept(
        query, Filters(), 3, keep=lambda passage: passage.passage_id in ids, system=system
    )
    return [window.passage.passage_id for window in finder.windows(ranked)]


@pytest.mark.parametrize("system", System)
def test_what_is_kept_is_found_however_low_it_ranks(finder: PassageFinder, system: System) -> None:
    last = finder.windows(finder.rank(finder.query("fear"), Filters(), 999, system=system))[-1]
    assert kept(finder, last.passage.passage_id, system=system) == [last.passage.passage_id]


def test_the_best_of_what_is_kept_come_in_the_order_of_all(finder: PassageFinder) -> None:
    ranked = finder.rank(finder.query("fear"), Filters(), _N_SECTIONS, system=System.HYBRID)
    order = [window.passage.passage_id for window in finder.windows(ranked)]
    assert len(order) == _N_SECTIONS
    assert kept(finder, *order) == order[:3]
    assert kept(finder, *order[10:]) == order[10:13]
    assert kept(finder, *order[-2:]) == order[-2:]
    assert kept(finder) == []


# A made-up large document, read by the shipped models.

_QUESTION = "Are night walks good or bad for sleep?"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Of forty sections in favour of a thing, with one paragraph against it."""
    folder = tmp_path_factory.mktemp("walks")
    sections = [
        f"## Town {number}\n\nNight walks are good for sleep, people of town {number} say. Night "
        "walks help them to fall asleep.\n"
        for number in range(_N_SECTIONS)
    ]
    sections.insert(
        20, "## A doubt\n\nWalking late keeps some awake for hours and makes their nights worse.\n"
    )
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "walks.md").write_text("# Walks\n\n" + "\n".join(sections), encoding="utf-8")
    (corpus / "stances.yaml").write_text(
        "about: whether night walks help sleep\nassigned_by: A. Reader\nassigned: 2026-11-25\n"
        "stances:\n  - {document: walks, stance: supports}\n"
        "  - {document: walks, section: A doubt, stance: cautions}\n",
        encoding="utf-8",
    )
    settings = Settings(index=IndexSettings(path=folder / "index"))
    build_index([corpus], settings, shipped_encoder())
    return Engine.open(settings, encoder=shipped_encoder())


def test_the_only_paragraph_of_the_other_side_is_shown(engine: Engine) -> None:
    answer = engine.ask(AskRequest(question=_QUESTION))
    sides = {statement.group for statement in answer.statements}
    assert sides == {Group.SUPPORTS, Group.CAUTIONS}
