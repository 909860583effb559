from random import Random

from hypothesis import given
from hypothesis import strategies as st

from embeddings.training.example import AnswerWords, ReaderExample
from embeddings.training.sampling import sample_window

LONGEST = 1000  # characters of a window, unless one sentence alone is longer


@st.composite
def examples(draw: st.DrawFn) -> ReaderExample:
    """Numbered sentences of any length, with any labels, an answer in one that is relevant."""
    lengths = draw(st.lists(st.integers(4, 1200), min_size=1, max_size=15))
    sentences = tuple(f"{i:03} ".ljust(length, "x") for i, length in enumerate(lengths))
    relevant = tuple(draw(st.sampled_from([True, False, None])) for _ in sentences)
    right = [i for i, label in enumerate(relevant) if label]
    answer = AnswerWords(draw(st.sampled_from(right)), 0, 3) if right else None
    return ReaderExample("toy", "Who?", sentences, relevant, answer)


@given(example=examples(), seed=st.integers(0, 10_000))
def test_a_window_is_consecutive_sentences_within_bounds(example: ReaderExample, seed: int) -> None:
    window = sample_window(example, Random(seed))  # noqa: S311 test data
    start = example.sentences.index(window.sentences[0])
    assert window == example.cut(start, start + len(window.sentences))
    assert len(window.sentences) == 1 or sum(map(len, window.sentences)) <= LONGEST


@given(example=examples(), seed=st.integers(0, 10_000))
def test_a_window_of_an_answerable_example_answers_or_holds_only_what_does_not(
    example: ReaderExample, seed: int
) -> None:
    window = sample_window(example, Random(seed))  # noqa: S311 test data
    if example.is_answerable:
        assert window.is_answerable is not None
        assert window.is_answerable or set(window.relevant) == {False}


@given(example=examples(), seed=st.integers(0, 10_000))
def test_the_same_state_gives_the_same_window(example: ReaderExample, seed: int) -> None:
    assert sample_window(example, Random(seed)) == sample_window(example, Random(seed))  # noqa: S311


def windows_of(example: ReaderExample, *, times: int = 1000) -> list[ReaderExample]:
    rng = Random(1)  # noqa: S311 test data
    return [sample_window(example, rng) for _ in range(times)]


MIXED = ReaderExample(
    "toy", "Who?", tuple(c * 120 for c in "abcde"), (False, False, True, None, False)
)


def test_about_one_window_in_seven_leaves_the_answer_out() -> None:
    without = sum(not window.is_answerable for window in windows_of(MIXED))
    assert 110 < without < 190  # 0.15 of 1000, four standard deviations of 11 about it


def test_windows_have_all_sizes_and_lie_to_either_side() -> None:
    windows = windows_of(MIXED)
    assert {len(window.sentences) for window in windows} == {1, 2, 3, 4, 5}
    assert {window.sentences[0][0] for window in windows if window.is_answerable} == set("abc")


def test_without_a_sentence_known_to_be_wrong_every_window_answers() -> None:
    example = ReaderExample("toy", "Who?", ("a" * 90, "b" * 90), (True, None))
    assert all(window.is_answerable for window in windows_of(example, times=200))


def test_a_single_sentence_is_always_the_window_however_long() -> None:
    example = ReaderExample("toy", "Who?", ("a" * 5000,), (False,))
    assert windows_of(example, times=20) == [example] * 20


def test_an_example_that_nothing_answers_is_cut_anywhere() -> None:
    example = ReaderExample("toy", "Who?", tuple(c * 400 for c in "abcd"), (False,) * 4)
    assert {window.sentences[0][0] for window in windows_of(example)} == set("abcd")
