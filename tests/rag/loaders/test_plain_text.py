from pathlib import Path
from textwrap import fill

import pytest

from rag.documents import BlockKind
from tests.rag.loaders.loading import load_one, sentences, skip_one, texts

WRAPPED = """GRADED EXPOSURE

Exposure is a treatment
that works well. It was
developed long ago, e.g. in Oxford.

1. First steps

The first steps are small, and they
are planned together. Then they grow.

  * one item
  * another item that
    wraps here
-----
Last words.
"""


def test_wrapped_lines_become_paragraphs(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.txt", WRAPPED)
    assert "Exposure is a treatment that works well." in sentences(document)
    assert "It was developed long ago, e.g. in Oxford." in sentences(document)
    assert sentences(document)[-1] == "Last words."


def test_headings_and_items_are_told_apart(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.txt", WRAPPED)
    assert texts(document, BlockKind.HEADING) == ["GRADED EXPOSURE", "First steps"]
    assert texts(document, BlockKind.LIST_ITEM) == ["one item", "another item that wraps here"]


def test_file_of_one_sentence_is_a_document(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.txt", "Fear fades.")
    assert document.text == "Fear fades."
    assert document.metadata.title == "a"


def test_windows_line_ends_and_invisible_characters_are_gone(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.txt", "One\u200b so\u00adft.\r\n\r\nTwo\u202e.\x00\r\n")
    assert document.text == "One soft.\n\nTwo."


def test_numbers_and_signs_are_no_text(tmp_path: Path) -> None:
    skipped = skip_one(tmp_path, "a.dat", "1;2;3;4;5\n6;7;8;9;10\n" * 50)
    assert skipped.reason == "unknown format"


def wrapped(text: str, width: int) -> str:
    return "\n".join(fill(paragraph, width) for paragraph in text.split("\n"))


SENTENCES = [
    "Exposure was developed by psychologists such as Joseph Wolpe and A. T. Beck in the fifties.",
    "The therapist must (a) assess the risk and (b) agree on a plan - and only then - begin.",
    "The dose may be raised slowly over two weeks to at most 40.",
    "Stop at once when a rash appears, or when 3 of the signs are there, see p. 12 of it.",
    "It is an evidence-based, well-tested, day-to-day, out-patient method with self-report.",
]


@pytest.mark.parametrize("width", range(36, 76))
def test_wrapped_sentences_are_whole_wherever_their_lines_end(tmp_path: Path, width: int) -> None:
    text = " ".join(SENTENCES)
    document = load_one(tmp_path, "a.txt", f"A title\n\n{wrapped(text, width)}\n")
    assert texts(document) == ["A title", text]


def test_initials_at_the_start_of_a_paragraph_are_no_marker(tmp_path: Path) -> None:
    lines = ["A. T. Beck developed it.", "I. Marks studied it in London.", "It helped."]
    assert texts(load_one(tmp_path, "a.txt", "\n\n".join(lines))) == lines


def test_hand_broken_line_before_an_initial_is_no_heading(tmp_path: Path) -> None:
    text = (
        "The dose plan\n\nThis line is wrapped where its\nwidth ends.\n\nIn the trial by\n"
        "A. Smith and others, which was run over the years from 1990 until\n"
        "1994, most of the participants got well and stayed well for a year.\n"
    )
    assert sentences(load_one(tmp_path, "a.txt", text))[2].startswith("In the trial by A. Smith")


def test_items_of_wrapped_lists_stay_apart(tmp_path: Path) -> None:
    text = (
        "What to do when fear comes, which it does to everyone who\nlives:\n"
        "1. Stay where you are, and wait until it\n   falls by itself.\n"
        "2. Look at what is there\n3. Go on\n\n"
        "Things to bring\n- a coat which is warm enough for a whole\n  day outside\n- a hat\n\n"
        "(a) one thing;\n(b) another thing\n\n"
        "7. A number alone may be part of the text.\n"
    )
    document = load_one(tmp_path, "a.txt", text)
    assert texts(document, BlockKind.LIST_ITEM) == [
        "Stay where you are, and wait until it falls by itself.",
        "Look at what is there",
        "Go on",
        "a coat which is warm enough for a whole day outside",
        "a hat",
        "one thing;",
        "another thing",
    ]
    assert texts(document)[-1] == "7. A number alone may be part of the text."


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("low self-\nesteem", "low self-esteem"),
        ("a day-to-\nday matter", "a day-to-day matter"),
        ("a face-\nto-face talk", "a face-to-face talk"),
        ("an out-\npatient unit", "an out-patient unit"),
        ("pre- and post-\ntest; pre-\nand post-test", "pre- and post-test; pre- and post-test"),
        ("from 1990-\n1994 on COVID-\n19", "from 1990-1994 on COVID-19"),
        ("a soft\u00ad\nened word", "a softened word"),
        # Written so elsewhere.
        ("treatment is a treat-\nment here", "treatment is a treatment here"),
        ("post-natal, postnatal, post-\nnatal", "post-natal, postnatal, post-natal"),
        ("postnatal care, post-\nnatal care", "postnatal care, postnatal care"),
        # Where known words are parted, unknown ones are.
        ("treatment is treat-\nment of wor-\nries", "treatment is treatment of worries"),
    ],
)
def test_hyphen_at_a_line_end_stays_where_it_belongs_to_the_word(
    tmp_path: Path, lines: str, expected: str
) -> None:
    text = f"A title\n\nThis text runs\non and on, with {lines}.\n"
    document = load_one(tmp_path, "a.txt", text)
    assert texts(document)[-1] == f"This text runs on and on, with {expected}."


@pytest.mark.parametrize(
    ("lines", "joint"),
    [
        (
            [
                "如果人留在情境中而不逃走，恐惧会随着时间",
                "减少。安全行为使人无法知道情境并不危险，",
                "因此恐惧会继续存在。",
            ],
            "",
        ),
        (
            [
                "يقل القلق مع مرور الوقت إذا بقي الشخص في الموقف ولم يهرب",
                "منه، وهذا ما يسمى بالتعود. أما سلوكيات الأمان فهي تمنع الشخص",
                "من أن يتعلم أن الموقف ليس خطيرا في الحقيقة.",
            ],
            " ",
        ),
        (
            [
                "समय के साथ डर कम हो जाता है यदि व्यक्ति उस स्थिति में",
                "बना रहता है। सुरक्षा व्यवहार उसे यह सीखने नहीं देते कि",
                "स्थिति ख़तरनाक नहीं है।",
            ],
            " ",
        ),
    ],
)
def test_wrapped_lines_of_scripts_without_small_letters_are_joined(
    tmp_path: Path, lines: list[str], joint: str
) -> None:
    document = load_one(tmp_path, "a.txt", "\n".join([lines[-1][:5], "", *lines, ""]))
    assert texts(document)[-1] == joint.join(lines)
    assert len(sentences(document)) == 3


def test_titles_in_such_a_script_stay_apart(tmp_path: Path) -> None:
    lines = [f"第{n}章 关于恐惧以及如何在日常生活中面对它" for n in "一二三四五"]
    assert texts(load_one(tmp_path, "a.txt", "\n".join(lines))) == lines


def test_paragraphs_of_one_line_in_such_a_script_stay_apart(tmp_path: Path) -> None:
    lines = [
        "如果人留在情境中而不逃走，恐惧会减少。人们知道这一点。",
        "安全行为使人无法知道情境并不危险。",
    ] * 3
    assert texts(load_one(tmp_path, "a.txt", "\n".join(lines))) == lines
