from pathlib import Path

import pytest

from rag.documents import BlockKind
from tests.rag.loaders.loading import block_with, load_one, sentences, texts

PAGE = """# Fear

Fear is *useful*, see [the guide](https://example.org "x") and `code`.

## Steps

- Make a ladder.
- Climb it.

  It takes time.

| Step | Fear |
|------|------|
| Look | 20   |

**Going further**

Text &amp; more.<br>

<div>Inside <b>a box</b>.</div><script>alert(1)</script>

![a picture](x.png)

> A quoted sentence.
"""


@pytest.mark.parametrize("name", ["fear.md", "fear.txt"])
def test_markdown_is_recognised_by_content(tmp_path: Path, name: str) -> None:
    document = load_one(tmp_path, name, PAGE)
    assert document.metadata.title == "Fear"
    assert texts(document, BlockKind.HEADING) == ["Fear", "Steps", "Going further"]


def test_blocks_hold_text_without_markup(tmp_path: Path) -> None:
    document = load_one(tmp_path, "fear.md", PAGE)
    assert "Fear is useful, see the guide and code." in sentences(document)
    assert texts(document, BlockKind.LIST_ITEM) == ["Make a ladder.", "Climb it.", "It takes time."]
    assert texts(document, BlockKind.HEADER_ROW) == ["Step | Fear"]
    assert texts(document, BlockKind.FACT) == ["Look | 20"]
    assert "Inside a box." in texts(document)
    assert "alert" not in document.text
    assert "picture" not in document.text


def test_bold_paragraph_heads_a_section_below_the_last_heading(tmp_path: Path) -> None:
    document = load_one(tmp_path, "fear.md", PAGE)
    assert block_with(document, "Text & more.").heading_path == ("Fear", "Steps", "Going further")


def test_bold_sentence_stays_a_sentence(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.md", "# T\n\n**This matters a lot.**\n\nMore.")
    assert block_with(document, "This matters a lot.").kind is BlockKind.PARAGRAPH


def test_file_without_a_heading_is_titled_by_its_name(tmp_path: Path) -> None:
    document = load_one(tmp_path, "graded-exposure_2.md", "Just text.")
    assert document.metadata.title == "graded exposure 2"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Take 5<br>10 mg in Leeds<br/>on Monday.", "Take 5 10 mg in Leeds on Monday."),
        ("A word<b>bold</b>ed by HTML.", "A wordbolded by HTML."),
        ("Text <script>alert(1)</script>goes <!-- not --> on.", "Text goes on."),
        ("The <script> tag runs.", "The tag runs."),
        ("If x < 5 &amp; y > 3, <b>stop</b>.", "If x < 5 & y > 3, stop."),
        ("It costs ~~£50~~ <del>£40</del> £30.", "It costs £30."),
        ("About 10<sup>-6</sup> of CO<sub>2</sub>.", "About 10⁻⁶ of CO₂."),
        ("He said <q>no</q>.", "He said “no”."),
        ("<p>A word<b>bold</b>ed in a block.</p>", "A wordbolded in a block."),
    ],
)
def test_html_in_a_sentence_reads_as_it_is_shown(tmp_path: Path, markdown: str, text: str) -> None:
    assert texts(load_one(tmp_path, "a.md", markdown)) == [text]


def test_blocks_of_html_stay_apart(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.md", "# T\n\n<h2>Dose</h2><p>Take 5 mg</p>\n<p>Sit\ndown</p>")
    assert texts(document, BlockKind.PARAGRAPH) == ["Dose", "Take 5 mg", "Sit down"]


def test_words_after_a_label_stay_apart(tmp_path: Path) -> None:
    item = "- **Label:** *very* **strong** words about it, " + "and more " * 10
    section = block_with(load_one(tmp_path, "a.md", item), "Label")
    assert section.kind is BlockKind.HEADING
    assert "very strong words" in load_one(tmp_path, "a.md", item).text


def test_marks_of_footnotes_are_left_out_and_their_texts_kept(tmp_path: Path) -> None:
    markdown = (
        "Fear fades[^1].\nIt returns[^b], so `[^1]` [^no].\n\n[^1]: Once.\n[^b]: Often\n# End"
    )
    assert texts(load_one(tmp_path, "a.md", markdown)) == [
        "Fear fades. It returns, so [^1] [^no].",
        "Once.",
        "Often",
        "End",
    ]


def nested_lists(n_levels: int) -> str:
    return "\n".join(f"{'  ' * level}- Level {level + 1}." for level in range(n_levels))


def test_lists_are_read_48_deep(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.md", f"# Deep\n\n{nested_lists(48)}")
    assert texts(document)[1:] == [f"Level {level + 1}." for level in range(48)]


@pytest.mark.parametrize("deep", [nested_lists(80), ">" * 5000 + " Level 80."])
def test_what_is_nested_too_deep_is_read_as_text(tmp_path: Path, deep: str) -> None:
    document = load_one(tmp_path, "a.md", f"# Deep\n\n{deep}\n\nThe end.")
    assert texts(document)[-2].endswith("Level 80.")
    assert texts(document)[-1] == "The end."


def test_marks_of_boxes_and_tasks_are_no_text(tmp_path: Path) -> None:
    boxes = "> [!NOTE]\n> Fear fades.\n>\n> It takes time.\n\n> [!tip]- Slowly\n> Go on.\n\n> So.\n"
    tasks = "- [x] Make a ladder.\n- [ ] Climb it.\n- [y] is an axis.\n"
    document = load_one(tmp_path, "a.md", f"# Fear\n\n{boxes}\n{tasks}")
    assert texts(document)[1:] == [
        "Fear fades.",
        "It takes time.",
        "Slowly Go on.",
        "So.",
        "Make a ladder.",
        "Climb it.",
        "[y] is an axis.",
    ]


def test_value_stays_below_its_heading_where_cells_are_empty(tmp_path: Path) -> None:
    rows = ["| | Dose | Most | Taken |", "|-|-|-|-|", "| Alphazol | | 40 mg | |"]
    rows += ["| Betazol | ![yes](yes.png) | ![](no.png) | <br> |", "| | | | |"]
    document = load_one(tmp_path, "a.md", "# Doses\n\n" + "\n".join(rows))
    assert texts(document, BlockKind.HEADER_ROW) == ["– | Dose | Most | Taken"]
    assert texts(document, BlockKind.FACT) == [
        "Alphazol | – | 40 mg",
        "Betazol | yes | (picture)",
    ]


def test_rows_know_the_header_of_their_own_table(tmp_path: Path) -> None:
    tables = "| Day | Opens |\n|-|-|\n| Mon | 9 |\n\n| | |\n|-|-|\n| Fee | none |\n\n| All |\n|-|\n"
    document = load_one(tmp_path, "a.md", f"# Hours\n\n{tables}")
    header, monday, fee, alone = document.blocks[1:]
    assert (header.kind, header.header) == (BlockKind.HEADER_ROW, None)
    assert (monday.kind, monday.header) == (BlockKind.FACT, 1)
    assert (fee.kind, fee.header) == (BlockKind.FACT, None)
    assert (alone.kind, alone.header) == (BlockKind.FACT, None)  # all that its table says


def test_rows_of_html_in_markdown_keep_their_cells_apart(tmp_path: Path) -> None:
    table = "<table><tr><td rowspan=2>Mon</td><td></td><td>b</td></tr><tr><td>c</td></tr></table>"
    document = load_one(tmp_path, "a.md", f"# Days\n\n{table}")
    assert texts(document)[1:] == ["Mon | – | b", "Mon | c"]
