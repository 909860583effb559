from itertools import pairwise
from pathlib import Path

import pytest

from rag.documents import Author, BlockKind, Document, RelatedArticle, SkippedFile
from rag.loaders.front_matter import with_real_line_ends
from rag.partial_date import PartialDate
from tests.rag.loaders.loading import block_with, load, load_one, sentences, skip_one, texts

ANSWER_IN_HEADER = r"""---
id: 7
date: 2023-05-06
title: >-
    What is a worry window?
seo:
  title: Quick Minds | Sleep
  page_description: Never shown.
author: Quick Minds
question: What is a worry window?
answer: >-
    A worry window is a **fixed time** for worrying. It is short.\n\n1. **Containing
    Worry**: Worries are written down during the day and kept for later. Most of them look
    smaller by then.\n\n2. **Protecting Sleep**: The window ends long before bedtime. The
    evening stays free for rest, and for people.\n\nIn summary, it contains worry.
subject: Sleep
url: /learn/sleep/worry-window
related_article1:
    title: How long should a worry window be?
    url: /learn/sleep/length
---

&nbsp;
"""


@pytest.fixture
def answer(tmp_path: Path) -> Document:
    return load_one(tmp_path, "worry.txt", ANSWER_IN_HEADER)


def test_answer_in_the_header_becomes_text_below_the_title(answer: Document) -> None:
    assert texts(answer)[0] == "What is a worry window?"
    assert "A worry window is a fixed time for worrying." in sentences(answer)
    assert "&nbsp;" not in answer.text
    assert "Never shown." not in answer.text


def test_numbered_item_with_a_bold_label_becomes_a_section(answer: Document) -> None:
    assert texts(answer, BlockKind.HEADING) == [
        "What is a worry window?",
        "Containing Worry",
        "Protecting Sleep",
    ]
    first = block_with(
        answer,
        "Worries are written down during the day and kept for later. "
        "Most of them look smaller by then.",
    )
    assert first.heading_path == ("What is a worry window?", "Containing Worry")


def test_closing_paragraph_stands_outside_the_last_item(answer: Document) -> None:
    closing = block_with(answer, "In summary, it contains worry.")
    assert closing.heading_path == ("What is a worry window?",)


def test_header_facts_are_citable_as_they_are_written(answer: Document) -> None:
    assert texts(answer, BlockKind.FACT) == [
        "date: 2023-05-06",
        "author: Quick Minds",
        "subject: Sleep",
    ]


def test_header_becomes_metadata(answer: Document) -> None:
    metadata = answer.metadata
    assert metadata.title == "What is a worry window?"
    assert metadata.kind == "study-answer"
    assert metadata.published == PartialDate(2023, 5, 6)
    assert metadata.subject == "Sleep"
    assert metadata.publisher == "Quick Minds"
    assert metadata.url == "/learn/sleep/worry-window"
    assert metadata.related == (
        RelatedArticle("How long should a worry window be?", "/learn/sleep/length"),
    )


@pytest.mark.parametrize(
    ("stated", "read"), [('"2008"', "2008"), ("March 2021", "2021-03"), ("2021-03", "2021-03")]
)
def test_a_header_may_state_a_year_or_a_month_alone(tmp_path: Path, stated: str, read: str) -> None:
    document = load_one(
        tmp_path, "a.md", f"---\ntitle: On Sleep\ndate: {stated}\n---\nSleep well.\n"
    )
    assert document.metadata.published == PartialDate.fromisoformat(read)


def test_header_with_a_body_uses_the_body(tmp_path: Path) -> None:
    document = load_one(
        tmp_path,
        "post.md",
        "---\ntitle: Coping\nlayout: Case Note\nauthors: [Ana de Souza, Max Müller]\n---\n"
        "# Coping\n\nPanic *passes*.\n\n## What helps\n\n1. Breathe slowly.\n2. Stay.\n",
    )
    assert texts(document, BlockKind.HEADING) == ["Coping", "What helps"]
    assert texts(document, BlockKind.LIST_ITEM) == ["Breathe slowly.", "Stay."]
    assert document.metadata.kind == "case-note"
    assert document.metadata.authors == (
        Author(family="de Souza", given="Ana"),
        Author(family="Müller", given="Max"),
    )


def test_authors_of_a_header_are_read_by_name_and_stand_as_a_fact(tmp_path: Path) -> None:
    authors = (
        "author: Unknown\nauthors:\n- name: Ana de Souza\n- {family: Fox, given: Jo}\n- Lee, K.\n"
    )
    document = load_one(tmp_path, "a.md", f"---\ntitle: T\n{authors}---\nText.\n")
    assert document.metadata.authors == (
        Author(family="de Souza", given="Ana"),
        Author(family="Fox", given="Jo"),
        Author(family="Lee", given="K."),
    )
    assert texts(document, BlockKind.FACT)[1:] == ["authors: Ana de Souza; Jo Fox; Lee, K."]


def test_short_labelled_items_stay_items(tmp_path: Path) -> None:
    document = load_one(
        tmp_path,
        "a.md",
        "---\ntitle: T\n---\nText.\n\n- **Length**: 10 minutes\n- **Level**: all\n",
    )
    assert texts(document, BlockKind.LIST_ITEM) == ["Length: 10 minutes", "Level: all"]


def test_broken_header_is_reported_and_the_body_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("---\ntitle: a: b: c\n - x\n: :\n---\nThe body is fine.\n")
    skipped, document = load(path)
    assert isinstance(skipped, SkippedFile)
    assert skipped.reason == "broken front matter"
    assert "line" in skipped.detail
    assert isinstance(document, Document)
    assert document.text == "The body is fine."


def test_broken_header_without_a_body_is_reported(tmp_path: Path) -> None:
    assert skip_one(tmp_path, "a.txt", "---\ntitle: [\n---\n").reason == "broken front matter"


def test_header_that_never_ends_is_reported(tmp_path: Path) -> None:
    assert skip_one(tmp_path, "a.txt", "---\ntitle: T\n").reason == "broken front matter"


def test_header_without_any_text_is_reported(tmp_path: Path) -> None:
    assert skip_one(tmp_path, "a.txt", "---\ntitle: T\n---\n&nbsp;\n").reason == "empty"


@pytest.mark.parametrize("use", ["seo:\n  title: {}", "author: {}", "related: [{}, {}]"])
def test_entry_whose_aliases_stand_for_more_than_a_header_holds_is_left_out(
    tmp_path: Path, use: str
) -> None:
    bomb = "a: &a [xxxxxxxxx | x]\n" + "".join(
        f"{key}: &{key} [{', '.join([f'*{known}'] * 10)}]\n" for known, key in pairwise("abcdefg")
    )
    header = f"title: T\n{bomb}{use.format('*g', '*g')}\nsubject: Sleep"
    document = load_one(tmp_path, "a.md", f"---\n{header}\n---\nThe body is fine.\n")
    assert document.metadata.subject == "Sleep"
    assert document.metadata.publisher == ""
    assert document.metadata.related == ()


def test_text_that_aliases_repeat_beyond_a_header_is_left_out(tmp_path: Path) -> None:
    header = f"long: &a {'word ' * 1000}\nauthor: [{', '.join(['*a'] * 300)}]\nsubject: Sleep"
    document = load_one(tmp_path, "a.md", f"---\n{header}\n---\nThe body is fine.\n")
    assert document.metadata.subject == "Sleep"
    assert document.metadata.authors == ()


def test_aliases_nested_beyond_the_stack_are_reported(tmp_path: Path) -> None:
    nested = "".join(f"a: &a{n} [*a{n - 1}]\n" for n in range(1, 3000))
    skipped = skip_one(tmp_path, "a.txt", f"---\na: &a0 [x]\n{nested}title: T\n---\n")
    assert skipped.reason == "broken front matter"


def test_alias_stands_for_what_it_names(tmp_path: Path) -> None:
    document = load_one(
        tmp_path, "a.md", "---\ntitle: &t Calm Journal\npublisher: *t\n---\nThe body is fine.\n"
    )
    assert document.metadata.publisher == "Calm Journal"


def test_python_tag_builds_nothing(tmp_path: Path) -> None:
    evidence = tmp_path / "ran"
    document = load_one(
        tmp_path,
        "a.txt",
        f"---\ntitle: !!python/object/apply:os.system ['touch {evidence}']\n---\nText.\n",
    )
    assert not evidence.exists()
    assert "Text." in sentences(document)


def test_yaml_bomb_of_aliases_costs_nothing(tmp_path: Path) -> None:
    levels = "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    document = load_one(tmp_path, "a.txt", f"---\na0: &a0 [x]\n{levels}title: T\n---\nText.\n")
    assert document.metadata.title == "T"


def test_yaml_nested_beyond_the_stack_is_reported(tmp_path: Path) -> None:
    skipped = skip_one(tmp_path, "a.txt", f"---\ntitle: {'[' * 100_000}\n---\n")
    assert skipped.reason == "broken front matter"


@pytest.mark.parametrize(
    ("escaped", "expected"),
    [
        (r"One.\n\n1. Two", "One.\n\n1. Two"),
        (r"One.\nTwo", "One.\nTwo"),
        (r"the operator \nabla", r"the operator \nabla"),
        ("plain", "plain"),
    ],
)
def test_escaped_line_ends_become_real(escaped: str, expected: str) -> None:
    assert with_real_line_ends(escaped) == expected


def test_break_in_an_answer_of_the_header_parts_words(tmp_path: Path) -> None:
    header = '---\nquestion: When?\nanswer: "Take 5<br>10 mg in Leeds<br/>on Monday."\n---\n'
    assert texts(load_one(tmp_path, "a.md", header))[1:] == ["Take 5 10 mg in Leeds on Monday."]
