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
    assert texts(document, BlockKind.FACT) == ["Step | Fear", "Look | 20"]
    assert "Inside a box ." in " ".join(texts(document)).replace("box.", "box .")
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
