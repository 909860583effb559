"""Passages that no door may show: left out of the index, their words covered in the stored text."""

from dataclasses import dataclass, replace

from rag.documents import COVER, Document, Passage
from rag.index.releases import Releases, release_name
from rag.passages import CutDocument
from rag.safety.wording import WordingLint
from rag.spans import Span


@dataclass(frozen=True, slots=True)
class HeldBackPassage:
    """A passage that is not shown.

    Args:
        passage_id: its id.
        rule: of `rag/safety/patterns/wording.en.yaml`, why.
        name: what `safety.released` calls it.
    """

    passage_id: str
    rule: str
    name: str


def hold_back(
    cut: CutDocument, lint: WordingLint, *, released: Releases
) -> tuple[CutDocument, tuple[HeldBackPassage, ...]]:
    """The document without its unsafe passages, and what was held back.

    The letters of a passage that is held back are each replaced by one sign, so that all spans stay
    where they are and the index holds none of the words. Passages keep their ids.

    Args:
        cut: a document with its passages.
        lint: says which sentences break a rule.
        released: says which passages the operator lets through.
    """
    held: list[HeldBackPassage] = []
    covered: list[Span] = []
    kept: list[Passage] = []
    text = cut.document.text
    for passage in cut.passages:
        rule, own = _broken_rule(text, passage, lint), passage.span.of(text)
        if rule is None or released.let_through(passage.passage_id, own):
            kept.append(passage)
        else:
            name = release_name(passage.passage_id, own)
            held.append(HeldBackPassage(passage.passage_id, rule, name))
            covered += passage.sentences
    if not held:
        return cut, ()
    document = replace(cut.document, text=_covered(cut.document, covered))
    return replace(cut, document=document, passages=tuple(kept)), tuple(held)


def _broken_rule(text: str, passage: Passage, lint: WordingLint) -> str | None:
    sentences = (span.of(text) for span in passage.sentences)
    return next((rule for rule in map(lint.broken_rule, sentences) if rule is not None), None)


def _covered(document: Document, spans: list[Span]) -> str:
    characters = list(document.text)
    for span in spans:
        for at in range(span.start, span.end):
            if not characters[at].isspace():
                characters[at] = COVER
    return "".join(characters)
