"""Half-open character spans, and their form in languages that count UTF-16 units."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to, not including, `end`, in Unicode code points of one text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, got [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers.

        Raises:
            ValueError: the span ends beyond the text.
        """
        if self.end > len(text):
            raise ValueError(f"span [{self.start}, {self.end}) ends beyond {len(text)} characters")
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


def to_utf16(text: str, span: Span) -> Span:
    """The same characters counted in UTF-16 code units, as JavaScript's `slice` wants them."""
    start = _utf16_length(text[: span.start])
    return Span(start, start + _utf16_length(span.of(text)))


def from_utf16(text: str, span: Span) -> Span:
    """The inverse of `to_utf16`.

    Raises:
        ValueError: the span splits a surrogate pair or ends beyond the text.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    if 2 * span.end > len(units):
        raise ValueError(
            f"span [{span.start}, {span.end}) ends beyond {len(units) // 2} UTF-16 units"
        )
    try:
        before = units[: 2 * span.start].decode("utf-16-le")
        inside = units[2 * span.start : 2 * span.end].decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"span [{span.start}, {span.end}) splits a character: {error.reason}"
        ) from error
    return Span(len(before), len(before) + len(inside))


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
