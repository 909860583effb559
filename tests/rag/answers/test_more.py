from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.more import further
from rag.questions.more_asked import More
from tests.rag.answers.tiny_windows import candidate_of, query_of, window_of

_ALL = More()
PAGE = window_of("Ferns have roots.", "Ferns need shade.", "Ferns are old.")
OTHER = window_of("Ferns grow in Norway.", "Stones are grey.", document_id="other")


def _further(
    *shown: Candidate,
    of: tuple[Candidate, ...] = (),
    more: More = _ALL,
    question: str = "What are ferns?",
    most: int = 8,
) -> list[str]:
    read = ReadQuestion(
        query_of(question),
        (PAGE, OTHER),
        (
            candidate_of(PAGE, 1, 2.0),
            candidate_of(OTHER, 0, 1.0),
            candidate_of(PAGE, 0, 0.5),
            candidate_of(PAGE, 2, -3.0),
            candidate_of(OTHER, 1, -4.0),
        ),
    )
    found = further(
        read, shown, of=of or shown, more=more, is_sure=lambda c: c.relevance > 0, most=most
    )
    return [candidate.text for candidate in found]


def test_what_follows_in_the_section_comes_first() -> None:
    assert _further(candidate_of(PAGE, 0, 2.0)) == ["Ferns need shade.", "Ferns are old."]
    assert _further(candidate_of(PAGE, 0, 2.0), most=1) == ["Ferns need shade."]


def test_then_what_answers_next_best() -> None:
    section = [candidate_of(PAGE, i, 2.0) for i in range(3)]
    assert _further(*section) == ["Ferns grow in Norway."]


def test_what_is_unsure_or_far_below_is_not_shown_by_itself() -> None:
    whole = [candidate_of(PAGE, i, 9.0) for i in range(3)]
    assert _further(*whole) == []


def test_nothing_is_shown_twice() -> None:
    everything = [*(candidate_of(PAGE, i, 2.0) for i in range(3)), candidate_of(OTHER, 0, 1.0)]
    assert _further(*everything) == ["Stones are grey."]  # the rest of its section


def test_of_one_statement_only_its_own_section_is_more() -> None:
    first, second = candidate_of(OTHER, 0, 1.0), candidate_of(PAGE, 1, 2.0)
    assert _further(second, first, of=(first,), more=More(0)) == ["Stones are grey."]
    third = candidate_of(OTHER, 1, -4.0)
    assert _further(second, first, third, of=(third,), more=More(2)) == []


def test_more_of_more_goes_on_with_what_answers_next_best() -> None:
    section = [candidate_of(PAGE, i, 2.0) for i in range(3)]
    assert _further(*section, of=tuple(section[1:])) == ["Ferns grow in Norway."]


def test_another_one_is_not_what_goes_on_from_it() -> None:
    first = candidate_of(PAGE, 1, 2.0)
    assert _further(first, more=More(is_another=True)) == [
        "Ferns grow in Norway.",
        "Ferns have roots.",
    ]
    assert _further(first, more=More(is_another=True), question="An example of ferns?") == []


def test_a_number_is_of_the_latest_answer_that_has_so_many_statements() -> None:
    first = tuple(candidate_of(PAGE, i, 2.0) for i in range(3))
    second = (candidate_of(OTHER, 0, 1.0),)
    assert More(0).among([first, second]) == second
    assert More(2).among([first, second]) == first[2:]
    assert More(-1).among([first, second]) == second
    assert More(5).among([first, second]) == ()
    assert More().among([first, second]) == second
