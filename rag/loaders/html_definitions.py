"""Terms and values of a definition list as labels: "Speaker: Dr. X"."""

from rag.sentences import split_sentences

_MOST_LABEL_WORDS = 6


def labelled(term: str, value: str) -> str:
    """One line of both; "" where the term is no label, or the value more than one sentence."""
    label = term.rstrip(":").rstrip()
    is_label = 0 < len(label.split()) <= _MOST_LABEL_WORDS and not label.endswith((".", "?", "!"))
    if not is_label or len(split_sentences(value)) != 1:
        return ""
    return f"{label}: {value}"
