"""Measures of answer-sentence selection: right sentences before wrong ones."""

from collections.abc import Mapping, Sequence

from rag.benchmark.measures.retrieval import retrieval_values
from rag.benchmark.outcomes import RankedItem

_RANKED = ("AP", "RR")
HIT_AT_1 = "hit@1"


def sentence_values(
    qrels: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[RankedItem]]
) -> dict[str, dict[str, float]]:
    """AP, RR and hit@1 of each question over its judged candidates.

    A question without a right candidate is left out, as the field does since no ranking of it can
    be better than another (Yang, Yih, Meek, EMNLP 2015); so the means are MAP and MRR as papers
    print them.

    Args:
        qrels: question id -> sentence id -> grade; right is above 0.
        rankings: question id -> sentences, best first; what is not judged is passed over. A
            question that is absent scores 0.

    Raises:
        TrecFileError: a ranking's scores rise or are not finite.
        MissingLibrary: ir_measures is not installed.
    """
    solvable = {q: grades for q, grades in qrels.items() if any(g > 0 for g in grades.values())}
    judged = {
        query_id: [item for item in rankings.get(query_id, ()) if item.item_id in grades]
        for query_id, grades in solvable.items()
    }
    values = retrieval_values(solvable, judged, _RANKED)
    for query_id, ranking in judged.items():
        is_right = bool(ranking) and solvable[query_id][ranking[0].item_id] > 0
        values[query_id][HIT_AT_1] = float(is_right)
    return values
