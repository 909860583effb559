from collections.abc import Sequence
from random import Random

import pytest
import torch

from embeddings.reader_input import ReaderInput, ReaderTokenizer
from embeddings.training.batches import (
    NO_TARGET,
    Batch,
    Targets,
    encode_examples,
    make_batches,
)
from embeddings.training.example import AnswerWords, ReaderExample
from tests.embeddings.tiny_tokenizer import CLS, SEP, ids, tiny_tokenizer

pytestmark = pytest.mark.models

SENTENCES = ("Cats sleep.", "It was built in 1932.")
# [CLS] when ? [SEP] cats sleep . [SEP] it was built in 1932 . [SEP]
#   0    1   2   3    4    5    6   7   8   9   10   11  12  13  14


def example(
    *relevant: bool | None,
    answer: AnswerWords | None = None,
    sentences: tuple[str, ...] = SENTENCES,
    question: str = "When?",
) -> ReaderExample:
    return ReaderExample("toy", question, sentences, relevant, answer)


def encoded(*examples: ReaderExample, max_tokens: int = 100) -> list[tuple[ReaderInput, Targets]]:
    tokenizer = tiny_tokenizer()
    return encode_examples(examples, tokenizer, ReaderTokenizer(tokenizer, max_tokens=max_tokens))


def targets(made: ReaderExample, *, max_tokens: int = 100) -> Targets:
    ((_, found),) = encoded(made, max_tokens=max_tokens)
    return found


def batches(
    rows: Sequence[tuple[ReaderInput, Targets]], *, tokens: int, seed: int = 0
) -> list[Batch]:
    return list(make_batches(rows, tokens=tokens, rng=Random(seed)))  # noqa: S311 test data


def test_an_answer_is_taught_at_its_first_and_last_token() -> None:
    found = targets(example(False, True, answer=AnswerWords(1, 13, 20)))  # "in 1932"
    assert found == Targets(11, 12, ((7, 0.0), (14, 1.0)), 1.0)


def test_an_answer_inside_a_token_is_taught_at_the_whole_token() -> None:
    found = targets(example(False, True, answer=AnswerWords(1, 18, 20)))  # "32"
    assert (found.start, found.end) == (12, 12)


def test_an_answer_of_blanks_has_no_place_to_teach() -> None:
    found = targets(example(False, True, answer=AnswerWords(1, 2, 3)))
    assert (found.start, found.end, found.answerable) == (NO_TARGET, NO_TARGET, 1.0)


def test_where_nothing_answers_the_start_stands_for_no_words() -> None:
    assert targets(example(False, False)) == Targets(0, 0, ((7, 0.0), (14, 0.0)), 0.0)


def test_relevance_without_known_words_teaches_no_place() -> None:
    assert targets(example(False, True)) == Targets(
        NO_TARGET, NO_TARGET, ((7, 0.0), (14, 1.0)), 1.0
    )


def test_a_sentence_of_unknown_label_teaches_nothing_nor_does_its_window() -> None:
    assert targets(example(None, False)) == Targets(NO_TARGET, NO_TARGET, ((14, 0.0),), None)
    assert targets(example(None, True)).answerable == 1.0


def test_an_answer_that_was_cut_off_teaches_no_place() -> None:
    # [CLS] when ? [SEP] leaves 76 of 80 tokens, 75 beside the [SEP] of the sentence.
    long = "cats " * 74 + "in 1932"
    at = len("cats " * 74)
    whole = example(True, sentences=(long,), answer=AnswerWords(0, at, at + 2))
    assert targets(whole, max_tokens=80) == Targets(78, 78, ((79, 1.0),), 1.0)
    cut = example(True, sentences=(long,), answer=AnswerWords(0, at, at + 7))
    assert targets(cut, max_tokens=80) == Targets(NO_TARGET, NO_TARGET, ((79, 1.0),), 1.0)


def test_of_several_inputs_the_one_that_answers_is_taken() -> None:
    sentences = ("cats " * 60, "dog " * 72, "It was built in 1932.")
    made = example(False, False, True, sentences=sentences, answer=AnswerWords(2, 16, 20))
    ((found, taught),) = encoded(made, max_tokens=80)
    assert found.ids == [CLS, *ids("when ?"), SEP, *ids("it was built in 1932 ."), SEP]
    assert taught == Targets(8, 8, ((10, 1.0),), 1.0)


def test_of_several_inputs_without_an_answer_the_first_is_taken() -> None:
    ((found, taught),) = encoded(
        example(False, False, sentences=("cats " * 60, "dog " * 60)), max_tokens=80
    )
    assert found.ids[4] == ids("cats")[0]
    assert taught == Targets(0, 0, ((64, 0.0),), 0.0)


def test_no_examples_have_no_inputs_and_no_batches() -> None:
    assert encoded() == []
    assert batches([], tokens=100) == []


def test_a_batch_is_padded_and_says_where_words_may_stand() -> None:
    answered = example(False, True, answer=AnswerWords(1, 13, 20))
    short = example(None, sentences=("Cats",), question="When")  # [CLS] when [SEP] cats [SEP]
    (batch,) = batches(encoded(answered, short), tokens=100)
    assert batch.ids[0].tolist() == [CLS, *ids("when"), SEP, *ids("cats"), SEP, *[0] * 10]
    assert batch.types[0].tolist() == [0, 0, 0, 1, 1, *[0] * 10]
    assert batch.mask.sum(dim=1).tolist() == [5, 15]
    assert batch.mask[0].tolist() == [True] * 5 + [False] * 10
    places = [[i for i, may in enumerate(row) if may] for row in batch.is_window.tolist()]
    assert places == [[0, 3], [0, 4, 5, 6, *range(8, 14)]]
    assert (batch.start.tolist(), batch.end.tolist()) == ([NO_TARGET, 11], [NO_TARGET, 12])
    taught = ~torch.isnan(batch.relevance)
    assert taught.nonzero().tolist() == [[1, 0], [1, 7], [1, 14]]
    assert batch.relevance[1, [0, 7, 14]].tolist() == [1.0, 0.0, 1.0]
    assert (batch.ids.dtype, batch.relevance.dtype) == (torch.int64, torch.float32)


def test_batches_hold_like_lengths_within_their_tokens() -> None:
    made = [example(False, sentences=("cats " * n,)) for n in (9, 1, 5, 1, 9, 3)]
    found = batches(encoded(*made), tokens=20)
    # Lengths are 5 more: 6 6 8 10 14 14. Three of 8 would exceed 20, and so would 6 6 8.
    assert sorted(tuple(batch.mask.sum(dim=1).tolist()) for batch in found) == [
        (6, 6),
        (8, 10),
        (14,),
        (14,),
    ]
    assert sum(len(batch.ids) for batch in found) == len(made)
    assert all(batch.ids.numel() <= 20 for batch in found)


def test_the_same_state_gives_the_same_order_of_batches_and_another_another() -> None:
    rows = encoded(*(example(False, sentences=("cats " * n,)) for n in range(1, 20)))
    orders = [
        [batch.ids.shape[1] for batch in batches(rows, tokens=30, seed=seed)] for seed in (1, 1, 2)
    ]
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == sorted(orders[2])
