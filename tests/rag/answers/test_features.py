"""Features by hand. The index holds 3 passages; idf = ln(1 + (3 - n + 0.5) / (n + 0.5)):

cat (n = 2): ln 1.6 = 0.47; sleep, milk (n = 1): ln(8/3) = 0.98; unseen (n = 0): ln 8 = 2.08.
"""

from math import log
from pathlib import Path

import numpy as np
import pytest

from rag.answers.features import FEATURES, asked_by, window_features, window_terms
from rag.answers.windows import Window
from rag.documents import BlockKind
from rag.index.lexical import LexicalIndex
from tests.rag.answers.tiny_windows import EAST, NORTH, lexical_index, query_of, window_of

IDF_CAT, IDF_SLEEP, IDF_UNSEEN = log(1.6), log(8 / 3), log(8)


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder: Path = tmp_path_factory.mktemp("features")
    return lexical_index(folder, "Cats sleep.", "Cats drink milk.", "Dogs bark.")


def feature(
    name: str,
    question: str,
    window: Window,
    lexical: LexicalIndex,
    *,
    vector: tuple[float, float] = EAST,
) -> list[float]:
    """One feature of each sentence."""
    features = window_features(
        asked_by(query_of(question, vector=vector), lexical), window, window_terms(window)
    )
    assert features.shape == (len(window.sentences), len(FEATURES))
    return [float(value) for value in features[:, FEATURES.index(name)]]


def test_cosines_are_those_of_sentence_and_passage(lexical: LexicalIndex) -> None:
    window = window_of("Cats.", "Dogs.", "Cows.", vectors=(EAST, NORTH, (0.6, 0.8)), cosine=0.25)
    assert feature("cosine", "x", window, lexical) == pytest.approx([1.0, 0.0, 0.6])
    assert feature("cosine", "x", window, lexical, vector=NORTH) == pytest.approx([0.0, 1.0, 0.8])
    assert feature("passage_cosine", "x", window, lexical) == [0.25, 0.25, 0.25]


def test_coverage_is_the_share_of_the_question_by_idf(lexical: LexicalIndex) -> None:
    window = window_of("A cat sat.", "It sleeps.", "Cats sleeping.", "Nothing.")
    whole = IDF_CAT + IDF_SLEEP
    assert feature("coverage", "Cats sleep soundly?", window, lexical) == pytest.approx(
        [
            # no passage holds "soundly"
            IDF_CAT / (whole + IDF_UNSEEN),
            IDF_SLEEP / (whole + IDF_UNSEEN),
            whole / (whole + IDF_UNSEEN),
            0,
        ]
    )


def test_a_repeated_word_of_the_question_counts_once(lexical: LexicalIndex) -> None:
    window = window_of("A cat sat.")
    assert feature("coverage", "cat cats sleep", window, lexical) == pytest.approx(
        [IDF_CAT / (IDF_CAT + IDF_SLEEP)]
    )


def test_british_and_american_spellings_meet(lexical: LexicalIndex) -> None:
    window = window_of("Their behavior.")
    assert feature("coverage", "behaviours", window, lexical) == [1.0]


def test_a_question_of_stop_words_alone_is_covered_by_nothing(lexical: LexicalIndex) -> None:
    window = window_of("It is the.")
    assert feature("coverage", "is it the", window, lexical) == [0.0]
    assert feature("context_coverage", "is it the", window, lexical) == [0.0]


def test_context_coverage_adds_the_neighbours_and_the_headings(lexical: LexicalIndex) -> None:
    window = window_of("A cat.", "Nothing.", "They sleep.", "Others.", context=("On milk",))
    whole = IDF_CAT + 2 * IDF_SLEEP
    assert feature("context_coverage", "cats sleep milk", window, lexical) == pytest.approx(
        [
            (IDF_CAT + IDF_SLEEP) / whole,  # itself and the heading
            1.0,  # both neighbours and the heading
            2 * IDF_SLEEP / whole,  # a cat stands two sentences off
            2 * IDF_SLEEP / whole,
        ]
    )
    assert feature("coverage", "cats sleep milk", window, lexical)[1] == 0.0


def test_a_single_sentence_has_no_neighbours(lexical: LexicalIndex) -> None:
    assert feature("context_coverage", "cat", window_of("A cat."), lexical) == [1.0]


@pytest.mark.parametrize(
    ("question", "answering", "other"),
    [
        ("When is the course?", "Date: 14 November 2025", "The course is good."),
        ("When is the course?", "It is on Tuesday.", "It may happen."),
        ("What time does it end?", "Time: 9 AM - 12 noon", "It ends well."),
        ("what date is it", "On 3 May it begins.", "You may begin."),
        ("How many hours?", "CPD: 3 Hours", "It takes hours."),
        ("How long is it?", "A three-hour masterclass.", "A long masterclass."),
        ("how often do they meet", "They meet twice a week.", "They meet often."),
        ("What percentage relapse?", "Half of them relapse.", "Some of them relapse."),
        ("Who wrote it?", "Published by Scott Green", "It was published by a man."),
        ("Where do they live?", "They live in Paris.", "They live far away."),
    ],
)
def test_the_answer_type_is_what_the_question_asks_for(
    question: str, answering: str, other: str, lexical: LexicalIndex
) -> None:
    window = window_of(answering, other)
    assert feature("answer_type", question, window, lexical) == [1.0, 0.0]


def test_a_question_of_no_type_expects_none(lexical: LexicalIndex) -> None:
    window = window_of("On 14 November 2025 Scott Green saw 3 cats.")
    assert feature("answer_type", "Why do cats sleep?", window, lexical) == [0.0]


def test_when_something_may_be_done_expects_no_date(lexical: LexicalIndex) -> None:
    window = window_of("On 14 November 2025 Scott Green saw 3 cats.")
    assert feature("answer_type", "When may cats sleep?", window, lexical) == [0.0]
    assert feature("answer_type", "When should we wake them?", window, lexical) == [0.0]


def test_a_fact_fits_by_its_type_or_half_by_its_words(lexical: LexicalIndex) -> None:
    facts = ("CPD: 3 Hours", "Date: 14 November 2025", "Mode: online")
    window = window_of(
        *facts, "On 14 November.", kinds=(*(BlockKind.FACT,) * 3, BlockKind.PARAGRAPH)
    )
    assert feature("fitting_fact", "When is November?", window, lexical) == [0, 1, 0, 0]
    assert feature("fitting_fact", "How much CPD?", window, lexical) == [1, 1, 0, 0]
    assert feature("fitting_fact", "Which mode?", window, lexical) == [0, 0, 0.5, 0]
    assert feature("fitting_fact", "Why?", window, lexical) == [0, 0, 0, 0]


def test_a_fact_fits_no_question_that_is_about_something_else(lexical: LexicalIndex) -> None:
    facts = ("Time: noon", "Date: 14 November 2025")
    here = window_of(*facts, kinds=(BlockKind.FACT,) * 2, context=("A course on cats",))
    assert feature("fitting_fact", "When is the course?", here, lexical) == [1, 1]
    assert feature("fitting_fact", "When did the Titanic sink?", here, lexical) == [0, 0]


def test_a_lead_in_is_told_by_its_colon(lexical: LexicalIndex) -> None:
    window = window_of("For example:", "A ratio of 1:2.")
    assert feature("is_lead_in", "x", window, lexical) == [1, 0]


def test_a_list_item_is_understood_with_the_sentence_that_leads_in(lexical: LexicalIndex) -> None:
    item, paragraph = BlockKind.LIST_ITEM, BlockKind.PARAGRAPH
    window = window_of(
        "Cats do this:",
        "Sleep.",
        "Drink.",
        "Unlike dogs.",
        kinds=(paragraph, item, item, paragraph),
    )
    # The second item too is led in by the paragraph, not by the first item; the last line is not.
    assert feature("coverage", "cats", window, lexical) == [1.0, 1.0, 1.0, 0.0]
    assert feature("coverage", "sleep", window, lexical) == [0.0, 1.0, 0.0, 0.0]


def test_a_list_without_a_lead_in_stands_alone(lexical: LexicalIndex) -> None:
    window = window_of("Sleep.", "Cats.", kinds=(BlockKind.LIST_ITEM,) * 2)
    assert feature("coverage", "cats", window, lexical) == [0.0, 1.0]


def test_no_sentences_give_no_rows(lexical: LexicalIndex) -> None:
    window = window_of("Cats.")
    empty = Window(
        window.document,
        window.passage,
        window.ranked,
        (),
        (),
        np.zeros((0, 2), np.float32),
    )
    asked = asked_by(query_of("cats"), lexical)
    assert window_features(asked, empty, window_terms(empty)).shape == (0, len(FEATURES))
