"""Corpora of our own with questions, that a reader is taught with and never measured on.

Documents and questions were written for this project; places, people and firms are made up. In the
question files every sentence that answers is named, and questions with `cat: abstain_near` are
close to what the documents say and not answered by them.
"""

from rag.evaluation.practice import PracticeCorpus, corpora_of


def taught_corpora() -> tuple[PracticeCorpus, ...]:
    """Those of this package, in order of name."""
    return corpora_of(__name__)
