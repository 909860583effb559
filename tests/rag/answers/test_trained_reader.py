import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from embeddings.reader import ReaderIdentity
from rag.answers.close_reading import Stretch
from rag.answers.features import FEATURES
from rag.answers.similarity_reader import LinearWeights, SimilarityReader
from rag.answers.trained_reader import (
    ReadingWeights,
    TrainedReader,
    read_text,
    reader_name,
    shipped_reading_weights,
)
from rag.documents import BlockKind
from rag.spans import Span
from tests.embeddings.overlap_reader import OverlapReader
from tests.rag.answers.tiny_windows import EAST, NORTH, lexical_index, query_of, window_of

WEIGHTS = ReadingWeights(
    intercept=1.0,
    relevance=10.0,
    span=100.0,
    answerable=1000.0,
    similarity=2.0,
    fitting_fact=5.0,
    wrong_type=0.0,
    missing=0.0,
    astray=0.0,
    sureness=0.0,
)
FAR = ("xxxx " * 45).strip() + "."  # a sentence of about 60 tokens: two budgets of 64 hold two
# The similarity reader's logit is the cosine: 1 for EAST, 0 for NORTH.
COSINE = LinearWeights(0.0, dict.fromkeys(FEATURES, 0.0) | {"cosine": 1.0})


def reader_in(
    folder: Path,
    network: OverlapReader,
    *,
    tokens: int | None = None,
    intercept: float = 1.0,
    sureness: float = 0.0,
) -> TrainedReader:
    similarity = SimilarityReader(lexical_index(folder, "Cats sleep."), COSINE)
    weights = replace(WEIGHTS, intercept=intercept, sureness=sureness)
    return TrainedReader(similarity, network, weights, tokens=tokens)


def test_a_logit_is_the_intercept_and_the_weighted_scores() -> None:
    weights = replace(WEIGHTS, wrong_type=-0.5, missing=-4.0, astray=-2.0)
    logit = weights.logit(
        relevance=1.0,
        span=2.0,
        answerable=3.0,
        similarity=4.0,
        fitting_fact=0.5,
        wrong_type=1.0,
        missing=0.25,
        astray=1.0,
    )
    assert logit == 1 + 10 + 200 + 3000 + 8 + 2.5 - 0.5 - 1 - 2


def test_network_and_similarities_decide_together(tmp_path: Path) -> None:
    window = window_of("Cats sleep.", "Dogs bark.", vectors=(EAST, NORTH))
    (reading,) = reader_in(tmp_path, OverlapReader()).read(query_of("cats sleep"), [window])
    # 2 words of 2 in the first sentence; the window answers as its best sentence does.
    assert reading.relevance == (1 + 20 + 200 + 2000 + 2, 1 + 0 + 0 + 2000 + 0)


def test_all_sentences_are_surer_the_likelier_the_window_of_the_best_one_answers(
    tmp_path: Path,
) -> None:
    windows = [
        window_of("Cats sleep.", "Dogs bark.", vectors=(EAST, NORTH), document_id="a"),
        window_of(FAR, vectors=(NORTH,), document_id="b"),
    ]
    network = OverlapReader()
    plain = reader_in(tmp_path / "plain", network, tokens=20).read(query_of("cats sleep"), windows)
    surer = reader_in(tmp_path / "surer", network, tokens=20, sureness=0.5).read(
        query_of("cats sleep"), windows
    )
    # Two words of two: the best window's logit is 2. What was not read is surer too.
    for before, after in zip(plain, surer, strict=True):
        assert after.relevance == pytest.approx([logit + 0.5 * 2 for logit in before.relevance])


def test_nothing_read_is_no_surer(tmp_path: Path) -> None:
    assert reader_in(tmp_path, OverlapReader(), sureness=0.5).read(query_of("cats"), []) == ()


def test_answers_are_spans_of_the_document(tmp_path: Path) -> None:
    window = window_of("Cats sleep.", "Dogs bark.")
    (reading,) = reader_in(tmp_path, OverlapReader()).read(query_of("who"), [window])
    assert reading.answers == (Span(5, 10), Span(17, 21))
    found = [answer and answer.of(window.document.text) for answer in reading.answers]
    assert found == ["sleep", "bark"]


def test_rows_are_read_below_the_names_of_their_columns() -> None:
    kinds = (BlockKind.HEADER_ROW, BlockKind.FACT, BlockKind.FACT)
    window = window_of("Day | Opens", "Mon | 9", "Tue | 10", kinds=kinds, context=("Hours",))
    header, *rows = window.document.blocks
    blocks = (header, *(replace(row, header=0) for row in rows))
    window = replace(window, document=replace(window.document, blocks=blocks))
    assert read_text(window, Stretch(0, 2, 3)) == ("Hours", "Day | Opens", "Tue | 10")
    assert read_text(window, Stretch(0, 0, 2)) == ("Hours", "Day | Opens", "Mon | 9")
    assert read_text(window, Stretch(0, 1, 2), with_heading=False) == ("Day | Opens", "Mon | 9")


def test_what_is_not_read_stays_below_all_that_is_in_the_order_of_similarity(
    tmp_path: Path,
) -> None:
    far = ("xxxx " * 80).strip() + "."
    windows = [
        window_of(far, document_id="a"),
        window_of("Cows moo.", vectors=(EAST,), document_id="b"),
        window_of(f"{far} Cats.", vectors=((0.6, 0.8),), document_id="c"),
    ]
    network = OverlapReader()
    first, best, last = reader_in(tmp_path, network, tokens=64).read(query_of("cats"), windows)
    assert network.read_windows == [("Cows moo.",)]
    assert best.relevance == pytest.approx([1 + 0 + 0 + 0 + 2])
    assert first.relevance == pytest.approx([-30.0])
    assert last.relevance == pytest.approx([-29.4])
    assert (first.answers, last.answers) == ((None,), (None,))


def test_as_much_again_is_read_where_the_first_does_not_answer(tmp_path: Path) -> None:
    windows = [
        window_of(FAR, vectors=(EAST,), document_id="a"),
        window_of("Cats sleep.", vectors=((0.8, 0.6),), document_id="b"),
        window_of(FAR, vectors=(NORTH,), document_id="c"),
    ]
    network = OverlapReader()
    reader = reader_in(tmp_path, network, tokens=64, intercept=-5.0)
    wrong, right, unread = reader.read(query_of("cats sleep"), windows)
    assert network.read_windows == [(FAR,), ("Cats sleep.",)]
    assert wrong.relevance == pytest.approx([-5 + 2])
    assert right.relevance == pytest.approx([-5 + 20 + 200 + 2000 + 1.6])
    assert unread.relevance == pytest.approx([-30.0])


def test_no_more_is_read_once_something_answers(tmp_path: Path) -> None:
    windows = [
        window_of(f"Cats {FAR}", vectors=(EAST,), document_id="a"),
        window_of("Cats sleep.", vectors=((0.8, 0.6),), document_id="b"),
    ]
    network = OverlapReader()
    reader_in(tmp_path, network, tokens=64, intercept=-5.0).read(query_of("cats"), windows)
    assert network.read_windows == [(f"Cats {FAR}",)]


def test_a_stretch_that_has_grown_is_read_anew_and_no_other(tmp_path: Path) -> None:
    vectors = (EAST, NORTH, (0.6, 0.8), NORTH)
    windows = [
        window_of("One.", "Two.", FAR, "Four.", vectors=vectors, document_id="a"),
        window_of("Dogs.", vectors=((0.8, 0.6),), document_id="b"),
    ]
    network = OverlapReader()
    reader_in(tmp_path, network, tokens=64, intercept=-5.0).read(query_of("cats"), windows)
    assert network.read_windows == [("One.", "Two."), ("Dogs.",), ("One.", "Two.", FAR, "Four.")]


def test_the_innermost_heading_is_read_first_and_is_no_candidate(tmp_path: Path) -> None:
    window = window_of("They sleep.", "They eat.", context=("Animals", "Cats"))
    network = OverlapReader()
    (reading,) = reader_in(tmp_path, network).read(query_of("Cats eat?"), [window])
    assert network.read_windows == [("Cats", "They sleep.", "They eat.")]
    assert len(reading.relevance) == len(reading.answers) == 2
    # The heading shares a word too: the window answers as well as its best text, 1.
    assert reading.relevance == pytest.approx([1 + 0 + 0 + 1000, 1 + 10 + 100 + 1000])
    assert reading.answers == (Span(5, 10), Span(17, 20))


def test_a_sentence_without_a_token_counts_as_not_read(tmp_path: Path) -> None:
    window = window_of("Cats sleep.", "...", vectors=(NORTH, EAST))
    (reading,) = reader_in(tmp_path, OverlapReader()).read(query_of("cats"), [window])
    assert reading.relevance[1] == -29.0
    assert reading.answers == (Span(5, 10), None)


def test_neighbours_of_what_is_chosen_are_read_and_scored(tmp_path: Path) -> None:
    sentences = [f"Number {name}." for name in ("one", "two", "three", "four", "five", "six")]
    vectors = (EAST, *[NORTH] * 5)
    network = OverlapReader()
    reader = reader_in(tmp_path, network, tokens=64)
    (reading,) = reader.read(query_of("number"), [window_of(*sentences, vectors=vectors)])
    # Each brings its neighbours, until what is left is too little for more.
    (read,) = network.read_windows
    assert list(read) == sentences
    assert all(relevance > 0 for relevance in reading.relevance)


def test_a_fact_of_the_type_that_is_asked_for_counts_more(tmp_path: Path) -> None:
    window = replace(
        window_of("Date: 14 November", "They met in May."),
        kinds=(BlockKind.FACT, BlockKind.PARAGRAPH),
    )
    (reading,) = reader_in(tmp_path, OverlapReader()).read(query_of("When is the date?"), [window])
    # The network sees no word of the question ("date:" is another), and the vector is NORTH.
    assert reading.relevance == pytest.approx([1 + 5, 1])


def test_a_passage_without_words_of_the_question_counts_less(tmp_path: Path) -> None:
    similarity = SimilarityReader(lexical_index(tmp_path, "Cats sleep."), COSINE)
    weights = replace(WEIGHTS, missing=-4.0)
    reader = TrainedReader(similarity, OverlapReader(), weights, tokens=None)
    (all_there,) = reader.read(query_of("cats?"), [window_of("Cats.")])
    (none_there,) = reader.read(query_of("cats?"), [window_of("Dogs.")])
    (in_heading,) = reader.read(query_of("cats?"), [window_of("Dogs.", context=("Cats",))])
    assert all_there.relevance[0] == 1 + 10 + 100 + 1000
    assert none_there.relevance[0] == 1 - 4
    assert in_heading.relevance[0] == 1 + 1000


def test_a_sentence_without_a_date_counts_less_when_a_date_is_asked_for(tmp_path: Path) -> None:
    similarity = SimilarityReader(lexical_index(tmp_path, "Cats sleep."), COSINE)
    weights = replace(WEIGHTS, wrong_type=-0.5)
    reader = TrainedReader(similarity, OverlapReader(), weights, tokens=None)
    (reading,) = reader.read(query_of("When?"), [window_of("In May 1990.", "At home.")])
    assert reading.relevance == (1, 0.5)


@pytest.mark.parametrize(("question", "logit"), [("When does the zoo close?", -1), ("When?", 1)])
def test_a_fact_of_a_page_on_something_else_counts_less(
    tmp_path: Path, question: str, logit: float
) -> None:
    similarity = SimilarityReader(lexical_index(tmp_path, "Cats sleep."), COSINE)
    reader = TrainedReader(similarity, OverlapReader(), replace(WEIGHTS, astray=-2.0), tokens=None)
    window = window_of("Date: 4 May", kinds=(BlockKind.FACT,), context=("A course",))
    (reading,) = reader.read(query_of(question), [window])
    assert reading.relevance[0] == logit


def test_nothing_to_read_gives_nothing(tmp_path: Path) -> None:
    assert reader_in(tmp_path, OverlapReader()).read(query_of("cats"), ()) == ()


def test_a_stretch_is_read_with_the_heading_or_without(tmp_path: Path) -> None:  # noqa: ARG001
    window = window_of("One.", "Two.", "Three.", context=("Numbers",))
    assert read_text(window, Stretch(0, 1, 3)) == ("Numbers", "Two.", "Three.")
    assert read_text(window, Stretch(0, 1, 3), with_heading=False) == ("Two.", "Three.")
    assert read_text(window_of("One."), Stretch(0, 0, 1)) == ("One.",)


def test_its_name_tells_its_very_weights(tmp_path: Path) -> None:
    reader = reader_in(tmp_path, OverlapReader())
    assert reader.name == "overlap-abababababab"
    assert reader.weights_sha256 == "ab" * 32
    assert reader_name(ReaderIdentity("r", "0123456789abcdef", 9)) == "r-0123456789ab"


def test_the_shipped_weights_say_that_what_is_read_and_what_is_alike_helps() -> None:
    weights = shipped_reading_weights()
    assert min(weights.relevance, weights.answerable, weights.similarity) > 0
    assert max(weights.wrong_type, weights.missing) < 0
    # Beside the relevance the best words' score says little more, in either direction.
    assert abs(weights.span) < 0.1
    text = resources.files("rag.answers").joinpath("reader_weights.json").read_text("utf-8")
    assert json.loads(text)["weights"]["intercept"] == weights.intercept
