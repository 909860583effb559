import time

from rag.highlight.reading import read_sentences
from rag.highlight.window_plan import estimated_tokens
from tests.rag.highlight.tiny_reader import WordReader

QUESTION = "Who saw the fern?"


def test_every_sentence_is_read_once_for_itself_and_in_order() -> None:
    sentences = [f"Sentence {n} has {'a fern' if n % 7 == 0 else 'moss'}." for n in range(40)]
    readings = read_sentences(QUESTION, [sentences], WordReader())
    found = [n for n, reading in enumerate(readings) if reading and reading.relevance > 0]
    assert found == list(range(0, 40, 7))
    assert readings[7] is not None
    answer = readings[7].answer
    assert sentences[7][answer.start : answer.end] == "fern"


def test_windows_never_reach_into_another_group() -> None:
    reader = WordReader()
    read_sentences(QUESTION, [["A one.", "A two."], [], ["B one."]], reader)
    assert reader.windows == [("A one.", "A two."), ("B one.",)]


def test_a_sentence_keeps_the_reading_with_the_most_context() -> None:
    reader = WordReader()
    sentences = [f"Piece {n} here." for n in range(30)]
    sentences[14] = "The fern."
    readings = read_sentences(QUESTION, [sentences], reader)
    inner = [window.index("The fern.") for window in reader.windows if "The fern." in window]
    assert any(2 <= at <= 7 for at in inner)
    # A neighbour is answerable only by a window that holds the fern.
    assert readings[13] is not None
    assert readings[13].answerable == 2.0


def test_a_long_sentence_is_read_to_its_end_and_its_answer_found() -> None:
    reader = WordReader(max_tokens=64)
    sentence = "moss " * 300 + "and then a fern at the end."
    (reading,) = read_sentences(QUESTION, [[sentence]], reader)
    assert reading is not None
    assert reading.relevance == 2.0
    assert sentence[reading.answer.start : reading.answer.end] == "fern"
    assert "".join(dict.fromkeys(reader.windows[-1])).endswith("fern at the end.")


def test_a_word_without_end_is_cut_where_it_must_be() -> None:
    reader = WordReader()
    (reading,) = read_sentences(QUESTION, [["蕨" * 2000]], reader)
    assert reading is not None
    pieces = {piece for window in reader.windows for piece in window}
    assert max(map(estimated_tokens, pieces)) <= 256


def test_what_has_no_token_has_no_reading() -> None:
    assert read_sentences(QUESTION, [["12", "A fern."]], WordReader())[0] is None
    assert read_sentences(QUESTION, [], WordReader()) == ()


def test_lone_surrogates_are_read_as_one_character_each() -> None:
    reader = WordReader()
    (reading,) = read_sentences("\ud800 fern?", [["\ud800\udfff a fern"]], reader)
    assert reader.windows == [("?? a fern",)]
    assert reading is not None
    assert (reading.answer.start, reading.answer.end) == (5, 9)


def test_a_hundred_thousand_characters_are_read_at_most_twice() -> None:
    for sentence in ("Moss grows on the shaded side of a stone.", "moss, " * 60, "Ok.", "蕨" * 900):
        reader = WordReader()
        group = [sentence] * (100_000 // len(sentence))
        started = time.process_time()
        read_sentences(QUESTION, [group], reader)
        assert time.process_time() - started < 4
        n_read = sum(len(piece) for window in reader.windows for piece in window)
        assert n_read <= 2.2 * sum(map(len, group))
