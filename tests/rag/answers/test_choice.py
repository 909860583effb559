"""Which statements are shown, on hand-made windows."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers.calibration import Calibration
from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.choice import Chooser
from rag.answers.finder import Keep
from rag.answers.further_statements import FurtherFeatures, FurtherWeights
from rag.answers.lists import ListFound
from rag.answers.windows import Window
from rag.documents import BlockKind
from rag.messages import Group
from rag.stances import Stance, Stances
from tests.rag.answers.tiny_windows import candidate_of, query_of, window_of

CALIBRATION = Calibration("0" * 64, "by hand", 1.0, 0.0, 0.5, 9, 9, 1.0, 0.0, 1.0)
FOR = window_of("It calms people.", "It saves time.", document_id="for")
AGAINST = window_of("It harms sleep.", "Fee: 3 euros", document_id="against")
STANCES = Stances(
    [
        Stance("for", Group.SUPPORTS, "whether it helps", "A"),
        Stance("against", Group.CAUTIONS, "whether it helps", "B"),
    ]
)
CONTESTED = "Is it good or bad?"
# Shown beside the best is what lies less than 0.8 behind it.
FURTHER = FurtherWeights(6.6, FurtherFeatures(-10.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0))


@dataclass
class _NoLists:
    items: tuple[Candidate, ...] = ()
    asked_for_examples: bool | None = None
    whole: tuple[Candidate, ...] | None = None

    def completed(
        self, _chosen: Sequence[Candidate], _read: ReadQuestion
    ) -> tuple[Candidate, ...] | None:
        return self.whole

    def best(self, _read: ReadQuestion, *, of_examples: bool) -> ListFound | None:
        self.asked_for_examples = of_examples
        return ListFound(self.items, 0.9) if self.items else None


def _read(question: str, *candidates: Candidate) -> ReadQuestion:
    ranked = sorted(candidates, key=lambda c: -c.relevance)
    return ReadQuestion(query_of(question), (), tuple(ranked))


def _choose(
    read: ReadQuestion,
    *,
    lists: _NoLists | None = None,
    stances: Stances = STANCES,
    again: ReadQuestion | None = None,
    most: int = 8,
) -> list[str]:
    chooser = Chooser(lists or _NoLists(), CALIBRATION, stances, further=FURTHER)  # type: ignore[arg-type]

    def read_among(
        _documents: frozenset[str], _keep: Keep, *, about: str | None = None
    ) -> ReadQuestion:
        return _read("") if again is None or about is not None else again

    choice = chooser.choose(read, most=most, read_among=read_among)
    return [candidate.text for candidate in choice.statements]


def test_below_the_threshold_nothing_is_said() -> None:
    assert _choose(_read("What is it?", candidate_of(FOR, 0, -0.1))) == []


def test_a_contested_question_shows_both_sides_the_better_first() -> None:
    read = _read(
        CONTESTED,
        candidate_of(FOR, 0, 2.0),
        candidate_of(FOR, 1, 1.9),
        candidate_of(AGAINST, 0, 0.1),
    )
    assert _choose(read) == ["It calms people.", "It saves time.", "It harms sleep."]


def test_the_missing_side_is_looked_for_and_may_be_said_less_squarely() -> None:
    read = _read(CONTESTED, candidate_of(FOR, 0, 2.0))
    near = _read(CONTESTED, candidate_of(AGAINST, 0, -1.0))
    far = _read(CONTESTED, candidate_of(AGAINST, 0, -1.1))
    assert _choose(read, again=near) == ["It calms people.", "It harms sleep."]
    assert _choose(read, again=far) == ["It calms people."]


def test_yes_or_no_of_a_matter_on_which_the_source_takes_a_side_asks_for_both() -> None:
    read = _read("Does it calm?", candidate_of(FOR, 0, 2.0), candidate_of(AGAINST, 0, 0.1))
    assert _choose(read) == ["It calms people.", "It harms sleep."]


def test_one_statement_is_one_statement_even_when_sources_disagree() -> None:
    read = _read(CONTESTED, candidate_of(FOR, 0, 2.0), candidate_of(AGAINST, 0, 1.0))
    assert len(_choose(read, most=1)) == 1


def test_without_stances_statements_stay_with_their_document() -> None:
    read = _read(
        CONTESTED,
        candidate_of(FOR, 0, 2.0),
        candidate_of(AGAINST, 0, 1.9),
        candidate_of(FOR, 1, 1.8),
    )
    assert _choose(read, stances=Stances()) == [
        "It calms people.",
        "It saves time.",
        "It harms sleep.",
    ]


def test_other_questions_do_not_ask_for_sides() -> None:
    read = _read("How does it work at night?", candidate_of(FOR, 0, 2.0))
    found = _read("", candidate_of(AGAINST, 0, 1.9))
    assert _choose(read, again=found) == ["It calms people."]


def test_a_list_comes_whole_and_in_its_order() -> None:
    items = (candidate_of(AGAINST, 0, -3.0), candidate_of(FOR, 0, 1.0), candidate_of(FOR, 1, 0.0))
    lists = _NoLists(items)
    read = _read("What are the effects?", candidate_of(FOR, 1, 2.0))
    assert _choose(read, lists=lists) == ["It harms sleep.", "It calms people.", "It saves time."]
    assert lists.asked_for_examples is False
    assert _choose(read, lists=lists, most=2) == ["It harms sleep.", "It calms people."]


def test_statements_that_are_items_of_a_list_bring_the_list() -> None:
    whole = (candidate_of(AGAINST, 0, -3.0), candidate_of(FOR, 0, 1.0), candidate_of(FOR, 1, 0.0))
    read = _read("How does it work at night?", candidate_of(FOR, 1, 2.0), candidate_of(FOR, 0, 1.9))
    shown = _choose(read, lists=_NoLists(whole=whole), most=2)
    assert shown == ["It harms sleep.", "It calms people."]


def test_a_sentence_that_gives_examples_goes_before_a_list_of_them() -> None:
    naps: Window = window_of("Those who are tired take breaks, such as naps.", document_id="for")
    lists = _NoLists((candidate_of(AGAINST, 0, 1.0),))
    read = _read("Give an example of rest.", candidate_of(naps, 0, 2.0))
    assert _choose(read, lists=lists) == ["Those who are tired take breaks, such as naps."]
    assert lists.asked_for_examples is None  # no list is read in vain


def test_what_names_examples_of_the_very_thing_goes_first_though_others_answer_better() -> None:
    naps = window_of("Some like short rests, such as naps.", "Rest is good.", document_id="for")
    lists = _NoLists((candidate_of(AGAINST, 0, 1.0),))
    better, named = candidate_of(naps, 1, 2.0), candidate_of(naps, 0, 0.0)
    read = _read("Give an example of rest.", better, named)
    assert _choose(read, lists=lists) == ["Some like short rests, such as naps."]
    far_below = _read("Give an example of rest.", better, candidate_of(naps, 0, -2.0))
    assert _choose(far_below, lists=lists) == ["It harms sleep."]


def test_a_fact_takes_no_side() -> None:
    chooser = Chooser(_NoLists(), CALIBRATION, STANCES)  # type: ignore[arg-type]
    facts = window_of("Fee: 3 euros", kinds=(BlockKind.FACT,), document_id="against")
    assert chooser.stance_of(candidate_of(facts, 0, 1.0)) is None
    stance = chooser.stance_of(candidate_of(AGAINST, 0, 1.0))
    assert stance is not None
    assert stance.assigned_by == "B"


FACTS = window_of(
    "Date: 3 May 2024",
    "Time: 7 PM",
    "Fee: 3 euros",
    "Sold out since: 2 May 2024",
    kinds=(BlockKind.FACT,) * 4,
    document_id="concert",
)


def test_when_something_is_is_told_by_what_states_a_time() -> None:
    concert = window_of("The concert is long.", "It starts in May 2024.", document_id="paper")
    near = _read(
        "When is the concert?", candidate_of(concert, 0, 3.0), candidate_of(concert, 1, 1.0)
    )
    assert _choose(near) == ["It starts in May 2024."]
    far = _read(
        "When is the concert?", candidate_of(concert, 0, 3.1), candidate_of(concert, 1, 1.0)
    )
    assert _choose(far) == ["The concert is long."]


def test_the_date_and_the_time_of_one_block_stand_together_in_its_order() -> None:
    facts = [
        candidate_of(FACTS, i, relevance) for i, relevance in enumerate((-1.0, 2.0, 1.9, -1.1))
    ]
    read = _read("When is the concert?", *facts)
    assert _choose(read) == ["Date: 3 May 2024", "Time: 7 PM"]
    assert _choose(read, most=1) == ["Time: 7 PM"]
    far_below = [
        candidate_of(FACTS, i, relevance) for i, relevance in enumerate((-4.0, 2.0, 0.0, -4.1))
    ]
    assert _choose(_read("When is the concert?", *far_below)) == ["Date: 3 May 2024", "Time: 7 PM"]
    fee = _read("What is the fee?", *facts)
    assert _choose(fee) == ["Time: 7 PM", "Fee: 3 euros"]


def test_a_question_for_one_side_never_shows_the_other() -> None:
    read = _read(
        "What arguments are there against it?",
        candidate_of(FOR, 0, 2.0),
        candidate_of(AGAINST, 0, 0.1),
    )
    assert _choose(read) == ["It harms sleep."]
    in_favour = _read("Who argues in favour of it?", *read.candidates)
    assert _choose(in_favour) == ["It calms people."]


def test_the_side_that_is_asked_for_is_looked_for_where_the_other_speaks_louder() -> None:
    read = _read("What is the case against it?", candidate_of(FOR, 0, 2.0))
    near = _read("What is the case against it?", candidate_of(AGAINST, 0, -1.0))
    assert _choose(read, again=near) == ["It harms sleep."]
    assert _choose(read) == []


def test_a_list_on_the_side_asked_for_is_shown_whole() -> None:
    mixed = window_of("It is disputed.", document_id="mixed")
    stances = Stances(
        [
            Stance("for", Group.SUPPORTS, "whether it helps", "A"),
            Stance("mixed", Group.MIXED, "whether it helps", "A"),
        ]
    )
    items = (candidate_of(FOR, 0, 1.0), candidate_of(mixed, 0, 1.0), candidate_of(FOR, 1, 0.0))
    read = _read("What are the benefits of it?", candidate_of(FOR, 1, 2.0))
    shown = _choose(read, lists=_NoLists(items), stances=stances)
    assert shown == ["It calms people.", "It is disputed.", "It saves time."]


def test_a_list_of_the_other_sides_arguments_is_no_answer() -> None:
    items = (candidate_of(FOR, 0, 1.0), candidate_of(FOR, 1, 0.9))
    lists = _NoLists(items)
    against = _read("List the arguments against it.", *items, candidate_of(AGAINST, 0, 0.1))
    assert _choose(against, lists=lists) == ["It harms sleep."]
    supporting = _read("List the arguments in favour of it.", *items)
    assert _choose(supporting, lists=lists) == ["It calms people.", "It saves time."]


def test_without_stances_a_question_for_one_side_is_like_any_other() -> None:
    read = _read("What is the case against it?", candidate_of(FOR, 0, 2.0))
    assert _choose(read, stances=Stances([])) == ["It calms people."]


def test_what_answers_best_on_another_matter_is_shown_whatever_side_is_asked_for() -> None:
    other = window_of("Boats need paint.", document_id="boats")
    read = _read(
        "What is the argument for paint?", candidate_of(other, 0, 2.0), candidate_of(FOR, 0, 0.1)
    )
    assert _choose(read) == ["Boats need paint."]


NAPS = Stances(
    [
        Stance("for", Group.SUPPORTS, "whether naps help", "A"),
        Stance("against", Group.CAUTIONS, "whether naps help", "B"),
    ]
)


def test_a_judgement_of_another_matter_than_the_stances_is_like_any_other_question() -> None:
    found = (candidate_of(FOR, 0, 2.0), candidate_of(AGAINST, 0, 0.1))
    calming = _read("Are calming boats good or bad?", *found)
    assert _choose(calming, stances=NAPS) == ["It calms people."]
    both = ["It calms people.", "It harms sleep."]
    assert _choose(_read("Are naps good or bad?", *found), stances=NAPS) == both
    for question in ("Are they good or bad?", "Is dozing off good or bad?"):
        assert _choose(_read(question, *found), stances=NAPS) == both


def test_the_side_asked_for_is_shown_though_a_sentence_of_no_side_answers_better() -> None:
    other = window_of("Failure is no evidence against anyone.", document_id="other")
    read = _read(
        "What is the evidence against naps?",
        candidate_of(other, 0, 2.0),
        candidate_of(AGAINST, 0, 1.0),
    )
    assert _choose(read, stances=NAPS) == ["It harms sleep."]
