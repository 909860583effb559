"""Corpora with questions that only measure: nothing is taught, fitted or chosen on them.

What is measured on them is what people may expect of a folder of their own; whoever trains on them
takes that away from all.
"""

from rag.evaluation.practice import PracticeCorpus, corpora_of


def held_out_corpora() -> tuple[PracticeCorpus, ...]:
    """Those of this package, in order of name."""
    return corpora_of(__name__)
