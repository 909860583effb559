from rag.answers.candidates import ReadQuestion
from rag.answers.replies_beside import with_replies
from tests.rag.answers.tiny_windows import candidate_of, query_of, window_of

CAMPS = window_of(
    "No question divides us more.",
    "Some have given up naps.",
    "Others reply that naps calm people.",
    "Critics doubt it.",
    "Beds are soft.",
)
READ = ReadQuestion(
    query_of("Are naps good or bad?"), (), tuple(candidate_of(CAMPS, i, -9.0 - i) for i in range(5))
)


def shown(*sentences: int, most: int = 8) -> list[str]:
    chosen = [candidate_of(CAMPS, i, 1.0) for i in sentences]
    return [candidate.text for candidate in with_replies(chosen, READ, most=most)]


def test_what_answers_a_statement_stands_after_it() -> None:
    assert shown(1) == ["Some have given up naps.", "Others reply that naps calm people."]


def test_what_a_statement_answers_stands_before_it() -> None:
    assert shown(3) == ["Others reply that naps calm people.", "Critics doubt it."]


def test_nothing_is_shown_twice_and_no_more_than_asked_for() -> None:
    assert len(shown(1, 2)) == 3  # the last brings its own reply
    assert len(shown(1, 2, most=2)) == 2


def test_a_statement_that_nothing_answers_stays_alone() -> None:
    assert shown(0) == ["No question divides us more."]
    assert shown(4) == ["Beds are soft."]
