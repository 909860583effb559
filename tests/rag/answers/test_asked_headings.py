import pytest

from rag.answers.asked_headings import opens_below_asked_heading
from rag.answers.stopwatch import Stopwatch
from rag.answers.windows import Window
from rag.engine import Engine
from rag.index import analysis
from rag.messages import AskRequest, Filters
from tests.rag.seeds_engine import index_of, shipped_encoder

FAQ = """# How do we work?

We work together, and we like it.

## Is there Wi-Fi?

Yes, in all branches. It is switched off at closing time.

## Printing

Which printer is used is up to you. Any of those on the ground floor will do.

## Library cards

Cards are free.

### How to apply

Bring proof of address.
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("faq")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "faq.md").write_text(FAQ, encoding="utf-8")
    return Engine.open(index_of([corpus], folder / "index"), encoder=shipped_encoder())


def windows_by_first_words(engine: Engine) -> dict[str, Window]:
    found = engine._answerer.reading(Stopwatch()).read("What is it?", Filters()).windows
    return {window.texts[0].split()[0]: window for window in found}


@pytest.mark.parametrize(
    ("question", "first", "opens"),
    [
        ("Is there Wi-Fi?", "Yes,", True),
        ("is there any wi-fi here", "Yes,", True),
        ("Is there a printer?", "Yes,", False),
        ("Is there Wi-Fi?", "Which", False),
        ("How do we work?", "We", False),  # the title: all of the document is below it
        ("Printing", "Which", False),  # the heading asks nothing
        ("How to apply for library cards", "Bring", True),  # of what, the heading above it says
        ("How do I apply?", "Bring", True),
        ("How do I apply for a job?", "Bring", False),
        ("What do library cards cost?", "Bring", False),
    ],
)
def test_what_stands_below_a_heading_that_asks_the_question(
    engine: Engine, question: str, first: str, opens: bool
) -> None:
    window = windows_by_first_words(engine)[first]
    assert opens_below_asked_heading(analysis.terms(question), window) is opens


def test_what_stands_below_it_is_the_answer(engine: Engine) -> None:
    answer = engine.ask(AskRequest(question="Is there Wi-Fi?"))
    assert [statement.text for statement in answer.statements][:1] == ["Yes, in all branches."]
