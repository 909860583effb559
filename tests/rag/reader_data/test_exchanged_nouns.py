"""Questions with one noun exchanged."""

from random import Random

from rag.reader_data.exchanged_nouns import exchange, exchanged_nouns, noun_slots
from rag.reader_data.squad import SquadParagraph, SquadQuestion
from rag.sentences import split_sentences

_CONTEXT = "The plague changed the trade of the city. Grain became dear."


_RNG = Random(0)  # noqa: S311 a draw, not a secret


def _paragraph(*questions: str) -> SquadParagraph:
    return SquadParagraph(
        title="Plague",
        context=_CONTEXT,
        sentences=split_sentences(_CONTEXT),
        questions=tuple(SquadQuestion(text, "Grain") for text in questions),
    )


def test_a_noun_of_the_same_slot_that_the_paragraph_does_not_hold_takes_the_place() -> None:
    nouns = noun_slots(["What was the music of Rome?", "What was the grain of the city?"])
    assert exchange("What was the trade of the city?", _CONTEXT, nouns, _RNG) in {
        "What was the music of the city?",
        "What was the trade of the music?",
    }


def test_without_another_noun_nothing_is_changed() -> None:
    nouns = noun_slots(["What was the grain of the city?"])
    assert exchange("What was the trade of the city?", _CONTEXT, nouns, _RNG) is None
    assert exchange("Why?", _CONTEXT, nouns, _RNG) is None


def test_examples_hold_no_answer() -> None:
    paragraph = _paragraph("What was the trade of the city?", "What was the music of the court?")
    examples = list(exchanged_nouns([paragraph], n_examples=5, seed=1))
    assert examples
    for example in examples:
        assert example.question not in {question.text for question in paragraph.questions}
        assert not any(example.relevant)
        assert example.answer is None
