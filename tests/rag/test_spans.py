import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.spans import Span, from_utf16, to_utf16

# "e" with a combining acute accent, a face outside the basic plane, and a family of three joined.
ACCENT, FACE, FAMILY = "e\u0301", "\U0001f642", "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, Span]:
    pieces = st.one_of(st.text(max_size=8), st.sampled_from([ACCENT, FACE, FAMILY]))
    text = "".join(draw(st.lists(pieces, max_size=8)))
    start = draw(st.integers(0, len(text)))
    return text, Span(start, draw(st.integers(start, len(text))))


def javascript_slice(text: str, span: Span) -> str:
    """`text.slice(start, end)` as JavaScript does it: on UTF-16 units."""
    return text.encode("utf-16-le")[2 * span.start : 2 * span.end].decode("utf-16-le")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
def test_span_that_runs_backwards_or_begins_before_the_text_is_refused(
    start: int, end: int
) -> None:
    with pytest.raises(ValueError, match=rf"0 <= start <= end, got \[{start}, {end}\)"):
        Span(start, end)


def test_span_of_a_text_is_its_characters() -> None:
    assert Span(4, 9).of("one, two three") == " two "
    assert Span(14, 14).of("one, two three") == ""
    assert len(Span(4, 9)) == 5


def test_span_beyond_the_text_is_refused_instead_of_shortened() -> None:
    with pytest.raises(ValueError, match="ends beyond 3 characters"):
        Span(1, 4).of("abc")


def test_span_covers_what_lies_inside_it_and_itself() -> None:
    assert Span(2, 6).covers(Span(2, 6))
    assert Span(2, 6).covers(Span(3, 3))
    assert not Span(2, 6).covers(Span(1, 3))
    assert not Span(2, 6).covers(Span(5, 7))


def test_spans_order_by_start_then_end() -> None:
    assert sorted([Span(2, 3), Span(0, 9), Span(0, 1)]) == [Span(0, 1), Span(0, 9), Span(2, 3)]


def test_emoji_takes_two_units_and_combining_accent_one() -> None:
    text = f"a{FACE}b{ACCENT}c"
    assert to_utf16(text, Span(2, 3)) == Span(3, 4)  # b, after a face of two units
    assert to_utf16(text, Span(1, 5)) == Span(1, 6)  # the face, b, e and its accent
    assert from_utf16(text, Span(1, 6)) == Span(1, 5)


def test_joined_family_counts_three_faces_and_two_joiners() -> None:
    assert to_utf16(FAMILY, Span(0, 5)) == Span(0, 8)


@pytest.mark.parametrize("span", [Span(0, 1), Span(1, 2), Span(1, 1)])
def test_utf16_span_that_splits_a_surrogate_pair_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="splits a character"):
        from_utf16(FACE, span)


def test_utf16_span_beyond_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="ends beyond 2 UTF-16 units"):
        from_utf16(FACE, Span(0, 3))


def test_code_point_span_beyond_the_text_has_no_utf16_form() -> None:
    with pytest.raises(ValueError, match="ends beyond 1 characters"):
        to_utf16(FACE, Span(0, 2))


@given(texts_with_spans())
def test_utf16_round_trip_gives_the_span_back(text_with_span: tuple[str, Span]) -> None:
    text, span = text_with_span
    assert from_utf16(text, to_utf16(text, span)) == span


@given(texts_with_spans())
def test_javascript_slice_gives_the_same_characters(text_with_span: tuple[str, Span]) -> None:
    text, span = text_with_span
    assert javascript_slice(text, to_utf16(text, span)) == span.of(text)
