import pytest
from markdown_it import MarkdownIt

from rag.citations.markdown import block_quote, escaped, italic

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![x](y)",
    "*not* __bold__ `code` ~~gone~~ a | b",
    "# no heading",
    "- no item",
    "+ no item",
    "12. no number",
    "3) no number",
    "> no quote",
    "&lt; &amp; &#35;",
    "a\\*b",
    "x\n===",
    "$x$ and $$y$$",
    "https://x.example/_a_",
    "\u202egnitset\u200b🌱 cafe\u0301",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_the_characters_of_the_text_and_nothing_else(text: str) -> None:
    (open_, inline, close) = MarkdownIt("commonmark").parse(escaped(text))
    assert (open_.type, close.type) == ("paragraph_open", "paragraph_close")
    kinds = {child.type for child in inline.children or ()}
    assert kinds <= {"text", "text_special", "softbreak"}
    assert "".join(child.content or "\n" for child in inline.children or ()) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_block_quote_holds_the_text_alone(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(block_quote(text))
    assert [token.type for token in tokens] == [
        "blockquote_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "blockquote_close",
    ]
    shown = tokens[2].children or []
    assert "".join(child.content or "\n" for child in shown) == text


def test_italics_hold_stars_of_the_text() -> None:
    html = MarkdownIt("commonmark").renderInline(italic("A * B"))
    assert html == "<em>A * B</em>"
