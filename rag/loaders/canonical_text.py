"""The one form in which text enters a document: canonical characters, single spaces."""

from rag.canonical_characters import canonical_characters


def canonical_line(text: str) -> str:
    """`text` on one line: NFC, white space runs as one space, nothing invisible.

    Questions are brought to the same characters, so that they find it.
    """
    return " ".join(canonical_characters(text).split())
