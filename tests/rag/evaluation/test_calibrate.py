from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

from rag.answers.calibration import Calibration, load_calibration
from rag.errors import CalibrationError, QuestionFileError
from rag.evaluation.calibrate import area_under_curve, calibrate, fit_calibration
from rag.evaluation.questions import read_questions
from tests.rag.evaluation.question_files import question_file
from tests.rag.seeds_engine import QUESTIONS, seeds_engine


def fit(positive: list[float], negative: list[float]) -> Calibration:
    return fit_calibration(
        np.array(positive + negative),
        np.array([True] * len(positive) + [False] * len(negative), np.bool_),
        encoder_sha256="ab" * 32,
        reader="similarity-1",
    )


@pytest.mark.parametrize(
    ("positive", "negative", "area"),
    [
        ([2.0, 3.0], [0.0, 1.0], 1.0),
        ([0.0, 1.0], [2.0, 3.0], 0.0),
        ([1.0, 1.0], [1.0, 1.0], 0.5),
        ([1.0, 3.0], [2.0], 0.5),
        ([1.0, 2.0, 3.0], [1.0, 2.0], 0.75 - 1 / 12),  # (0.5+0 + 1+0.5 + 1+1) / 6 = 4/6
    ],
)
def test_the_area_counts_pairs_in_order_and_ties_half(
    positive: list[float], negative: list[float], area: float
) -> None:
    assert area_under_curve(np.array(positive), np.array(negative)) == pytest.approx(area)


@given(
    positive=st.lists(st.integers(-4, 4), min_size=1, max_size=20),
    negative=st.lists(st.integers(-4, 4), min_size=1, max_size=20),
)
def test_the_area_is_the_one_under_the_roc_curve(positive: list[int], negative: list[int]) -> None:
    ours = area_under_curve(np.array(positive, np.float64), np.array(negative, np.float64))
    labels = [1] * len(positive) + [0] * len(negative)
    assert ours == pytest.approx(float(roc_auc_score(labels, positive + negative)))


def test_few_answerable_questions_are_all_kept() -> None:
    # Three in a hundred of 5 is less than one; the border lies halfway between 1.0 and 0.5.
    calibration = fit([1.0, 2.0, 3.0, 4.0, 5.0], [-1.0, -0.5, 0.0, 0.5, 2.5])
    assert calibration.threshold == pytest.approx(calibration.confidence(0.75))
    assert calibration.refused_answerable == 0.0
    assert calibration.refused_unanswerable == 0.8  # all but 2.5
    assert (calibration.n_answerable, calibration.n_unanswerable) == (5, 5)
    assert calibration.auc == pytest.approx(23 / 25)  # 2.5 stands above 1.0 and 2.0
    assert (calibration.encoder_sha256, calibration.reader) == ("ab" * 32, "similarity-1")


def test_of_forty_answerable_questions_two_may_be_refused() -> None:
    positive = [float(n) for n in range(40)]
    calibration = fit(positive, [-3.0, -2.0, -1.5, -1.0, -0.5])
    assert calibration.refused_answerable == 0.05
    assert calibration.threshold == pytest.approx(calibration.confidence(1.5))


def test_the_border_lies_halfway_between_both_kinds_where_they_part() -> None:
    calibration = fit([3.0] * 5, [1.0] * 5)
    assert calibration.threshold == pytest.approx(calibration.confidence(2.0))
    assert calibration.confidence(3.0) >= calibration.threshold > calibration.confidence(1.0)


def test_confidence_is_smoothed_as_platt_has_it() -> None:
    # All answerable at 1, all others at -1: the fit meets Platt's targets 6/7 and 1/7.
    calibration = fit([1.0] * 5, [-1.0] * 5)
    assert calibration.confidence(1.0) == pytest.approx(6 / 7)
    assert calibration.confidence(-1.0) == pytest.approx(1 / 7)


def scores(low: int, high: int) -> st.SearchStrategy[list[float]]:
    return st.lists(st.floats(low, high).map(lambda x: round(x, 2)), min_size=5, max_size=60)


@given(positive=scores(1, 9), negative=scores(-9, 2))
def test_a_threshold_never_refuses_more_than_five_answerable_in_a_hundred(
    positive: list[float], negative: list[float]
) -> None:
    assume(area_under_curve(np.array(positive), np.array(negative)) >= 0.8)
    calibration = fit(positive, negative)
    refused = [x for x in positive if calibration.confidence(x) < calibration.threshold]
    assert len(refused) <= 0.05 * len(positive)
    assert calibration.refused_answerable == pytest.approx(len(refused) / len(positive))
    assert calibration.slope > 0


@pytest.mark.parametrize(("n_positive", "n_negative"), [(4, 9), (9, 4), (0, 0), (0, 9)])
def test_too_few_questions_are_refused(n_positive: int, n_negative: int) -> None:
    with pytest.raises(CalibrationError, match=f"{n_positive} answerable and {n_negative} un"):
        fit([1.0] * n_positive, [0.0] * n_negative)


def test_scores_that_do_not_separate_are_refused() -> None:
    with pytest.raises(CalibrationError, match=r"order 0\.50 of the pairs rightly, 0\.8"):
        fit([1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 2.0, 3.0, 4.0, 5.0])


def test_a_fit_against_the_order_of_most_pairs_is_refused() -> None:
    with pytest.raises(CalibrationError, match="confidence would fall as relevance rises"):
        fit([1.0] * 9 + [-1000.0], [0.0] * 9)


def test_the_questions_of_a_file_are_asked_and_the_result_is_written(tmp_path: Path) -> None:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines(keepends=True)
    few = tmp_path / "questions.yaml"
    few.write_text("".join(lines[:60]), encoding="utf-8")
    report = calibrate(seeds_engine(), few, out=tmp_path / "calibration.json")
    assert report.path == tmp_path / "calibration.json"
    assert load_calibration(report.path) == report.calibration
    answerable = [q for q in read_questions(few) if q.is_answerable and len(q.turns) == 1]
    assert report.calibration.n_answerable == len(answerable)


def test_the_shipped_calibration_belongs_to_the_shipped_models() -> None:
    engine = seeds_engine()
    assert load_calibration(None).is_for(engine.encoder_sha256, engine.reader_name)


FAR = "\n".join(f"- {{id: a{n}, cat: abstain_far, q: 'nitrogen boils {n}'}}" for n in range(6))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "0 answerable and 0 unanswerable"),
        (FAR, "0 answerable and 6 unanswerable"),
        (
            # Told to answer what is far off and to refuse what is at hand.
            "\n".join(
                [
                    *(
                        f"- {{id: d{n}, cat: direct, q: 'nitrogen {n}', "
                        "gold: [{doc: ['0'], any: [x]}]}"
                        for n in range(5)
                    ),
                    *(
                        f"- {{id: a{n}, cat: abstain_near, q: 'What are safety behaviors? {n}'}}"
                        for n in range(5)
                    ),
                ]
            ),
            "order 0.00 of the pairs rightly",
        ),
    ],
)
def test_what_cannot_be_calibrated_writes_nothing(text: str, reason: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    with pytest.raises(CalibrationError, match=reason):
        calibrate(seeds_engine(), question_file(tmp_path, text), out=out)
    assert not out.exists()


def test_a_question_without_a_word_teaches_nothing(tmp_path: Path) -> None:
    path = question_file(tmp_path, f"{FAR}\n- {{id: a9, cat: abstain_far, q: '???'}}")
    with pytest.raises(CalibrationError, match="0 answerable and 6 unanswerable"):
        calibrate(seeds_engine(), path, out=tmp_path / "out.json")


def test_an_unreadable_question_file_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError):
        calibrate(seeds_engine(), tmp_path / "absent.yaml", out=tmp_path / "out.json")
    assert list(tmp_path.iterdir()) == []
