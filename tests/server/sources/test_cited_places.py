from hypothesis import given
from hypothesis import strategies as st

from rag.documents import (
    BlockKind,
    Document,
)
from server.sources.cited_places import MAX_PLACES
from tests.server.source_pages import documents, make_document, read


@given(document=documents, data=st.data())
def test_every_named_place_is_marked_and_one_of_them_is_current(
    document: Document, data: st.DataObject
) -> None:
    length = len(document.text)
    bounds = st.tuples(st.integers(0, length), st.integers(0, length + 1))
    named = data.draw(st.lists(bounds, min_size=1, max_size=6))
    inside = [block.span for block in document.blocks]
    there = {
        (start, end)
        for start, end in named
        if start < end <= length and any(max(start, b.start) < min(end, b.end) for b in inside)
    }
    page = read(document, cites=[f"{start}-{end}" for start, end in named])
    marked = [
        character
        for block in inside
        for position, character in enumerate(block.of(document.text), block.start)
        if any(start <= position < end for start, end in there)
    ]
    assert "".join(page.marks) == "".join(marked)
    assert page.mark_ids.count("cited") == (1 if there else 0)
    if named[0] in there:
        start, end = named[0]
        current = [m for m, now in zip(page.marks, page.current_marks, strict=True) if now]
        assert "".join(current) == "".join(
            block.of(document.text)[max(0, start - block.start) : max(0, end - block.start)]
            for block in inside
        )


SENTENCES = make_document(
    [(BlockKind.PARAGRAPH, "One. Two 🌱. Three."), (BlockKind.PARAGRAPH, "Four.")],
    url="https://example.org/numbers",
)
ONE, TWO, THREE, FOUR = "0-4", "5-11", "12-18", "20-25"


def test_citations_are_numbered_in_text_order_and_each_counts_once() -> None:
    page = read(SENTENCES, 5, 11, cites=[FOUR, TWO, ONE, FOUR])
    assert page.marks == ["One.", "Two 🌱.", "Four."]
    assert page.current_marks == [False, True, False]
    assert "Citation 2 of 3" in page.shown


def test_the_steps_lead_to_the_neighbours_without_a_script() -> None:
    page = read(SENTENCES, 5, 11, cites=[FOUR, TWO, ONE])
    same = "cite=0-4&cite=5-11&cite=20-25#cited"
    steps = [address for address in page.addresses if address.endswith(same)]
    assert f"/sources/id?start=0&end=4&{same}" in steps
    assert f"/sources/id?start=20&end=25&{same}" in steps
    for address in steps:
        query = address.partition("?")[2].partition("#")[0].split("&")
        start, end = (part.partition("=")[2] for part in query[:2])
        again = read(SENTENCES, start, end, cites=[part.partition("=")[2] for part in query[2:]])
        assert again.marks == page.marks


def test_without_a_current_place_the_first_that_is_named_is_current() -> None:
    page = read(SENTENCES, cites=[FOUR, ONE])
    assert page.current_marks == [False, True]
    assert page.mark_ids == [None, "cited"]


def test_places_that_overlap_are_cut_and_never_nest() -> None:
    page = read(SENTENCES, cites=["0-11", "5-18"])
    assert page.marks == ["One. ", "Two 🌱.", " Three."]
    assert page.current_marks == [True, True, False]


def test_places_that_are_not_there_are_counted_and_the_others_marked() -> None:
    page = read(SENTENCES, 5, 11, cites=["18-20", "7-3", "5", "a-b", "20-999", ONE])
    assert page.marks == ["One.", "Two 🌱."]
    assert "5 of the passages that the link names are not in this document" in page.shown


def test_at_most_a_hundred_places_are_looked_at() -> None:
    cites = [f"{n % 18}-{n % 18 + 1}" for n in range(MAX_PLACES + 7)]
    page = read(SENTENCES, cites=cites)
    assert "The last 7 are not marked." in page.shown
    assert len(page.marks) == 18


def test_the_original_is_opened_at_the_current_passage() -> None:
    page = read(SENTENCES, 5, 11, cites=[ONE])
    assert "https://example.org/numbers#:~:text=Two%20%F0%9F%8C%B1." in page.addresses
