"""In which ways a follow-up is read, and what counts of each."""

from math import log

import pytest

from rag.answers.candidates import ReadQuestion
from rag.answers.interpretation import Way, best_way, read_in_all, ways_to_read, weighed
from rag.questions.follow_up import Readings
from tests.rag.answers.tiny_windows import candidate_of, query_of, window_of

CARRIED = Way("", is_as_asked=False, handicap=0.0)
EARLIER = ("What are cats?",)


def read_question(text: str, relevance: float = 1.0, *, document_id: str = "cats") -> ReadQuestion:
    window = window_of("Cats purr when they rest.", document_id=document_id)
    return ReadQuestion(query_of(text), (window,), (candidate_of(window, 0, relevance),))


def best_relevance(read: ReadQuestion, before: tuple[str, ...] = ()) -> float:
    return weighed(read, CARRIED, earlier=EARLIER, before=before).best_relevance


def test_a_question_by_itself_is_read_once() -> None:
    (way,) = ways_to_read("What are cats?", Readings(leans=False, texts=()))
    assert way.is_as_asked
    assert way.text == "What are cats?"


def test_no_follow_up_is_read_more_than_twice() -> None:
    one = ways_to_read("Do they purr?", Readings(leans=True, texts=("Do cats purr?",)))
    assert [way.text for way in one] == ["Do cats purr?", "Do they purr?"]
    two = ways_to_read(
        "Do they purr?", Readings(leans=True, texts=("Do cats purr?", "Do dogs purr?"))
    )
    assert [way.text for way in two] == ["Do cats purr?", "Do dogs purr?"]


def test_the_better_read_way_is_taken_and_the_likelier_one_of_equals() -> None:
    ways = ways_to_read(
        "Do they purr?", Readings(leans=True, texts=("Do cats purr?", "Do dogs purr?"))
    )
    same = [read_question("Do cats purr?"), read_question("Do dogs purr?")]
    assert best_way(ways, same) == 0
    assert best_way(ways, [same[0], read_question("Do dogs purr?", 3.0)]) == 1


def test_a_question_that_leans_is_seldom_meant_as_it_stands() -> None:
    ways = ways_to_read("Do they purr?", Readings(leans=True, texts=("Do cats purr?",)))
    assert best_way(ways, [read_question("Do cats purr?", 1.0), read_question("x", 1.5)]) == 0
    assert best_way(ways, [read_question("Do cats purr?", 1.0), read_question("x", 2.5)]) == 1


def test_sentences_of_the_source_that_was_shown_count_more() -> None:
    read = read_question("Do cats purr?")
    assert best_relevance(read, before=("cats",)) > best_relevance(read, before=("dogs",)) == 1.0


def test_a_passage_that_holds_the_carried_topic_alone_counts_less() -> None:
    # "vegan" is all that the question adds, and it stands nowhere in the passage.
    assert best_relevance(read_question("Are cats vegan?")) < 0
    assert best_relevance(read_question("Do cats purr?")) == 1.0


def test_a_question_as_it_was_asked_carries_no_topic() -> None:
    read = read_question("Are they vegan?")
    asked = Way("Are they vegan?", is_as_asked=True, handicap=0.0)
    assert weighed(read, asked, earlier=EARLIER, before=()).best_relevance == 1.0


def test_a_question_that_adds_no_word_of_its_own_loses_nothing() -> None:
    assert best_relevance(read_question("Why are cats?")) == 1.0
    assert best_relevance(read_question("How long do cats take?")) == 1.0


def test_nothing_read_is_no_error() -> None:
    empty = ReadQuestion(query_of("Do cats purr?"), (), ())
    assert weighed(empty, CARRIED, earlier=EARLIER, before=()).candidates == ()
    ways = ways_to_read("Do they purr?", Readings(leans=True, texts=("Do cats purr?",)))
    assert best_way(ways, [empty, empty]) == 0
    assert read_in_all(ways, [empty, empty]) == (0, empty)


TALK = window_of("Cats purr.", "Dogs bark.", "Owls hoot.", document_id="talk")
ALONE, BESIDE = Way("How loud?", True, 1.0), Way("How loud (dogs)?", False, 0.0)


def read_so(text: str, *relevances: float | None) -> ReadQuestion:
    read = [candidate_of(TALK, i, r) for i, r in enumerate(relevances) if r is not None]
    ranked = tuple(sorted(read, key=lambda candidate: -candidate.relevance))
    return ReadQuestion(query_of(text), (TALK,), ranked)


def test_what_answers_in_either_way_answers_and_in_both_more_surely() -> None:
    best, read = read_in_all(
        (ALONE, BESIDE), [read_so("a", 3.0, None, 1.0), read_so("b", None, 2.5, 0.0)]
    )
    assert best == 1
    assert read.query.text == "b"
    assert [c.text for c in read.candidates] == ["Dogs bark.", "Cats purr.", "Owls hoot."]
    # The handicap of the way that reads best is no part of how sure an answer is.
    assert [c.relevance for c in read.candidates] == pytest.approx([2.5, 2.0, log(2)])


def test_how_sure_the_better_way_is_by_itself_it_stays() -> None:
    best, read = read_in_all((ALONE, BESIDE), [read_so("a", 3.0), read_so("b", None, -9.0)])
    assert best == 0
    assert read.candidates[0].relevance == pytest.approx(3.0)
