import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.highlight.outline import sentence_groups


def grouped(text: str) -> list[list[str]]:
    return [[span.of(text) for span in group] for group in sentence_groups(text)]


def sentences(text: str) -> list[str]:
    return [sentence for group in grouped(text) for sentence in group]


FIVE = "One is here. Two is here. Three is here. Four is here. Five is here."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\r\n ", []),
        ("-----\n***\n...", []),
        ("No full stop", ["No full stop"]),
        ("Dr. Moss came. He left.", ["Dr. Moss came.", "He left."]),
        ("  Padded one.  Padded two.  ", ["Padded one.", "Padded two."]),
        # A line is a sentence's end, unless it runs on below.
        ("Ferns\nThey grow in shade.", ["Ferns", "They grow in shade."]),
        ("Ferns grow in\nshade. Moss too.", ["Ferns grow in\nshade.", "Moss too."]),
        ("Ferns grow in\r\nshade.", ["Ferns grow in\r\nshade."]),
        # Marks stand outside.
        (
            "# Ferns\n- one fern\n* two ferns.\n3. Three",
            ["Ferns", "one fern", "two ferns.", "Three"],
        ),
        ("> quoted fern\n> - item", ["quoted fern", "item"]),
        ("J. Smith wrote this.", ["J. Smith wrote this."]),
        ("In 1998. Or 2001.", ["In 1998.", "Or 2001."]),
        ("- grows in\nshade", ["grows in\nshade"]),
        # What may be a word of a sentence is no mark.
        ("Raise it to at most\n40. Stop at once.", ["Raise it to at most", "40. Stop at once."]),
        ("One must\nlook and\n(b) water.", ["One must\nlook and\n(b) water."]),
        ("It grows.\nSee the book,\np. 12 of it.", ["It grows.", "See the book,\np. 12 of it."]),
        ("Ferns\n1. One\n2. Two", ["Ferns", "One", "Two"]),
    ],
)
def test_sentences_are_slices_without_marks(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("space", [" ", "  ", "\t", "\u3000"])
@pytest.mark.parametrize("word", ["fern", "moss1", "lichens"])
def test_a_very_long_text_without_a_stop_is_cut_between_words(word: str, space: str) -> None:
    text = space.join([word] * (10_200 // len(word + space)))
    found = sentences(text)
    assert len(found) == 3
    assert {part for sentence in found for part in sentence.split()} == {word}
    assert sum(len(sentence.split()) for sentence in found) == text.count(word)
    assert all(sentence == sentence.strip() for sentence in found)


def test_a_very_long_word_is_cut_where_it_must_be() -> None:
    assert list(map(len, sentences("x" * 9_000))) == [4_000, 4_000, 1_000]
    assert list(map(len, sentences("fern " + "x" * 9_000))) == [4, 3_999, 4_000, 1_001]


def test_a_sentence_before_a_great_gap_stays_whole() -> None:
    assert sentences("Ferns grow." + " " * 5_000 + "x") == ["Ferns grow.", "x"]


def test_lines_wrapped_at_a_width_are_joined() -> None:
    text = (
        "The fern that grows beside the old mill in\n"
        "Great Britain is tall, and it spreads by\n"
        "spores. Moss is small."
    )
    assert sentences(text)[0].startswith("The fern")
    assert sentences(text)[0].endswith("spores.")
    assert sentences(text)[1:] == ["Moss is small."]


def test_lines_that_each_stand_alone_are_not_joined() -> None:
    text = "Safety behaviours and coping\nThese are two things that are often " + "x" * 120
    assert len(sentences(text)) == 2


def test_a_long_paragraph_is_read_alone() -> None:
    assert [len(group) for group in grouped(f"{FIVE}\n\n{FIVE}")] == [5, 5]
    assert [len(group) for group in grouped(f"{FIVE}\n\nA short one.")] == [5, 1]
    assert [len(group) for group in grouped(f"A short one.\n\n{FIVE}")] == [1, 5]


def test_short_paragraphs_are_read_together_until_there_are_enough() -> None:
    short = "One is here. Two is here."
    assert [len(group) for group in grouped("\n\n".join([short] * 4))] == [6, 2]


def test_a_heading_and_a_lead_in_stay_with_what_follows() -> None:
    assert [len(group) for group in grouped(f"Ferns\n\n{FIVE}")] == [6]
    assert [len(group) for group in grouped(f"{FIVE}\n\nMoss\n\n{FIVE}")] == [5, 6]
    assert [len(group) for group in grouped(f"{FIVE} Here they are:\n\n- one fern\n- two")] == [8]
    # Text directly below a Markdown heading belongs to it, not to what stands above.
    assert [len(group) for group in grouped(f"{FIVE}\n## Moss\n{FIVE}")] == [5, 6]


@given(st.text(st.sampled_from("aB. \n\r-#:>1)é😀\u2028\x0b\ud800"), max_size=200))
def test_spans_of_any_text_are_in_order_trimmed_and_hold_a_word(text: str) -> None:
    end = 0
    for group in sentence_groups(text):
        assert group
        for span in group:
            assert end <= span.start < span.end
            assert span.of(text) == span.of(text).strip()
            assert any(map(str.isalnum, span.of(text)))
            end = span.end


def test_no_letter_is_lost_to_the_stretches_of_a_long_block() -> None:
    text = " ".join(f"Sentence number {n} stands here, e.g. as Dr. Moss says." for n in range(900))
    assert len(sentences(text)) == 900
    assert " ".join(sentences(text)) == text


@pytest.mark.parametrize(
    "text",
    ["这是一个句子。" * 14_000, "a" * 100_000, "a\n" * 50_000, "> " * 50_000 + "a", ". " * 50_000],
)
def test_a_hostile_text_costs_no_more_than_its_length(text: str) -> None:
    started = time.process_time()
    sentence_groups(text)
    assert time.process_time() - started < 2  # squared it was 4 s and more
