import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.reader_input import MAX_QUESTION_TOKENS, ReaderInput, ReaderTokenizer
from tests.embeddings.tiny_tokenizer import CLS, SEP, ids, tiny_tokenizer


def laid_out(question: str, *sentences: str, max_tokens: int = 100) -> list[ReaderInput]:
    return ReaderTokenizer(tiny_tokenizer(), max_tokens=max_tokens).windows(question, sentences)


def words_of(made: ReaderInput) -> list[int]:
    """How many tokens each sentence has, its [SEP] left out."""
    return [place.end - place.first for place in made.sentences]


def test_each_sentence_is_closed_by_a_separator_after_the_question() -> None:
    (made,) = laid_out("When built?", "The bridge.", "It was in 1932.")
    assert made.ids == [
        *(CLS, *ids("when built ?"), SEP),
        *(*ids("the bridge ."), SEP),
        *(*ids("it was in 1932 ."), SEP),
    ]
    assert made.types == [0] * 5 + [1] * 10


def test_places_say_where_a_sentence_stands_and_which_characters_its_tokens_cover() -> None:
    (made,) = laid_out("When?", "Cats sleep.", "Dogs")
    cats, dogs = made.sentences  # [CLS] when ? [SEP] cats sleep . [SEP] dog ##s [SEP]
    assert (cats.first, cats.end, dogs.first, dogs.end) == (4, 7, 8, 10)
    assert made.ids[cats.end] == made.ids[dogs.end] == SEP
    assert cats.offsets == ((0, 4), (5, 10), (10, 11))
    assert dogs.offsets == ((0, 3), (3, 4))


@pytest.mark.parametrize("sentence", ["", "   "])
def test_a_sentence_without_a_token_still_has_its_separator(sentence: str) -> None:
    (made,) = laid_out("When?", sentence, "Cats")
    empty, cats = made.sentences
    assert (empty.first, empty.end, empty.offsets) == (4, 4, ())
    assert (cats.first, cats.end) == (5, 6)


def test_an_empty_question_leaves_its_two_separators() -> None:
    (made,) = laid_out("", "Cats")
    assert made.ids == [CLS, SEP, *ids("cats"), SEP]
    assert made.types == [0, 0, 1, 1]


def test_no_sentences_give_no_input() -> None:
    assert laid_out("When?") == []


def test_a_long_question_loses_its_end() -> None:
    (made,) = laid_out("cats " * (MAX_QUESTION_TOKENS - 1) + "bridge dog dog", "Sleep")
    assert made.ids[:MAX_QUESTION_TOKENS] == [CLS, *ids("cats " * (MAX_QUESTION_TOKENS - 1))]
    assert made.ids[MAX_QUESTION_TOKENS:] == [*ids("bridge"), SEP, *ids("sleep"), SEP]


def test_sentences_that_do_not_fit_go_into_further_inputs() -> None:
    # [CLS] when [SEP] leaves 67 tokens: 30 + 1 and 35 + 1 fill them, the last begins anew.
    parts = laid_out("When", "cats " * 30, "dog " * 35, "It was", max_tokens=70)
    assert [words_of(part) for part in parts] == [[30, 35], [2]]
    assert [len(part.ids) for part in parts] == [70, 6]
    assert all(part.ids[:3] == [CLS, *ids("when"), SEP] for part in parts)


def test_a_sentence_one_token_over_the_room_that_is_left_begins_a_new_input() -> None:
    parts = laid_out("When", "cats " * 30, "dog " * 36, max_tokens=70)
    assert [words_of(part) for part in parts] == [[30], [36]]


def test_a_sentence_that_alone_is_too_long_is_cut_at_its_end() -> None:
    before, long, after = laid_out("When", "It was", "cats " * 90, "Dogs", max_tokens=70)
    assert [words_of(part) for part in (before, long, after)] == [[2], [66], [2]]
    assert len(long.ids) == 70
    assert long.ids[-1] == SEP
    assert long.sentences[0].offsets[-1] == (65 * 5, 65 * 5 + 4)


def test_the_least_room_holds_one_token_of_a_sentence_beside_a_long_question() -> None:
    least = MAX_QUESTION_TOKENS + 4
    (made,) = laid_out("cats " * 100, "dog sleep", max_tokens=least)
    assert made.ids[-3:] == [SEP, *ids("dog"), SEP]
    with pytest.raises(ValueError, match=f"{least} or more, got {least - 1}"):
        ReaderTokenizer(tiny_tokenizer(), max_tokens=least - 1)


@given(
    lengths=st.lists(st.integers(0, 90), max_size=12),
    asked=st.integers(0, 80),
    max_tokens=st.integers(MAX_QUESTION_TOKENS + 4, 120),
)
def test_inputs_hold_every_sentence_once_in_order_and_within_the_limit(
    lengths: list[int], asked: int, max_tokens: int
) -> None:
    sentences = ["cats " * n for n in lengths]
    parts = laid_out("when " * asked, *sentences, max_tokens=max_tokens)
    room = max_tokens - min(asked, MAX_QUESTION_TOKENS) - 2
    assert [n for part in parts for n in words_of(part)] == [min(n, room - 1) for n in lengths]
    assert all(len(part.ids) == len(part.types) <= max_tokens for part in parts)
    assert all(part.ids[place.end] == SEP for part in parts for place in part.sentences)
