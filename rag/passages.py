"""Documents into passages: whole sentences of one section, never longer than the encoder reads."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil

from rag.documents import BlockKind, Document, Passage, Sentence
from rag.spans import Span

TokenCounter = Callable[[str], int]

# Headings may take this share of a passage's tokens; beyond it the outermost are left out.
_HEADING_SHARE = 0.5
_CLAUSE_END = re.compile(r"[;:,.–—)\]](?=\s)|\s[–—-](?=\s)")
_WORD_END = re.compile(r"(?=\s)")


@dataclass(frozen=True, slots=True)
class SplitSentence:
    """A sentence that was longer than a passage may be, and into how many pieces it was cut."""

    document_id: str
    span: Span
    n_pieces: int


@dataclass(frozen=True, slots=True)
class CutDocument:
    """A document with its passages; over-long sentences are replaced by their pieces."""

    document: Document
    passages: tuple[Passage, ...]
    split_sentences: tuple[SplitSentence, ...]


def embedded_text(headings: Sequence[str], body: str) -> str:
    """What the encoder reads for a passage: its headings, one a line, then its text."""
    return "\n".join([*headings, body])


def sentences_of(document: Document, passage: Passage) -> Sequence[Sentence]:
    """The passage's sentences with their blocks, found in `document` by position."""
    first = bisect_left(document.sentences, passage.sentences[0], key=lambda s: s.span)
    return document.sentences[first : first + len(passage.sentences)]


def cut_document(document: Document, *, count_tokens: TokenCounter, max_tokens: int) -> CutDocument:
    """The passages of `document`, in text order.

    A passage holds consecutive sentences of one section, packed by whole blocks where they fit;
    a block that does not fit is divided at sentence ends into parts of like length. A sentence
    that alone is too long is cut at a clause, else at a word, else anywhere.

    Args:
        document: its sentences may be of any length.
        count_tokens: of the encoder, special tokens and document prompt included.
        max_tokens: longest passage, headings included; not above the encoder's own limit.
    """
    cutter = _Cutter(document, count_tokens, max_tokens)
    pieces, split = cutter.sentences_that_fit()
    document = replace(document, sentences=tuple(pieces))
    passages = tuple(
        cutter.passage(number, sentences)
        for number, sentences in enumerate(_packed(document, cutter))
    )
    return CutDocument(document, passages, tuple(split))


class _Cutter:
    def __init__(self, document: Document, count_tokens: TokenCounter, max_tokens: int) -> None:
        self.document, self.count_tokens, self.max_tokens = document, count_tokens, max_tokens
        self._headings: dict[tuple[str, ...], tuple[str, ...]] = {}

    def headings(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Title and headings as far as their share of the tokens goes, the innermost first kept."""
        if path not in self._headings:
            title = self.document.metadata.title
            # A record's id may stand in for its title: it is shown, but says nothing of the text.
            is_record = self.document.metadata.kind == "record"
            if is_record and self.document.document_id.endswith(f"/{title}"):
                title = ""
            full = path if not title or title in path else (title, *path)
            self._headings[path] = self._shortened(full)
        return self._headings[path]

    def n_tokens(self, path: tuple[str, ...], span: Span) -> int:
        return self.count_tokens(embedded_text(self.headings(path), span.of(self.document.text)))

    def fits(self, path: tuple[str, ...], span: Span) -> bool:
        return self.n_tokens(path, span) <= self.max_tokens

    def path_of(self, sentence: Sentence) -> tuple[str, ...]:
        return self.document.blocks[sentence.block].heading_path

    def passage(self, number: int, sentences: Sequence[Sentence]) -> Passage:
        path = self.path_of(sentences[0])
        span = Span(sentences[0].span.start, sentences[-1].span.end)
        n_tokens = self.n_tokens(path, span)
        assert n_tokens <= self.max_tokens, (
            f"passage {number} of {self.document.document_id} has {n_tokens} tokens, "
            f"{self.max_tokens} are allowed: the packing is wrong"
        )
        pages = {self.document.blocks[sentence.block].page for sentence in sentences}
        return Passage(
            passage_id=f"{self.document.document_id}#{number}",
            document_id=self.document.document_id,
            heading_path=path,
            context=self.headings(path),
            sentences=tuple(sentence.span for sentence in sentences),
            page=pages.pop() if len(pages) == 1 else None,
            n_tokens=n_tokens,
        )

    def sentences_that_fit(self) -> tuple[list[Sentence], list[SplitSentence]]:
        fitting: list[Sentence] = []
        split: list[SplitSentence] = []
        for sentence in self.document.sentences:
            path = self.path_of(sentence)
            if self._is_heading(sentence) or self.fits(path, sentence.span):
                fitting.append(sentence)
                continue
            spans = list(self._pieces(path, sentence.span))
            fitting.extend(Sentence(span, sentence.block) for span in spans)
            split.append(SplitSentence(self.document.document_id, sentence.span, len(spans)))
        return fitting, split

    def _is_heading(self, sentence: Sentence) -> bool:
        return self.document.blocks[sentence.block].kind is BlockKind.HEADING

    def _pieces(self, path: tuple[str, ...], span: Span) -> Iterator[Span]:
        while (reach := self._longest_prefix(path, span)) < span.end:
            end = self._boundary(Span(span.start, reach))
            yield _trimmed(self.document.text, Span(span.start, end))
            span = _trimmed(self.document.text, Span(end, span.end))
        yield span

    def _longest_prefix(self, path: tuple[str, ...], span: Span) -> int:
        """The furthest end that fits: galloping, so that a megabyte is not counted each time."""
        low, step = span.start + 1, self.max_tokens
        while low + step < span.end and self.fits(path, Span(span.start, low + step)):
            low, step = low + step, 2 * step
        high = min(span.end, low + step)
        while low < high:
            middle = (low + high + 1) // 2
            if self.fits(path, Span(span.start, middle)):
                low = middle
            else:
                high = middle - 1
        return low

    def _boundary(self, prefix: Span) -> int:
        """The last clause end in the second half of `prefix`, else its last word end."""
        text = self.document.text
        for pattern, earliest in (
            # A clause that ends in the first half would leave a stub; a word end is better then.
            (_CLAUSE_END, prefix.start + len(prefix) // 2),
            (_WORD_END, prefix.start + 1),
        ):
            ends = [match.end() for match in pattern.finditer(text, earliest, prefix.end + 1)]
            fitting = [end for end in ends if prefix.start < end <= prefix.end]
            if fitting:
                return fitting[-1]
        return prefix.end

    def _shortened(self, headings: tuple[str, ...]) -> tuple[str, ...]:
        allowed = int(self.max_tokens * _HEADING_SHARE)
        kept: tuple[str, ...] = ()
        for heading in reversed(headings):
            if self.count_tokens(embedded_text((heading, *kept), "")) > allowed:
                break
            kept = (heading, *kept)
        return kept


def _packed(document: Document, cutter: _Cutter) -> Iterator[list[Sentence]]:
    sections = _sections(document)
    body = (
        sentence
        for sentence in document.sentences
        if document.blocks[sentence.block].kind is not BlockKind.HEADING
    )
    for _, section in groupby(body, key=lambda sentence: sections[sentence.block]):
        waiting: list[Sentence] = []
        for _, block in groupby(section, key=lambda sentence: sentence.block):
            sentences = list(block)
            path = cutter.path_of(sentences[0])
            if waiting and not _fit_together(cutter, path, [*waiting, *sentences]):
                lead_in = _lead_in_that_fits(document, cutter, path, waiting, sentences)
                yield waiting[: len(waiting) - len(lead_in)]
                waiting = lead_in
            parts = _divided(cutter, path, [*waiting, *sentences])
            yield from parts[:-1]
            waiting = parts[-1]
        if waiting:
            yield waiting


def _lead_in_that_fits(
    document: Document,
    cutter: _Cutter,
    path: tuple[str, ...],
    waiting: list[Sentence],
    sentences: list[Sentence],
) -> list[Sentence]:
    """The last waiting sentence if it leads in to what comes: "For example:" and its list."""
    last = waiting[-1:]
    is_lead_in = len(waiting) > 1 and last[0].span.of(document.text).endswith(":")
    return last if is_lead_in and _fit_together(cutter, path, [*last, *sentences]) else []


def _sections(document: Document) -> list[tuple[int, tuple[str, ...]]]:
    """For each block a key that is equal within a section: its last heading and its path.

    The path alone will not do: two neighbouring sections may be called the same. Nor will the
    heading: a closing paragraph may have left the last heading's section.
    """
    keys: list[tuple[int, tuple[str, ...]]] = []
    n_headings = 0
    for block in document.blocks:
        n_headings += block.kind is BlockKind.HEADING
        keys.append((n_headings, block.heading_path))
    return keys


def _divided(
    cutter: _Cutter, path: tuple[str, ...], sentences: list[Sentence]
) -> list[list[Sentence]]:
    """One block in as few parts as fit, of like length."""
    if _fit_together(cutter, path, sentences):
        return [sentences]
    whole = cutter.n_tokens(path, _joined(sentences))
    target = ceil(whole / ceil(whole / cutter.max_tokens))
    parts: list[list[Sentence]] = [[]]
    for sentence in sentences:
        grown = [*parts[-1], sentence]
        if parts[-1] and (
            not _fit_together(cutter, path, grown)
            or cutter.n_tokens(path, _joined(parts[-1])) >= target
        ):
            parts.append([sentence])
        else:
            parts[-1] = grown
    return parts


def _fit_together(cutter: _Cutter, path: tuple[str, ...], sentences: Sequence[Sentence]) -> bool:
    return cutter.fits(path, _joined(sentences))


def _joined(sentences: Sequence[Sentence]) -> Span:
    return Span(sentences[0].span.start, sentences[-1].span.end)


def _trimmed(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.end - (len(piece) - len(piece.rstrip()))))
