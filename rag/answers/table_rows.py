"""Which rows of a table answer: the one that the question names, or all where it names none."""

from collections.abc import Sequence

from rag.answers.candidates import Candidate, ReadQuestion
from rag.documents import header_of
from rag.index import analysis
from rag.questions.asking_words import ASKING

_CELL_END = " | "


def rows_asked_for(
    chosen: Sequence[Candidate], read: ReadQuestion, *, most: int
) -> tuple[Candidate, ...] | None:
    """The rows of the table of which the best statement is one; None where that is none.

    A reader sees no columns: it takes the row of one branch for that of another, or a few of seven
    days. The first cell of a row says what it is about. Where the best one is named, other
    statements stay, but for rows that are named less.

    Args:
        chosen: statements, the best first.
        read: the question with what was read for it.
        most: number of statements; of a longer table no row is left out in silence.
    """
    header = header_of(chosen[0].document, chosen[0].span) if chosen else None
    if header is None:
        return None
    document = chosen[0].document
    rows = {
        candidate.place: candidate
        for candidate in read.candidates
        if candidate.document.document_id == document.document_id
        and header_of(document, candidate.span) == header
    }
    asked = frozenset(read.query.terms) - ASKING
    named = {place: len(asked & _label(row)) for place, row in rows.items()}
    highest = max(named.values())
    if highest == 0:
        return tuple(rows[place] for place in sorted(rows)) if len(rows) <= most else None
    if named[chosen[0].place] == highest:
        return tuple(c for c in chosen if named.get(c.place, highest) == highest)
    return tuple(row for place, row in rows.items() if named[place] == highest)[:most]


def _label(row: Candidate) -> frozenset[str]:
    return frozenset(analysis.terms(row.text.partition(_CELL_END)[0]))
