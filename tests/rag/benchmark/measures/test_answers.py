import pytest

from rag.benchmark.dataset import Answerability, Gold
from rag.benchmark.measures.answers import answer_values, predicted_span
from rag.benchmark.measures.retrieval import MeasureError
from rag.evaluation.questions import GoldGroup
from rag.messages import Answer, TextQuoteSelector
from tests.rag.benchmark.made_answers import TEXTS, answer, assembled, citation, statement

STEEPS = ("tea", "Tea steeps for three minutes.")
BOILS = ("tea", "Water boils at 100 degrees.")
KEEPS = ("milk", "Milk keeps for a week.")
OVER = ("milk", "It boils over.")

SPAN = Gold(Answerability.ANSWERABLE, spans=("100 degrees", "at 100 degrees"), document_id="tea")
GROUPS = Gold(
    Answerability.ANSWERABLE,
    groups=(
        GoldGroup(("tea",), ("three minutes",)),
        GoldGroup(("tea", "milk"), ("100 degrees", "boils over")),
        GoldGroup(("milk",), ("fortnight",)),
    ),
    min_groups=2,
)
NEAR, FAR = Gold(Answerability.NEAR), Gold(Answerability.FAR)


def values(gold: Gold, given: Answer) -> dict[str, float]:
    return answer_values({"q": gold}, {"q": given}, text_of=TEXTS.__getitem__)["q"]


def test_a_span_in_the_second_statement() -> None:
    assert values(SPAN, answer(STEEPS, BOILS)) == pytest.approx(
        {
            "hit@1": 0,
            "hit@3": 1,
            "full_answer": 1,
            "citation_recall": 1,
            "citation_precision": 1 / 2,
            "false_refusal_rate": 0,
            "EM": 0,
            "F1": 0,
            "quote_exactness": 1,
        }
    )


def test_highlighted_words_are_the_prediction() -> None:
    found = values(SPAN, answer(BOILS, marked=["100 degrees"]))
    assert (found["EM"], found["F1"], found["hit@1"]) == (1, 1, 1)


def test_without_highlights_the_sentence_is_the_prediction() -> None:
    # "water boils at 100 degrees" against "at 100 degrees": 3 of 5 words, all 3 of the gold.
    found = values(SPAN, answer(BOILS))
    assert found["EM"] == 0
    assert found["F1"] == pytest.approx(2 * 0.6 / 1.6)


def test_several_highlights_are_read_as_one_prediction() -> None:
    given = answer(BOILS, marked=["Water", "100 degrees"])
    assert predicted_span(given) == "Water 100 degrees"


def test_a_span_counts_only_from_its_document() -> None:
    gold = Gold(Answerability.ANSWERABLE, spans=("boils",), document_id="tea")
    assert values(gold, answer(OVER))["hit@1"] == 0
    assert values(gold, answer(BOILS))["hit@1"] == 1
    anywhere = Gold(Answerability.ANSWERABLE, spans=("boils",))
    assert values(anywhere, answer(OVER))["hit@1"] == 1


def test_a_span_is_found_whatever_its_case_quotes_and_white_space() -> None:
    gold = Gold(Answerability.ANSWERABLE, spans=("WATER  boils",), document_id="tea")
    assert values(gold, answer(BOILS))["hit@1"] == 1


def test_the_fourth_statement_is_no_hit_at_3_but_answers() -> None:
    given = answer(STEEPS, KEEPS, OVER, BOILS)
    found = values(SPAN, given)
    assert (found["hit@3"], found["full_answer"], found["citation_precision"]) == (0, 1, 0.25)


def test_groups_are_counted_once_each() -> None:
    # BOILS and OVER find the same group, STEEPS the first, KEEPS none; nobody the third.
    assert values(GROUPS, answer(KEEPS, BOILS, OVER, STEEPS)) == pytest.approx(
        {
            "hit@1": 0,
            "hit@3": 1,
            "full_answer": 1,
            "citation_recall": 2 / 3,
            "citation_precision": 3 / 4,
            "false_refusal_rate": 0,
            "quote_exactness": 1,
        }
    )


def test_fewer_groups_than_needed_are_no_full_answer() -> None:
    found = values(GROUPS, answer(BOILS, OVER))
    assert (found["hit@1"], found["full_answer"]) == (1, 0)
    assert found["citation_recall"] == pytest.approx(1 / 3)


def test_a_false_refusal_finds_nothing_and_has_no_precision() -> None:
    assert values(SPAN, answer()) == {
        "hit@1": 0,
        "hit@3": 0,
        "full_answer": 0,
        "citation_recall": 0,
        "false_refusal_rate": 1,
        "EM": 0,
        "F1": 0,
    }


def test_refusals_are_recalled_near_and_far_apart() -> None:
    gold = {"n1": NEAR, "n2": NEAR, "f": FAR}
    given = {"n1": answer(), "n2": answer(BOILS), "f": answer()}
    assert answer_values(gold, given, text_of=None) == {
        "n1": {"refusal_recall_near": 1},
        "n2": {"refusal_recall_near": 0},
        "f": {"refusal_recall_far": 1},
    }


def test_silence_is_an_exact_match_where_the_dataset_has_spans() -> None:
    gold = {"a": SPAN, "silent": NEAR, "talks": NEAR}
    given = {"a": answer(), "silent": answer(), "talks": answer(BOILS)}
    found = answer_values(gold, given, text_of=None)
    assert (found["silent"]["EM"], found["silent"]["F1"]) == (1, 1)
    assert (found["talks"]["EM"], found["talks"]["F1"]) == (0, 0)


def test_a_statement_that_names_an_unknown_citation_comes_from_nowhere() -> None:
    given = assembled([statement(BOILS[1], 2)], [citation(1, *BOILS)])
    assert values(SPAN, given)["hit@1"] == 0


def test_any_of_a_statements_citations_may_be_the_right_document() -> None:
    given = assembled(
        [statement(BOILS[1], 1, 2)], [citation(1, "other", BOILS[1]), citation(2, *BOILS)]
    )
    found = values(SPAN, given)
    assert (found["hit@1"], found["citation_precision"]) == (1, 1)


def test_quotes_that_stand_elsewhere_or_nowhere_are_not_exact() -> None:
    right = citation(1, *BOILS)
    moved = citation(2, *BOILS, start=1)
    unknown = citation(3, "lost", "It is gone.")
    without_position = right.model_copy(
        update={"index": 4, "selector": (TextQuoteSelector(exact=BOILS[1]),)}
    )
    empty = citation(5, "tea", "", start=0)
    given = assembled([statement(BOILS[1], 1)], [right, moved, unknown, without_position, empty])
    assert values(SPAN, given)["quote_exactness"] == pytest.approx(1 / 5)


def test_an_answerable_question_without_any_gold_is_refused() -> None:
    with pytest.raises(MeasureError, match="neither gold spans nor gold groups"):
        values(Gold(Answerability.ANSWERABLE), answer())
