import time

import pytest

from rag.list_markers import item_markers, list_marker, markers_of_paragraphs


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("- item", 2),
        ("•  item", 3),
        ("12. item", 4),
        ("(b) item", 4),
        ("B) item", 3),
        ("b. item", 3),
        ("iv. item", 4),
    ],
)
def test_marker_ends_where_the_item_begins(line: str, length: int) -> None:
    marker = list_marker(line)
    assert marker is not None
    assert marker.length == length


@pytest.mark.parametrize(
    "line", ["", "-", "- ", "A. T. Beck", "1990. It", "2.5 mg", "iiv. x", "+ 44 20", "word"]
)
def test_other_beginnings_are_no_marker(line: str) -> None:
    assert list_marker(line) is None


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        ([], []),
        (["40. Stop"], [0]),
        (["at most", "40. Stop"], []),
        (["at most", "", "40. Stop"], [2]),
        (["at 30;", "40. Stop"], [1]),
        (["“Stop.”", "40. Stop"], [1]),
        (["at most", "1. One", "which goes", "2. Two"], [1, 3]),
        (["at most", "1. One", "which goes", "3. Three"], []),
        (["both to", "(a) one and", "(b) two"], [1, 2]),
        (["both to", "(a) one", "and go", "(b) two"], []),
        (["see there.", "p. 12 has it"], []),
        (["see there.", "a. one", "b. two"], [1, 2]),
        (["i. one", "ii. two", "iii. three"], [0, 1, 2]),
        # A dash stands in sentences too, where it had no room in the line above.
        (["with the person", "- and then"], []),
        (["with it", "- and then and then"], [1]),
        (["with the person", "• and then"], [1]),
    ],
)
def test_marker_counts_where_it_can_be_no_part_of_a_sentence(
    lines: list[str], marked: list[int]
) -> None:
    markers = item_markers(lines)
    assert [at for at, marker in enumerate(markers) if marker] == marked


@pytest.mark.parametrize(
    ("paragraphs", "marked"),
    [
        (["1. One"], [0]),
        (["7. Seven"], []),
        (["7. Seven", "Words.", "8. Eight"], [0, 2]),
        (["(b) two"], []),
        (["(a) one", "b) two"], []),
        (["(a) one", "(b) two"], [0, 1]),
        (["p. 12 has it", "- item"], [1]),
    ],
)
def test_number_of_a_paragraph_counts_in_sequence(paragraphs: list[str], marked: list[int]) -> None:
    markers = markers_of_paragraphs(paragraphs)
    assert [at for at, marker in enumerate(markers) if marker] == marked


@pytest.mark.parametrize("lines", [["- x"], ["9. x", "7. x"], ["a. x", "word"], ["(i) x"]])
def test_cost_is_linear_in_the_lines(lines: list[str]) -> None:
    started = time.process_time()
    item_markers(lines * (100_000 // len(lines)))
    assert time.process_time() - started < 5
