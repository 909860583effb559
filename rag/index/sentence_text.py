"""What the encoder reads for one sentence."""

from bisect import bisect_left

from rag.documents import BlockKind, Document, Sentence
from rag.passages import TokenCounter


def sentence_text(
    document: Document, sentence: Sentence, *, count_tokens: TokenCounter, max_tokens: int
) -> str:
    """The sentence, after what a person would need to understand it standing alone.

    A fact ("Date: 14 November") gets its document's title, a list item the sentence that leads in
    to its list, any other sentence the heading above it; none when both together are too long.
    The words shown are never these, only the sentence's own.
    """
    text = sentence.span.of(document.text)
    context = _context(document, sentence)
    if not context or context == text:
        return text
    together = f"{context}\n{text}"
    return together if count_tokens(together) <= max_tokens else text


def _context(document: Document, sentence: Sentence) -> str:
    block = document.blocks[sentence.block]
    if block.kind is BlockKind.FACT:
        return document.metadata.title
    if block.kind is BlockKind.LIST_ITEM:
        return _lead_in(document, sentence.block)
    return block.heading_path[-1] if block.heading_path else ""


def _lead_in(document: Document, block: int) -> str:
    """The last sentence before the list that holds this item."""
    while block >= 0 and document.blocks[block].kind is BlockKind.LIST_ITEM:
        block -= 1
    after = bisect_left(document.sentences, block + 1, key=lambda sentence: sentence.block)
    return document.sentences[after - 1].span.of(document.text) if after else ""
