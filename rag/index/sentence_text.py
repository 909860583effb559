"""What the encoder reads for one sentence."""

from rag.documents import BlockKind, Document, Sentence, list_lead_in
from rag.passages import TokenCounter


def sentence_text(
    document: Document, sentence: Sentence, *, count_tokens: TokenCounter, max_tokens: int
) -> str:
    """The sentence alone, but a list item after the sentence that leads in to its list.

    Headings and titles are left out on purpose: with them every sentence of a section is near a
    question that echoes its heading (docs/decisions/0008-sentence-scores.md has the figures).
    """
    text = sentence.span.of(document.text)
    if document.blocks[sentence.block].kind is not BlockKind.LIST_ITEM:
        return text
    together = f"{list_lead_in(document, sentence.span)} {text}".lstrip()
    return together if count_tokens(together) <= max_tokens else text
