from pathlib import Path

import numpy as np
import pytest

from rag.answers.features import FEATURES
from rag.answers.similarity_reader import LinearWeights, SimilarityReader, shipped_weights
from rag.documents import BlockKind
from rag.index import analysis
from tests.rag.answers.tiny_windows import EAST, NORTH, lexical_index, query_of, window_of

ZERO = dict.fromkeys(FEATURES, 0.0)


def test_a_logit_is_the_intercept_and_the_weighted_features() -> None:
    weights = LinearWeights(intercept=-1.0, weights=ZERO | {"cosine": 2.0, "is_lead_in": 0.5})
    row = np.zeros((2, len(FEATURES)))
    row[1, FEATURES.index("cosine")], row[1, FEATURES.index("is_lead_in")] = 0.75, 1
    assert weights.logits(row) == pytest.approx([-1.0, 1.0])  # -1 + 2 * 0.75 + 0.5


@pytest.mark.parametrize(
    "names", [(), FEATURES[1:], (*FEATURES, "colour"), (*FEATURES[1:], "Cosine")]
)
def test_weights_must_be_for_the_features(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="features are"):
        LinearWeights(intercept=0.0, weights=dict.fromkeys(names, 1.0))


def test_the_order_of_the_weights_does_not_matter() -> None:
    numbers = {name: float(i) for i, name in enumerate(FEATURES)}
    backwards = dict(reversed(numbers.items()))
    row = np.eye(len(FEATURES))
    expected = [float(i) for i in range(len(FEATURES))]
    assert list(LinearWeights(0.0, backwards).logits(row)) == expected


def test_the_shipped_weights_say_that_likeness_helps_and_lead_ins_do_not_answer() -> None:
    weights = shipped_weights().weights
    assert weights.keys() == set(FEATURES)
    # Words shared with the sentence itself count little: people seldom ask in its words.
    helping = {"cosine", "passage_cosine", "context_coverage", "answer_type", "fitting_fact"}
    assert all(weights[name] > 0 for name in helping)
    assert weights["is_lead_in"] < 0


def test_every_sentence_of_every_window_gets_a_relevance_in_order(tmp_path: Path) -> None:
    lexical = lexical_index(tmp_path, "Cats sleep.", "Dogs bark.")
    weights = LinearWeights(intercept=-0.5, weights=ZERO | {"cosine": 2.0, "is_lead_in": 1.0})
    windows = (
        window_of("Cats.", "Dogs.", vectors=(EAST, NORTH)),
        window_of("Cows:"),
    )
    reader = SimilarityReader(lexical, weights)
    first, second = reader.read(query_of("cats"), windows)
    assert first.relevance == pytest.approx((1.5, -0.5))
    assert second.relevance == pytest.approx((0.5,))
    assert (first.answers, second.answers) == ((None, None), (None,))  # it marks no words


def test_nothing_to_read_gives_nothing(tmp_path: Path) -> None:
    reader = SimilarityReader(lexical_index(tmp_path, "Cats."), LinearWeights(0.0, ZERO))
    assert reader.read(query_of("cats"), ()) == ()
    assert reader.name == "similarity-1"


def test_each_text_is_analysed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    item, fact, paragraph = BlockKind.LIST_ITEM, BlockKind.FACT, BlockKind.PARAGRAPH
    sentences = ("Cats like:", "warm milk", "deep sleep", "Fee: 3 euros")
    window = window_of(*sentences, kinds=(paragraph, item, item, fact), context=("Pets",))
    reader = SimilarityReader(lexical_index(tmp_path, "Cats."), LinearWeights(0.0, ZERO))
    query = query_of("cats")
    analysed: list[str] = []
    terms = analysis.terms

    def noted(text: str) -> list[str]:
        analysed.append(text)
        return terms(text)

    monkeypatch.setattr(analysis, "terms", noted)
    reader.score(query, [window])
    # The lead-in once as a sentence and once for all items that it leads in to.
    assert {text: analysed.count(text) for text in sentences} == {
        "Cats like:": 2,
        "warm milk": 1,
        "deep sleep": 1,
        "Fee: 3 euros": 1,
    }
    assert not any("\n" in text for text in analysed)
