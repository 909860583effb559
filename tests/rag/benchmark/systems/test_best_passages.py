from rag.benchmark.outcomes import RankedItem
from rag.benchmark.systems.best_passages import best_per_document


def test_the_best_passage_stands_for_its_document() -> None:
    found = best_per_document([("a", 3.0), ("b", 2.0), ("a", 1.0), ("c", 1.0)], depth=2)
    assert found == (RankedItem("a", 3.0), RankedItem("b", 2.0))


def test_the_document_that_is_the_question_does_not_count() -> None:
    assert best_per_document([("q", 3.0), ("b", 2.0)], depth=1, leave_out="q") == (
        RankedItem("b", 2.0),
    )


def test_nothing_found_is_no_document() -> None:
    assert best_per_document([], depth=3) == ()
