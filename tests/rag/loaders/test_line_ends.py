import pytest

from rag.loaders.line_ends import LineEnds


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("one", "two", "one two"),
        ("one -", "two", "one - two"),
        ("恐惧会", "减少", "恐惧会减少"),
        ("他说“好。”", "然后", "他说“好。”然后"),
        ("用 CBT", "治疗", "用 CBT 治疗"),
        ("한국", "말", "한국 말"),
        ("evidence\u2010", "based", "evidence\u2010based"),
        ("X-", "ray", "X-ray"),
        ("Cognitive-", "Behavioural", "Cognitive-Behavioural"),
    ],
)
def test_two_lines_become_one(above: str, below: str, expected: str) -> None:
    for parts_words in (False, True):
        assert LineEnds.of([], parts_words=parts_words).joined([above, below]) == expected


def test_hyphen_without_evidence_goes_where_words_are_parted() -> None:
    assert LineEnds(parts_words=True).joined(["care-", "ful"]) == "careful"
    assert LineEnds(parts_words=False).joined(["care-", "ful"]) == "care-ful"


def test_form_in_the_document_counts_more_than_the_rule() -> None:
    ends = LineEnds.of(["Care-ful, self-esteem and postnatal."], parts_words=True)
    assert ends.joined(["care-", "ful"]) == "care-ful"
    assert ends.joined(["low self-", "esteem-based"]) == "low self-esteem-based"
    assert ends.joined(["post-", "natal"]) == "postnatal"


def test_nothing_and_one_line_stay_as_they_are() -> None:
    assert LineEnds().joined([]) == ""
    assert LineEnds().joined(["one-"]) == "one-"
