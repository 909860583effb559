import random

from rag.reader_data.windows import runs_of, window_around

SENTENCES = ("aaaa", "bbbb", "cccc", "dddd", "eeee")


def windows(first: int, last: int, *, most_sentences: int, most_characters: int) -> set[range]:
    rng = random.Random(0)  # noqa: S311 test data
    found = {
        window_around(
            SENTENCES,
            first,
            last,
            most_sentences=most_sentences,
            most_characters=most_characters,
            rng=rng,
        )
        for _ in range(200)
    }
    return {window for window in found if window is not None}


def test_a_window_holds_what_it_is_around_and_grows_to_all_sizes_and_sides() -> None:
    found = windows(2, 2, most_sentences=3, most_characters=100)
    assert found == {range(1, 3), range(2, 4), range(3), range(1, 4), range(2, 5)}


def test_a_window_stays_within_its_characters() -> None:
    # Two sentences and the space between take 9 characters, three take 14.
    assert windows(0, 0, most_sentences=5, most_characters=13) == {range(2)}


def test_what_is_too_large_has_no_window() -> None:
    assert not windows(1, 3, most_sentences=2, most_characters=100)
    assert not windows(1, 3, most_sentences=3, most_characters=13)
    assert windows(1, 3, most_sentences=3, most_characters=14) == {range(1, 4)}


def test_runs_are_the_longest_ranges_set() -> None:
    assert runs_of([]) == []
    assert runs_of([True, True, False, True]) == [range(2), range(3, 4)]
