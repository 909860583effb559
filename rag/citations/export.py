"""Citations as text to take away, made from the documents themselves."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from rag.citations.apa import (
    PLAIN,
    Reference,
    in_text_citation,
    quoted_text,
    reference_text,
    references,
)
from rag.citations.bibtex import bibtex
from rag.citations.csl import csl_item
from rag.citations.markdown import MARKDOWN, block_quote, escaped
from rag.citations.quotation import CslItem, Quotation, Source, quotation
from rag.citations.verify import verify_citation
from rag.errors import NotFound, UnverifiedCitations
from rag.messages import Citation, Group, TextPositionSelector
from rag.spans import Span

MAX_EXPORTED = 100
_NO_SIDE = "Without a side"
_GONE = "the index holds no such document"


class ExportFormat(StrEnum):
    """How citations are written."""

    APA = "apa"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
    MARKDOWN = "markdown"


MEDIA_TYPES: Mapping[ExportFormat, str] = {
    ExportFormat.APA: "text/plain; charset=utf-8",
    ExportFormat.BIBTEX: "application/x-bibtex; charset=utf-8",
    ExportFormat.CSL_JSON: "application/vnd.citationstyles.csl+json",
    ExportFormat.MARKDOWN: "text/markdown; charset=utf-8",
}
SUFFIXES: Mapping[ExportFormat, str] = {
    ExportFormat.APA: "txt",
    ExportFormat.BIBTEX: "bib",
    ExportFormat.CSL_JSON: "json",
    ExportFormat.MARKDOWN: "md",
}


class ExportRequest(BaseModel):
    """Citations to take away, as answers gave them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: ExportFormat
    citations: tuple[Citation, ...] = Field(min_length=1, max_length=MAX_EXPORTED)
    with_quotes: bool = Field(
        default=True,
        strict=True,
        description="false: the references alone (BibTeX and CSL-JSON are only those)",
    )
    among: tuple[str, ...] = Field(
        default=(),
        max_length=MAX_EXPORTED,
        description="ids of documents cited beside these, which are not written: letters of years "
        "(2024a) and keys of entries tell all of them apart",
    )


def exported(request: ExportRequest, source: Source, *, address: str = "") -> str:
    """The citations in the format asked for.

    Quotes, references and sides are read from the documents; of a citation only its position
    counts, once it is verified.

    Args:
        request: what to write.
        source: where the documents are read.
        address: of this service, without a slash at its end; begins links to passages.

    Raises:
        UnverifiedCitations: a citation does not stand in its document as it says.
    """
    quotations = _verified(request.citations, source)
    items = [quote.item for quote in quotations]
    among = [*_items_among(request.among, source), *items]
    shown = quotations if request.with_quotes else ()
    match request.format:
        case ExportFormat.BIBTEX:
            return bibtex(items, among=among)
        case ExportFormat.CSL_JSON:
            once = list({item["id"]: item for item in items}.values())
            return json.dumps(once, ensure_ascii=False, indent=2) + "\n"
        case ExportFormat.APA:
            return _apa(shown, _listed(items, among))
        case ExportFormat.MARKDOWN:
            return _markdown(shown, _listed(items, among), address)


def _verified(citations: Sequence[Citation], source: Source) -> tuple[Quotation, ...]:
    found: list[Quotation] = []
    refused: dict[int, str] = {}
    for position, citation in enumerate(citations):
        try:
            document = source.document(citation.document_id)
        except NotFound:
            refused[position] = _GONE
            continue
        verification = verify_citation(citation, document)
        if not verification.verified:
            refused[position] = verification.reason or ""
            continue
        (place,) = [s for s in citation.selector if isinstance(s, TextPositionSelector)]
        found.append(quotation(source, document, Span(place.start, place.end)))
    if refused:
        raise UnverifiedCitations(refused)
    return tuple(found)


def _items_among(document_ids: Sequence[str], source: Source) -> Iterator[CslItem]:
    """The sources of the documents; one that is gone tells nothing apart."""
    for document_id in document_ids:
        with suppress(NotFound):
            document = source.document(document_id)
            yield csl_item(document_id, document.metadata, accessed=source.accessed)


def _listed(items: Sequence[CslItem], among: Sequence[CslItem]) -> tuple[Reference, ...]:
    """The references of `items`, in order, with the letters that they have among all."""
    ids = {item["id"] for item in items}
    return tuple(one for one in references(among) if one.item["id"] in ids)


def _apa(quotations: Sequence[Quotation], listed: Sequence[Reference]) -> str:
    entries = [reference_text(reference) for reference in listed]
    if not quotations:
        return "\n\n".join(entries) + "\n"
    by_id = _by_id(listed)
    parts: list[str] = []
    for side in _by_side(quotations):
        if side.heading:
            assigned_by = f" (assigned by {side.assigned_by})" if side.assigned_by else ""
            parts.append(f"{side.heading}{assigned_by}")
        parts.extend(quoted_text(quote, by_id[quote.item["id"]], PLAIN) for quote in side.quotes)
    return "\n\n".join([*parts, "References", *entries]) + "\n"


def _markdown(quotations: Sequence[Quotation], listed: Sequence[Reference], address: str) -> str:
    entries = "\n".join(f"- {reference_text(reference, MARKDOWN)}" for reference in listed)
    if not quotations:
        return entries + "\n"
    by_id = _by_id(listed)
    parts: list[str] = []
    for side in _by_side(quotations):
        if side.heading:
            parts.append(f"## {escaped(side.heading)}")
        if side.assigned_by:
            parts.append(f"Assigned by {escaped(side.assigned_by)}.")
        for quote in side.quotes:
            citation = in_text_citation(quote, by_id[quote.item["id"]], MARKDOWN)
            parts.append(block_quote(quote.text))
            parts.append(f"{citation} [In its source](<{address}{quote.path}>)")
    return "\n\n".join([*parts, "## References", entries]) + "\n"


def _by_id(listed: Sequence[Reference]) -> dict[str, Reference]:
    return {reference.item["id"]: reference for reference in listed}


@dataclass(frozen=True, slots=True)
class _Side:
    """Quotes that take one side of one matter; without a heading where there are no sides."""

    heading: str
    assigned_by: str
    quotes: list[Quotation]


def _by_side(quotations: Sequence[Quotation]) -> list[_Side]:
    """The quotes by matter, side and who assigned it, first quotes first; then the rest."""
    if len(quotations) == 1 or all(quote.stance is None for quote in quotations):
        return [_Side("", "", list(quotations))]
    sides: dict[tuple[str, Group, str], _Side] = {}
    rest: list[Quotation] = []
    for quote in quotations:
        if (stance := quote.stance) is None:
            rest.append(quote)
            continue
        heading = f"{stance.side.plain_name}: {stance.about}"
        key = (stance.about, stance.side, stance.assigned_by)
        sides.setdefault(key, _Side(heading, stance.assigned_by, [])).quotes.append(quote)
    return [*sides.values(), *([_Side(_NO_SIDE, "", rest)] if rest else [])]
