"""What opens an item of a list at the start of a line, and when it may be words of a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# A capital letter with a full stop is none: it is an initial ("A. T. Beck") more often.
_MARKER = re.compile(
    r"(?:(?P<bullet>[-–—*•·▪◦‣●○■►\uf0b7]|\+(?!\s+\d))"
    r"|(?P<open>\(?)(?:(?P<number>\d{1,3})|(?P<letter>[a-z]|[ivx]{2,4}|[A-Z](?=\))))"
    r"(?P<close>[.)]))\s+(?=\S)"
)
_NUMERALS = (
    "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv"
).split()
_ROMAN = {numeral: value for value, numeral in enumerate(_NUMERALS, start=1)}
_ENDS_CLAUSE = re.compile(r"[.!?…:;。！？；：؟؛۔।][\"'”’»)\]]*$")
_LONGEST_END = 6  # characters that hold such an end
_DOUBTFUL_BULLETS = frozenset("-–—*+")  # in sentences, too, they stand between blanks


@dataclass(frozen=True, slots=True)
class ListMarker:
    length: int  # characters from the start of the line to the item
    bullet: str = ""  # "" for a number or a letter
    # The kinds of list that it may belong to, each with its number there: "i." is 9th or 1st.
    places: frozenset[tuple[str, int]] = frozenset()

    @property
    def is_number(self) -> bool:
        return any("1" in kind for kind, _ in self.places)

    @property
    def is_bare_letter(self) -> bool:
        """A letter with a full stop, as abbreviations have it ("p. 12")."""
        return any(kind in {"a.", "i."} for kind, _ in self.places)


def list_marker(line: str) -> ListMarker | None:
    """The marker that `line` begins with, judged by nothing else."""
    match = _MARKER.match(line)
    if match is None:
        return None
    marker = ListMarker(match.end(), match["bullet"] or "", frozenset(_places(match)))
    return marker if marker.bullet or marker.places else None


def item_markers(
    lines: Sequence[str], *, has_room: Sequence[bool] | None = None
) -> list[ListMarker | None]:
    """The marker that each line of a text begins with, None where it may be words of a sentence.

    A wrapped line may begin with the last word of a sentence ("… to at most", "40. Stop at
    once"). So a marker counts only after an empty line, after a line that ends a clause, or in
    sequence with one that does; "a." in sequence alone; a bullet also where it would have had
    room in the line above.

    Args:
        lines: without white space around them; "" is an empty line.
        has_room: whether a bullet would have had room at the end of each line; by default where
            a line between the same empty ones is that much longer.

    Returns:
        An entry a line. Cost: linear in the text.
    """
    found = [list_marker(line) for line in lines]
    rooms = _rooms(lines) if has_room is None else has_room
    certain = [_is_certain(at, lines, found, rooms) for at in range(len(lines))]
    in_list = {
        at
        for start, end in _paragraphs(lines)
        for positions in _sequences(found, start, end)
        if _is_list(positions, found, certain)
        for at in positions
    }
    return [marker if at in in_list else None for at, marker in enumerate(found)]


def markers_of_paragraphs(paragraphs: Sequence[str]) -> list[ListMarker | None]:
    """The marker that each paragraph begins with, None where it may be part of the text.

    A number or a letter is one if the next or the one before it opens another paragraph, and "1".
    """
    found = [list_marker(paragraph) for paragraph in paragraphs]
    places = {place for marker in found if marker for place in marker.places}
    return [marker if marker and _is_in_sequence(marker, places) else None for marker in found]


def _is_in_sequence(marker: ListMarker, places: set[tuple[str, int]]) -> bool:
    if marker.bullet:
        return True
    return any(
        (kind, number - 1) in places
        or (kind, number + 1) in places
        or (number == 1 and marker.is_number)
        for kind, number in marker.places
    )


def _places(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    opens, number, letter, closes = match.group("open", "number", "letter", "close")
    if number:
        yield f"{opens}1{closes}", int(number)
    elif letter:
        if len(letter) == 1:
            first = "A" if letter.isupper() else "a"
            yield f"{opens}{first}{closes}", ord(letter) - ord(first) + 1
        if letter in _ROMAN:
            yield f"{opens}i{closes}", _ROMAN[letter]


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of lines between empty ones."""
    start = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or not lines[at]:
            yield start, at
            start = at + 1


def _rooms(lines: Sequence[str]) -> list[bool]:
    rooms = [True] * len(lines)
    for start, end in _paragraphs(lines):
        width = max(map(len, lines[start:end]), default=0)
        rooms[start:end] = [len(line) + len(" -") <= width for line in lines[start:end]]
    return rooms


def _sequences(markers: Sequence[ListMarker | None], start: int, end: int) -> list[list[int]]:
    """Positions of markers that follow each other in one list, of each such list."""
    sequences: list[list[int]] = []
    awaiting: dict[tuple[str, int], int] = {}  # what comes next -> its sequence
    for at in range(start, end):
        marker = markers[at]
        if marker is None:
            continue
        places = marker.places or {(marker.bullet, 0)}
        own = next((awaiting[place] for place in places if place in awaiting), len(sequences))
        if own == len(sequences):
            sequences.append([])
        sequences[own].append(at)
        step = 0 if marker.bullet else 1
        awaiting.update({(kind, number + step): own for kind, number in places})
    return sequences


def _is_list(
    positions: Sequence[int], markers: Sequence[ListMarker | None], certain: Sequence[bool]
) -> bool:
    first = markers[positions[0]]
    assert first is not None
    is_sequence = len(positions) > 1
    if first.is_bare_letter and not is_sequence:
        return False
    if first.is_number and is_sequence:
        return True
    is_dense = any(below == above + 1 for above, below in pairwise(positions))
    return is_dense or any(certain[at] for at in positions)


def _is_certain(
    at: int,
    lines: Sequence[str],
    markers: Sequence[ListMarker | None],
    has_room: Sequence[bool],
) -> bool:
    """Whether the marker of a line, by the line above, cannot be words of a sentence."""
    if at == 0 or not lines[at - 1] or _ENDS_CLAUSE.search(lines[at - 1][-_LONGEST_END:]):
        return True
    marker, above = markers[at], markers[at - 1]
    if marker is None or not marker.bullet:
        return False
    is_below_bullet = above is not None and bool(above.bullet)
    return marker.bullet not in _DOUBTFUL_BULLETS or has_room[at - 1] or is_below_bullet
