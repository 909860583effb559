from datetime import date
from pathlib import Path

import pytest

from rag.documents import Author, BlockKind
from tests.rag.loaders.loading import block_with, load_one, skip_one, texts

PAGE = """<!doctype html><html lang="en-GB"><head><title>Facing Fear | Calm Mag</title>
<meta name="author" content="Ana Lee"><meta property="og:site_name" content="Calm Mag">
<meta property="article:published_time" content="2024-03-04T10:00:00Z">
<link rel="canonical" href="https://example.org/fear"><script>var secret = 1;</script></head>
<body><nav><a href="/">Home</a><a href="/blog">Blog</a></nav><article><h1>Facing Fear</h1>
<p>Exposure therapy helps people face what they avoid. It works for fear &amp; worry.</p>
<h2>How it works</h2><p>The steps of the method follow here, for every reader of this page:</p>
<ul><li>Make a <b>ladder</b>.</li><li>Climb it slowly.<ul><li>At home</li></ul></li></ul>
<table><tr><th>Step</th><th>Fear</th></tr><tr><td>Look at a photo</td><td>20</td></tr></table>
<p>Some more text with a <a href="/x">link</a> inside it, which makes the article long enough.</p>
</article><aside><h3>Related Articles</h3><ul><li><a href="/q">Ten tips for sleep</a></li></ul>
</aside><footer>Copyright 2024 Calm Mag</footer></body></html>"""


@pytest.mark.parametrize("name", ["fear.html", "fear.txt", "fear"])
def test_html_is_recognised_by_content(tmp_path: Path, name: str) -> None:
    assert load_one(tmp_path, name, PAGE).metadata.kind == "web-page"


def test_main_text_keeps_headings_lists_and_rows(tmp_path: Path) -> None:
    document = load_one(tmp_path, "fear.html", PAGE)
    assert texts(document, BlockKind.HEADING) == ["Facing Fear", "How it works"]
    assert texts(document, BlockKind.LIST_ITEM) == [
        "Make a ladder.",
        "Climb it slowly.",
        "At home",
    ]
    assert "Look at a photo | 20" in texts(document, BlockKind.FACT)
    assert block_with(document, "Make a ladder.").heading_path == ("Facing Fear", "How it works")


def test_the_site_and_its_scripts_are_left_out(tmp_path: Path) -> None:
    document = load_one(tmp_path, "fear.html", PAGE)
    for text in ("secret", "Home", "Ten tips", "Copyright"):
        assert text not in document.text


def test_metadata_is_what_the_page_states(tmp_path: Path) -> None:
    metadata = load_one(tmp_path, "fear.html", PAGE).metadata
    assert metadata.title == "Facing Fear"
    assert metadata.authors == (Author(family="Lee", given="Ana"),)
    assert metadata.published == date(2024, 3, 4)
    assert metadata.url == "https://example.org/fear"
    assert metadata.publisher == "Calm Mag"
    assert metadata.language == "en-GB"


def test_author_and_date_that_only_metadata_states_are_citable(tmp_path: Path) -> None:
    facts = texts(load_one(tmp_path, "fear.html", PAGE), BlockKind.FACT)
    assert facts[:2] == ["author: Ana Lee", "date: 2024-03-04"]


def test_page_without_text_is_reported(tmp_path: Path) -> None:
    page = "<!doctype html><html><body><script>app()</script><div id='app'></div></body></html>"
    assert skip_one(tmp_path, "app.html", page).reason == "empty"
