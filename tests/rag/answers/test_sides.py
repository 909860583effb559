"""Which statements of which side are shown, on hand-made windows."""

import pytest

from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.finder import Keep
from rag.answers.sides import Sides, matter_asked, stance_of
from rag.messages import Group
from rag.stances import Stance, Stances
from tests.rag.answers.tiny_windows import candidate_of, query_of, window_of

NAPS, TIDES = "whether naps help", "whether tides harm"
FOR = window_of("Naps calm people.", "Naps save time.", document_id="for")
AGAINST = window_of("Naps harm sleep.", document_id="against")
ALSO = window_of("Naps cost an hour.", document_id="also")
MIXED = window_of("Findings are mixed.", document_id="mixed")
SEA = window_of("Tides harm naps by the sea.", document_id="sea")
STANCES = Stances(
    [
        Stance("for", Group.SUPPORTS, NAPS, "A"),
        Stance("against", Group.CAUTIONS, NAPS, "A"),
        Stance("also", Group.CAUTIONS, NAPS, "A"),
        Stance("mixed", Group.MIXED, NAPS, "A"),
        Stance("sea", Group.CAUTIONS, TIDES, "A"),
    ]
)


def read_of(question: str, *candidates: Candidate) -> ReadQuestion:
    ranked = sorted(candidates, key=lambda c: -c.relevance)
    return ReadQuestion(query_of(question), (), tuple(ranked))


class Again:
    """Reads again, and remembers in which documents and of which passages."""

    def __init__(self, *candidates: Candidate, of_matter: tuple[Candidate, ...] = ()) -> None:
        self.found, self.of_matter = candidates, of_matter
        self.documents, self.kept = frozenset[str](), set[str]()

    def __call__(
        self, documents: frozenset[str], keep: Keep, *, about: str | None = None
    ) -> ReadQuestion:
        assert about in (None, NAPS)
        self.documents = documents
        candidates = self.found if about is None else self.of_matter
        kept = [candidate for candidate in candidates if keep(candidate.passage)]
        self.kept = {candidate.document.document_id for candidate in kept}
        return read_of("", *kept)


def sides(again: Again) -> Sides:
    return Sides(STANCES, NAPS, again, is_sure=lambda candidate: candidate.relevance >= 0)


def texts(found: tuple[Candidate, ...]) -> list[str]:
    return [candidate.text for candidate in found]


def test_another_matters_side_is_never_shown() -> None:
    again = Again(candidate_of(SEA, 0, 1.9), candidate_of(AGAINST, 0, 0.1))
    sure = [candidate_of(FOR, 0, 2.0), candidate_of(SEA, 0, 1.9)]
    assert texts(sides(again).both(sure, most=8)) == ["Naps calm people.", "Naps harm sleep."]
    assert again.documents == {"against", "also"}
    assert again.kept == {"against"}


def test_what_finds_the_evidence_mixed_stands_last_or_first_where_it_answers_best() -> None:
    sure = [candidate_of(FOR, 0, 2.0), candidate_of(AGAINST, 0, 1.5), candidate_of(MIXED, 0, 1.0)]
    assert texts(sides(Again()).both(sure, most=8))[-1] == "Findings are mixed."
    far = [*sure[:2], candidate_of(MIXED, 0, -0.1)]
    assert len(sides(Again()).both(far, most=8)) == 2
    best = [candidate_of(MIXED, 0, 3.0), *sure[:2]]
    assert texts(sides(Again()).both(best, most=8))[0] == "Findings are mixed."


def test_with_little_room_each_side_keeps_its_best() -> None:
    sure = [candidate_of(FOR, 0, 2.0), candidate_of(FOR, 1, 1.9), candidate_of(AGAINST, 0, 1.5)]
    assert texts(sides(Again()).both(sure, most=2)) == ["Naps calm people.", "Naps harm sleep."]
    assert texts(sides(Again()).both(sure, most=1)) == ["Naps calm people."]


def test_where_one_document_speaks_already_the_others_of_its_side_are_read() -> None:
    again = Again(candidate_of(ALSO, 0, 0.1))
    found = sides(again).one(Group.CAUTIONS, [candidate_of(AGAINST, 0, 4.0)], is_list=True, most=8)
    assert again.documents == {"also"}
    assert texts(found) == ["Naps harm sleep.", "Naps cost an hour."]  # sure, if far below


def test_a_side_that_says_nothing_to_the_question_is_shown_by_what_it_says_of_the_matter() -> None:
    sure = [candidate_of(FOR, 0, 4.0)]
    again = Again(of_matter=(candidate_of(AGAINST, 0, 0.5),))
    assert texts(sides(again).both(sure, most=8)) == ["Naps calm people.", "Naps harm sleep."]
    unsure = Again(of_matter=(candidate_of(AGAINST, 0, -0.5),))
    assert texts(sides(unsure).both(sure, most=8)) == ["Naps calm people."]


@pytest.mark.parametrize(
    ("question", "expected"),
    [("Do naps help?", NAPS), ("Is it good?", NAPS), ("Do tides harm naps?", TIDES)],
)
def test_the_matter_is_the_one_that_shares_most_words(question: str, expected: str) -> None:
    read = read_of(question, candidate_of(FOR, 0, 2.0), candidate_of(SEA, 0, 1.9))
    assert matter_asked(STANCES, read, read.candidates) == expected


def test_a_question_of_something_else_is_of_no_matter() -> None:
    read = read_of("Are people safe?", candidate_of(FOR, 0, 2.0))
    assert matter_asked(STANCES, read, read.candidates) is None


@pytest.mark.parametrize(
    ("sentences", "side"),
    [
        (("Naps harm sleep.",), Group.CAUTIONS),
        (("A nap refers to sleep by day.",), None),
        (("Naps are short rests that people take by day.",), None),
        (("It was once thought that naps harm.",), None),
        (("Critics say that naps waste time.", "There is no evidence for this."), None),
        (("Critics say that naps waste time.",), Group.CAUTIONS),
    ],
)
def test_what_only_defines_or_reports_has_no_side_of_its_document(
    sentences: tuple[str, ...], side: Group | None
) -> None:
    candidate = candidate_of(
        window_of(*sentences, document_id="against", is_one_block=True), 0, 1.0
    )
    stance = stance_of(STANCES, candidate)
    assert (stance and stance.side) == side


def test_a_definition_keeps_the_side_that_is_given_to_it_alone() -> None:
    candidate = candidate_of(window_of("A nap refers to sleep.", document_id="against"), 0, 1.0)
    own = Stance("against", Group.MIXED, NAPS, "A", span=candidate.span, is_sentence=True)
    stance = stance_of(Stances([own, *STANCES.of_document("against")]), candidate)
    assert stance is own
