import numpy as np
import pytest

from rag.index.spelling import Spelling
from rag.retrieval.query import Query, make_query, mend_spelling
from tests.rag.index.tiny_encoder import TinyEncoder

SPELLING = Spelling({"safety": 9, "behaviours": 4, "can": 5, "there": 5}, lambda _: False)


@pytest.mark.parametrize(
    ("question", "mended"),
    [
        ("What are saftey  behavoiurs?", "What are safety  behaviours?"),
        ("(SAFTEY)", "(safety)"),
        ("saftey's price", "safety price"),
        ("What is DSM-5?", "What is DSM-5?"),
        ("why can't they", "why can't they"),  # not "can"
        ("they're there", "they're there"),  # not "there"
        ("", ""),
        ("\U0001f642?!", "\U0001f642?!"),
    ],
)
def test_slips_are_mended_and_everything_else_is_left(question: str, mended: str) -> None:
    assert mend_spelling(question, SPELLING) == mended


def test_slips_are_looked_for_once_and_no_more_than_fifty() -> None:
    asked: list[str] = []

    class Counting(Spelling):
        def correction(self, word: str) -> str | None:
            asked.append(word)
            return super().correction(word)

    unknown = [f"qz{a}{b}" for a in "abcdefgh" for b in "abcdefgh"]
    typed = " ".join(["saftey", *unknown, "saftey", "behavoiurs"])
    spelling = Counting({"safety": 9, "behaviours": 4}, lambda _: False)
    expected = " ".join(["safety", *unknown, "safety", "behavoiurs"])
    assert mend_spelling(typed, spelling) == expected
    assert asked == ["saftey", *unknown[:49]]


def test_query_is_encoded_and_analysed_as_mended(tiny: TinyEncoder) -> None:
    query = make_query("Is saftey good?", encoder=tiny, spelling=SPELLING)
    assert query.text == "Is safety good?"
    assert query.terms == ("safeti", "good")  # Snowball stems, the stop word left out
    assert query.vector.tolist() == tiny.encode_queries(["Is safety good?"])[0].tolist()


@pytest.mark.parametrize(
    "question",
    ["re\u0301sume\u0301 beha\u00advi\u200bours", "\ufeffr\u00e9sum\u00e9 behaviours\ud800"],
)
def test_query_has_the_characters_of_the_documents(question: str, tiny: TinyEncoder) -> None:
    query = make_query(question, encoder=tiny, spelling=SPELLING)
    assert query.text == "r\u00e9sum\u00e9 behaviours"
    assert query.terms == ("resum", "behavior")


def test_query_keeps_its_white_space(tiny: TinyEncoder) -> None:
    assert make_query("fear\n  hope\t", encoder=tiny, spelling=None).text == "fear\n  hope\t"


def test_query_without_spelling_is_taken_as_typed(tiny: TinyEncoder) -> None:
    assert make_query("Is saftey good?", encoder=tiny, spelling=None).text == "Is saftey good?"


@pytest.mark.parametrize(
    ("text", "has_words"), [("fear", True), ("the", True), ("???", False), ("", False)]
)
def test_query_knows_whether_it_has_words(text: str, has_words: bool) -> None:
    assert Query(text, (), np.zeros(3, np.float32)).has_words is has_words
