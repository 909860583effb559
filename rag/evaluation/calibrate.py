"""Learning from known questions when to answer and when to say that the documents do not."""

from dataclasses import dataclass
from math import exp
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answers.calibration import Calibration, Refused, Reliable
from rag.engine import Engine
from rag.errors import CalibrationError
from rag.evaluation.logistic import fit_logistic
from rag.evaluation.questions import read_questions

# Fewer questions on either side say nothing about a threshold.
_FEWEST = 5
# A score that orders fewer pairs rightly does not separate: chance is 0.5.
_LOWEST_AUC = 0.8
# No more than this share of the questions that are answered rightly may be refused.
FALSE_REFUSALS = 0.05
_CURVE = tuple(step / 50 for step in range(1, 50))  # thresholds
_BINS = 10


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """What was learnt, and where it was written."""

    calibration: Calibration
    path: Path


def calibrate(
    engine: Engine, questions: Path, *, out: Path, false_refusals: float = FALSE_REFUSALS
) -> CalibrationReport:
    """Fit confidence and threshold for this encoder and reader, and write them to `out`.

    Every question with gold counts as answerable, every "abstain" one as not; others are left
    out, and so are follow-ups, whose last words alone say nothing. The threshold is the highest
    that refuses at most `false_refusals` of the answerable ones, a share.

    Raises:
        QuestionFileError: `questions` cannot be read.
        CalibrationError: there are too few questions, or the scores do not separate them;
            nothing is written then.
    """
    relevance: list[float] = []
    answerable: list[bool] = []
    for question in read_questions(questions):
        is_judged = question.is_answerable or question.is_unanswerable
        if not is_judged or len(question.turns) > 1:
            continue
        ranked = engine.ranked_sentences(question.text)
        if ranked:  # without a word to search for nothing is read, and nothing learnt
            relevance.append(ranked[0].relevance)
            answerable.append(question.is_answerable)
    calibration = fit_calibration(
        np.array(relevance, np.float64),
        np.array(answerable, np.bool_),
        encoder_sha256=engine.encoder_sha256,
        reader=engine.reader_name,
        false_refusals=false_refusals,
    )
    calibration.write(out)
    return CalibrationReport(calibration, out)


def fit_calibration(
    relevance: NDArray[np.float64],
    answerable: NDArray[np.bool_],
    *,
    encoder_sha256: str,
    reader: str,
    false_refusals: float = FALSE_REFUSALS,
    kept: NDArray[np.float64] | None = None,
) -> Calibration:
    """Platt's sigmoid with his smoothed targets, the threshold, and their curves.

    Args:
        relevance: (n,) logit of each question's best sentence.
        answerable: (n,) whether the documents answer it.
        encoder_sha256: of the encoder that the logits come from.
        reader: name of the reader that they come from.
        false_refusals: share of the answerable questions that the threshold may refuse.
        kept: logits of the questions that this share is taken of, when not of all answerable ones.

    Raises:
        CalibrationError: too few questions of either kind, or an AUC below 0.8.

    Source: Platt 1999.
    """
    positive, negative = relevance[answerable], relevance[~answerable]
    if min(len(positive), len(negative)) < _FEWEST:
        raise CalibrationError(
            f"{len(positive)} answerable and {len(negative)} unanswerable questions; "
            f"at least {_FEWEST} of each are needed"
        )
    auc = area_under_curve(positive, negative)
    if auc < _LOWEST_AUC:
        raise CalibrationError(
            f"the scores order {auc:.2f} of the pairs rightly, {_LOWEST_AUC} is needed: no "
            "threshold would separate what the documents answer from what they do not; add "
            "questions, or use another encoder or reader"
        )
    slope, intercept = _platt(relevance, answerable)
    if slope <= 0:  # a few far-off scores can turn the fit against the order of most pairs
        raise CalibrationError(
            f"confidence would fall as relevance rises (slope {slope:.3g}); look at the questions "
            "with the lowest and highest scores, or add questions"
        )
    # The allowed number of answerable questions may lie below the lowest kept one.
    kept = np.sort(positive if kept is None else kept)
    lowest_kept = float(kept[int(false_refusals * len(kept))])
    below = np.concatenate([relevance, kept])
    below = below[below < lowest_kept]
    # Halfway to the next lower score, so that rounding cannot refuse the lowest kept question.
    border = (lowest_kept + float(below.max())) / 2 if len(below) else lowest_kept
    confidence = 1 / (1 + np.exp(-(slope * relevance + intercept)))
    return Calibration(
        encoder_sha256=encoder_sha256,
        reader=reader,
        slope=slope,
        intercept=intercept,
        threshold=1 / (1 + exp(-(slope * border + intercept))),
        n_answerable=len(positive),
        n_unanswerable=len(negative),
        auc=auc,
        refused_answerable=float(np.mean(positive < border)),
        refused_unanswerable=float(np.mean(negative < border)),
        curve=_curve(confidence[answerable], confidence[~answerable]),
        reliability=_reliability(confidence, answerable),
    )


def _curve(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> tuple[Refused, ...]:
    return tuple(
        Refused(
            threshold,
            round(float(np.mean(positive < threshold)), 4),
            round(float(np.mean(negative < threshold)), 4),
        )
        for threshold in _CURVE
    )


def _reliability(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[Reliable, ...]:
    bins = np.minimum((confidence * _BINS).astype(np.int64), _BINS - 1)
    return tuple(
        Reliable(
            round(float(confidence[bins == i].mean()), 4),
            round(float(right[bins == i].mean()), 4),
            int((bins == i).sum()),
        )
        for i in np.unique(bins)
    )


def area_under_curve(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> float:
    """Share of (positive, negative) pairs in the right order, a tie counting half.

    Source: Mann and Whitney 1947; equal to the area under the ROC curve (Hanley, McNeil 1982).
    """
    differences = positive[:, np.newaxis] - negative[np.newaxis]
    return float(np.mean((differences > 0) + 0.5 * (differences == 0)))


def _platt(relevance: NDArray[np.float64], answerable: NDArray[np.bool_]) -> tuple[float, float]:
    n_positive, n_negative = int(answerable.sum()), int((~answerable).sum())
    targets = np.where(answerable, (n_positive + 1) / (n_positive + 2), 1 / (n_negative + 2))
    weights, intercept = fit_logistic(relevance[:, np.newaxis], targets)
    return float(weights[0]), intercept
