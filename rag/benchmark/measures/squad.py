"""SQuAD's exact match and F1, as the official evaluation scripts define them.

Source: evaluate-v1.1.py (Rajpurkar et al. 2016) and evaluate-v2.0.py (Rajpurkar et al. 2018). Both
normalise alike. They differ where a gold answer normalises to nothing, as "the" does: v2.0 leaves
it out, and so does this module.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = frozenset(string.punctuation)


def normalised(text: str) -> str:
    """Lower case; without ASCII punctuation, then without a, an, the; single blanks."""
    lower = "".join(c for c in text.lower() if c not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", lower).split())


def exact_match(prediction: str, golds: Sequence[str]) -> float:
    """1 when the prediction equals one of the golds after normalising, else 0.

    Args:
        prediction: "" for no answer.
        golds: accepted answers; none when the question has no answer, and then "" alone is right.
    """
    return _best(prediction, golds, lambda seen, gold: float(seen == gold))


def f1(prediction: str, golds: Sequence[str]) -> float:
    """Best harmonic mean of word precision and recall over the golds, in [0, 1].

    Args:
        prediction: "" for no answer.
        golds: accepted answers; none when the question has no answer: 1 for "", else 0.
    """
    return _best(prediction, golds, _word_f1)


def _best(prediction: str, golds: Sequence[str], score: Callable[[str, str], float]) -> float:
    seen = normalised(prediction)
    allowed = [gold for gold in map(normalised, golds) if gold] or [""]
    return max(score(seen, gold) for gold in allowed)


def _word_f1(seen: str, gold: str) -> float:
    seen_words, gold_words = seen.split(), gold.split()
    if not seen_words or not gold_words:
        return float(seen_words == gold_words)
    n_shared = (Counter(seen_words) & Counter(gold_words)).total()
    if not n_shared:
        return 0.0
    precision, recall = n_shared / len(seen_words), n_shared / len(gold_words)
    return 2 * precision * recall / (precision + recall)
