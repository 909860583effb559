import pytest

from rag.messages import Group
from rag.spans import Span
from rag.stances import Stance, Stances, stances_from_json


def stance(side: Group, section: str | None = None, span: Span | None = None) -> Stance:
    return Stance("one", side, "whether it helps", "A. Reader", "2026-11-25", section, span)


WHOLE = stance(Group.SUPPORTS)
OUTER = stance(Group.MIXED, "Outer")
INNER = stance(Group.CAUTIONS, "Inner")
LATER = stance(Group.SUPPORTS, span=Span(50, 60))
EARLIER = stance(Group.CAUTIONS, "Inner", Span(10, 30))
STANCES = Stances([WHOLE, LATER, OUTER, INNER, EARLIER])


@pytest.mark.parametrize(
    ("path", "span", "expected"),
    [
        ((), None, WHOLE),
        (("Elsewhere",), Span(0, 5), WHOLE),
        (("Outer",), Span(0, 5), OUTER),
        (("Outer", "Inner"), Span(0, 5), INNER),
        (("Inner", "Outer"), Span(0, 5), OUTER),
        (("Outer", "Inner", "Elsewhere"), None, INNER),
        (("Outer", "Inner"), Span(10, 30), EARLIER),
        ((), Span(12, 20), EARLIER),
        ((), Span(29, 31), WHOLE),
        ((), Span(9, 12), WHOLE),
        ((), Span(30, 40), WHOLE),
        (("Outer",), Span(55, 60), LATER),
        (("Outer",), None, OUTER),
    ],
)
def test_the_most_specific_stance_counts(
    path: tuple[str, ...], span: Span | None, expected: Stance
) -> None:
    assert STANCES.of("one", path, span) is expected


def test_an_unknown_document_has_no_stance() -> None:
    assert STANCES.of("two", ("Outer",), Span(12, 20)) is None
    assert STANCES.of_document("two") == ()


def test_a_document_with_a_part_alone_has_none_elsewhere() -> None:
    stances = Stances([INNER])
    assert stances.of("one", ("Outer",), Span(0, 5)) is None
    assert stances.of("one", ("Inner",)) is INNER


def test_no_stances_are_false_and_some_are_true() -> None:
    assert not Stances()
    assert len(Stances()) == 0
    assert STANCES
    assert len(STANCES) == 5


def test_documents_are_found_by_the_sides_that_their_parts_take() -> None:
    assert STANCES.documents_on(Group.MIXED, WHOLE.about) == {"one"}
    assert STANCES.documents_on(Group.MIXED, "another matter") == frozenset()
    assert Stances([WHOLE]).documents_on(Group.MIXED, WHOLE.about) == frozenset()


def test_what_is_written_is_read_again_in_its_order() -> None:
    again = stances_from_json(STANCES.as_json())
    assert again.of_document("one") == (WHOLE, LATER, OUTER, INNER, EARLIER)
    assert len(stances_from_json(Stances().as_json())) == 0


@pytest.mark.parametrize("text", ['[{"document": "a"}]', '["a"]', "3", "{"])
def test_what_was_not_written_here_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no stances|Expecting"):
        stances_from_json(text)
