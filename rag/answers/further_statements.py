"""Which sentences are shown beside the one that answers best: those that probably answer too."""

import json
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from importlib import resources

from rag.answers.candidates import EVEN, Candidate
from rag.answers.selection import in_reading_order, is_said
from rag.documents import BlockKind
from rag.probability import probability

_SHIPPED = "further_weights.json"
_CONSIDERED = 15  # sentences after the best; those below are never likely enough
_FURTHEST = 6.0  # logits below the best
_SPREAD_TO, _WIDEST = 3, 4.0  # the fourth best, and from how many logits on it is out of sight
# Probability from which one is shown. Beside a best sentence that is surer than even, what may be
# off the point is left out; beside one that is not, a second may be what was asked for. Where a
# list or both sides are asked for, leaving out is worse.
_LIKELY_BESIDE_SURE, _LIKELY_BESIDE_UNSURE = 0.4, 0.2
_LIKELY_OF_LIST = 0.1
# "Which signs …", "What safe limits …", but not "What happens …".
_SEVERAL = re.compile(
    r"\b(?:what|which|whose)\s+(?:[\w'’-]+\s+){0,2}?"
    r"(?!(?:is|does|was|has|this|us|as|its|happens|makes|helps|causes|counts|goes|comes|means|"
    r"works|keeps|gives|says|speaks|matters|needs|takes|becomes)\b)\w+[^s\W]s\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FurtherFeatures:
    """What tells whether a sentence answers beside the best one.

    Args:
        behind: logits of relevance below the best one's.
        relevance: its own, a logit.
        rank: 1 for the second best.
        spread: logits from the best to the fourth best, four at most.
        follows: whether it stands after the best one in its passage.
        beside: how many better ones its passage has.
        several: whether the question names a plural: "Which signs …".
    """

    behind: float
    relevance: float
    rank: float
    spread: float
    follows: float
    beside: float
    several: float


@dataclass(frozen=True, slots=True)
class FurtherWeights:
    """A logit that a sentence answers a question beside the best one; see `FurtherFeatures`."""

    intercept: float
    features: FurtherFeatures

    def likelihood(self, found: FurtherFeatures) -> float:
        weighed = zip(astuple(self.features), astuple(found), strict=True)
        return probability(self.intercept + sum(weight * value for weight, value in weighed))


def shipped_further_weights() -> FurtherWeights:
    """The weights of this package; the file says how they were fitted."""
    text = resources.files("rag.answers").joinpath(_SHIPPED).read_text(encoding="utf-8")
    weights = json.loads(text)["weights"]
    return FurtherWeights(weights.pop("intercept"), FurtherFeatures(**weights))


def further_features(candidates: Sequence[Candidate], question: str) -> list[FurtherFeatures]:
    """Of each candidate after the first that may be shown beside it, in their order.

    Args:
        candidates: most relevant first, one or more.
        question: that they were read for.
    """
    best = candidates[0]
    fourth = candidates[min(_SPREAD_TO, len(candidates) - 1)]
    spread = min(_WIDEST, best.relevance - fourth.relevance)
    several = float(_SEVERAL.search(question) is not None)
    passages = [candidate.passage.passage_id for candidate in candidates[: _CONSIDERED + 1]]
    return [
        FurtherFeatures(
            behind=best.relevance - candidate.relevance,
            relevance=candidate.relevance,
            rank=rank,
            spread=spread,
            follows=float(passages[rank] == passages[0] and candidate.span > best.span),
            beside=passages[:rank].count(passages[rank]),
            several=several,
        )
        for rank, candidate in enumerate(candidates[: _CONSIDERED + 1])
        if rank and best.relevance - candidate.relevance <= _FURTHEST
    ]


def select_answering(
    candidates: Sequence[Candidate],
    question: str,
    weights: FurtherWeights,
    *,
    most: int,
    is_list: bool = False,
) -> tuple[Candidate, ...]:
    """The best sentence and those that probably answer too, none said twice, in reading order.

    Args:
        candidates: most relevant first.
        question: that they were read for.
        weights: how likely a further one answers.
        most: number of statements, 1 or more.
        is_list: several things are asked for, a list or both sides.
    """
    if not candidates:
        return ()
    beside = _LIKELY_BESIDE_SURE if candidates[0].relevance >= EVEN else _LIKELY_BESIDE_UNSURE
    floor = _LIKELY_OF_LIST if is_list else beside
    chosen = [candidates[0]]
    further = further_features(candidates, question)
    for candidate, found in zip(candidates[1:], further, strict=False):
        if len(chosen) == most:
            break
        if _is_fact_of_another_page(candidate, candidates[0]):
            continue
        if weights.likelihood(found) >= floor and not is_said(candidate, chosen):
            chosen.append(candidate)
    return in_reading_order(chosen)


def _is_fact_of_another_page(candidate: Candidate, best: Candidate) -> bool:
    """Beside the date of one page that of another is no answer."""
    both_are_facts = candidate.kind is BlockKind.FACT is best.kind
    return both_are_facts and candidate.document.document_id != best.document.document_id
