from pathlib import Path

import pytest

from rag.documents import Author, BlockKind
from rag.partial_date import PartialDate
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

# No main, no article: headings and lists stand in the body, the site around them.
BARE_PAGE = """<!doctype html><html><head><title>Homework | Quiet Schools</title></head><body>
<header><a href="/">Quiet Schools</a><p>The charity for schools without noise, since 1999.</p>
<div class="menu"><ul><li><a href="/n">News</a></li><li><a href="/s">Sleep</a></li></ul></div>
</header><div id="mainmenu"><ul><li><a href="/a">Our aims</a></li><li><a href="/t">Us</a></li></ul>
</div>
<div class="cookie-banner"><h2>Your privacy</h2><p>We use cookies to give you the best.</p></div>
<div class="page"><h1>Homework</h1><p>Schools set homework from year 3 onwards, and not before.</p>
<h2>When it is not set</h2><p>No homework is set for holidays. A pupil who was
absent for a week has three days without any, and speaks with the teacher before the first.</p>
<h2>Steps for schools</h2><ol><li>Write a policy.</li><li>Consult the parents.</li></ol>
<h2>What to bring</h2><ul><li>A pen</li><li>A ruler</li></ul>
<table><tr><th>Year</th><th>Minutes</th></tr><tr><td>Year 3</td><td>30</td></tr></table>
<p>Every school tells the parents in September how much is set, and on which days it is due.</p>
</div><aside><h3>Related Articles</h3><ul><li><a href="/q">Ten tips for sleep</a></li></ul></aside>
<footer><p>Quiet Schools is a charity registered in Kent.</p></footer></body></html>"""


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


def test_a_page_without_a_main_part_keeps_headings_lists_and_rows(tmp_path: Path) -> None:
    document = load_one(tmp_path, "homework.html", BARE_PAGE)
    assert texts(document) == [
        "Homework",
        "Schools set homework from year 3 onwards, and not before.",
        "When it is not set",
        "No homework is set for holidays. A pupil who was absent for a week has three days without "
        "any, and speaks with the teacher before the first.",
        "Steps for schools",
        "Write a policy.",
        "Consult the parents.",
        "What to bring",
        "A pen",
        "A ruler",
        "Year | Minutes",
        "Year 3 | 30",
        "Every school tells the parents in September how much is set, and on which days it is due.",
    ]
    assert block_with(document, "Consult the parents.").heading_path[-1] == "Steps for schools"


def test_a_fragment_of_a_page_keeps_its_headings(tmp_path: Path) -> None:
    page = (
        "<h2>When it is not set</h2><p>No homework is set for holidays.</p><ul><li>Rest</li></ul>"
    )
    document = load_one(tmp_path, "homework.html", page)
    assert texts(document, BlockKind.HEADING) == ["When it is not set"]
    assert texts(document, BlockKind.LIST_ITEM) == ["Rest"]


def test_a_main_part_that_only_its_name_tells_is_enough(tmp_path: Path) -> None:
    page = PAGE.replace("<article>", '<p>Not of the text.</p><div id="main">')
    document = load_one(tmp_path, "fear.html", page.replace("</article>", "</div>"))
    assert texts(document, BlockKind.HEADING) == ["Facing Fear", "How it works"]
    assert "Not of the text." not in document.text


def test_metadata_is_what_the_page_states(tmp_path: Path) -> None:
    metadata = load_one(tmp_path, "fear.html", PAGE).metadata
    assert metadata.title == "Facing Fear"
    assert metadata.authors == (Author(family="Lee", given="Ana"),)
    assert metadata.published == PartialDate(2024, 3, 4)
    assert metadata.url == "https://example.org/fear"
    assert metadata.publisher == "Calm Mag"
    assert metadata.language == "en-GB"


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (
            '<meta name="author" content="Royal College of Psychiatrists">',
            (Author(literal="Royal College of Psychiatrists"),),
        ),
        ('<meta name="Author" content="NICE">', (Author(literal="NICE"),)),
        (
            '<meta name="DC.creator" content="Ministry of Schools">',
            (Author(literal="Ministry of Schools"),),
        ),
        (
            '<meta name="citation_author" content="Fox, Jo"><meta name="author" content="Wiley">'
            '<meta name="citation_author" content="Lee, Ana">',
            (Author(family="Fox", given="Jo"), Author(family="Lee", given="Ana")),
        ),
        (
            '<meta property="article:author" content="https://example.org/ana">'
            '<meta name="author" content="admin">',
            (),
        ),
    ],
)
def test_authors_are_those_that_the_head_states(
    tmp_path: Path, head: str, authors: tuple[Author, ...]
) -> None:
    page = PAGE.replace('<meta name="author" content="Ana Lee">', head)
    assert load_one(tmp_path, "fear.html", page).metadata.authors == authors


def test_an_author_that_only_the_text_names_is_found(tmp_path: Path) -> None:
    page = PAGE.replace('<meta name="author" content="Ana Lee">', "").replace(
        "</h1>", '</h1><p class="author">Ana Lee</p>'
    )
    (author,) = load_one(tmp_path, "fear.html", page).metadata.authors
    assert author == Author(family="Lee", given="Ana")


def test_author_and_date_that_only_metadata_states_are_citable(tmp_path: Path) -> None:
    facts = texts(load_one(tmp_path, "fear.html", PAGE), BlockKind.FACT)
    assert facts[:2] == ["author: Ana Lee", "date: 2024-03-04"]


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="date" content="March 2021">',
        '<meta name="citation_publication_date" content="2021/03"><meta name="date" content="2">',
    ],
)
def test_a_date_is_as_precise_as_the_head_states_it(tmp_path: Path, head: str) -> None:
    page = PAGE.replace(
        '<meta property="article:published_time" content="2024-03-04T10:00:00Z">', head
    )
    document = load_one(tmp_path, "fear.html", page)
    assert document.metadata.published == PartialDate(2021, 3)
    assert "date: 2021-03" in texts(document, BlockKind.FACT)


def test_page_without_text_is_reported(tmp_path: Path) -> None:
    page = "<!doctype html><html><body><script>app()</script><div id='app'></div></body></html>"
    assert skip_one(tmp_path, "app.html", page).reason == "empty"


def article(html: str) -> str:
    """A page with `html` in the midst of two paragraphs that make it long enough."""
    before = "Exposure therapy helps people face what they avoid, step by step, with a guide."
    after = "It works for fear and for worry, and most people find that it takes a few weeks."
    return (
        "<!doctype html><html><head><title>Fear</title></head><body><article><h1>Fear</h1>"
        f"<p>{before * 3}</p>{html}<p>{after * 3}</p></article></body></html>"
    )


def between(tmp_path: Path, html: str) -> list[str]:
    """What `article` gives for `html`."""
    return texts(load_one(tmp_path, "a.html", article(html)))[2:-1]


INLINE = [
    ("held on <time>12 May 2026</time> in town", "held on 12 May 2026 in town"),
    ("makes <output>5</output> and <label>so on</label>", "makes 5 and so on"),
    ("so <math><mi>x</mi><mo>&lt;</mo><mn>5</mn></math> holds", "so x<5 holds"),
    ('so <math alttext="a + b"><mi>a</mi></math> holds', "so a + b holds"),
    ("at <del>£50</del> <s>£40</s> £30", "at £30"),
    ("of 10<sup>6</sup> m<sup>-3</sup> CO<sub>2</sub>", "of 10⁶ m⁻³ CO₂"),
    ("on the 21<sup>st</sup> day", "on the 21st day"),
    ('was shown<sup id="r1"><a href="#fn1">[1]</a></sup>.', "was shown."),
    ('was shown<a href="#fn1"><sup>1</sup></a>.', "was shown."),
    ("said <q>no, <q>never</q></q>", "said “no, ‘never’”"),
    ("call (<code>foo()</code>) or pre<code>fix</code>ed", "call (foo()) or prefixed"),
    ("a <x-word>strange</x-word> <x-word>thing</x-word>", "a strange thing"),
    ("in<b>ter</b>national, 5<br>10 mg", "international, 5 10 mg"),
]
PLACES = [
    "<p>{}</p>",
    "<ul><li>{}</li><li>Two</li></ul>",
    "<table><tr><td>{}</td></tr></table>",
    "<blockquote>{}</blockquote>",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("html", "text"), INLINE)
def test_sentence_reads_as_it_is_shown(tmp_path: Path, html: str, text: str, place: str) -> None:
    assert between(tmp_path, place.format(f"It is {html}"))[0] == f"It is {text}"


def test_day_that_a_time_states_for_machines_stays_the_page_s_date(tmp_path: Path) -> None:
    page = article('<p class="entry-date">On <time datetime="2024-03-04">4 March</time></p>')
    document = load_one(tmp_path, "a.html", page)
    assert document.metadata.published == PartialDate(2024, 3, 4)
    assert "On 4 March" in texts(document)


def test_caption_of_a_picture_is_kept(tmp_path: Path) -> None:
    figure = (
        '<figure><img src="a.png" alt="A"><figcaption>The ladder of fear.</figcaption></figure>'
    )
    assert between(tmp_path, figure) == ["The ladder of fear."]


def test_label_of_a_form_is_no_text(tmp_path: Path) -> None:
    form = '<form><label for="a">Your name</label><input id="a"></form>'
    assert between(tmp_path, form) == []


def test_what_follows_a_box_that_opens_is_not_filed_under_its_summary(tmp_path: Path) -> None:
    box = "<h2>Steps</h2><details><summary>What is it?</summary><p>A ladder.</p></details>"
    inner = "<details><summary>Why?</summary><p>For a <b>reason</b>.</p></details>"
    page = article(box + box.replace("</details>", inner + "<p>So be it.</p></details>"))
    document = load_one(tmp_path, "a.html", page.replace("What is it?", "What?", 1))
    assert block_with(document, "For a reason.").heading_path == (
        "Fear",
        "Steps",
        "What is it?",
        "Why?",
    )
    assert block_with(document, "So be it.").heading_path == ("Fear", "Steps", "What is it?")
    assert document.blocks[-1].heading_path == ("Fear", "Steps")


def test_words_stay_apart_around_a_list_in_an_item(tmp_path: Path) -> None:
    items = "<ul><li>Before<ul><li>In<i>side</i></li></ul>after.</li></ul>"
    assert between(tmp_path, items) == ["Before after.", "Inside"]


def test_text_that_stands_in_a_box_without_a_paragraph_is_kept(tmp_path: Path) -> None:
    box = "<details><summary>What is it?</summary>A <b>ladder</b>.</details>"
    assert between(tmp_path, box) == ["What is it?", "A ladder."]


def test_list_in_a_cell_is_kept(tmp_path: Path) -> None:
    table = "<table><tr><td>Steps<ul><li>look</li><li>go</li></ul></td><td>B</td></tr></table>"
    assert between(tmp_path, table) == ["Steps look go | B"]


def test_words_stay_apart_around_code_in_an_item(tmp_path: Path) -> None:
    items = "<ul><li>Run:<pre><code>x = {1}\ny</code></pre>and see.</li></ul>"
    assert between(tmp_path, items) == ["Run: x = {1} y and see."]


def test_value_stays_below_its_heading(tmp_path: Path) -> None:
    table = (
        "<table><thead><tr><th></th><th>Dose</th><th>Most</th><th>Note</th></tr></thead><tbody>"
        "<tr><td rowspan=2>Alpha<b>zol</b></td><td></td><td>40 mg</td><td></td></tr>"
        "<tr><td>5 mg</td><td></td><td rowspan=9>at night</td></tr><tr></tr>"
        '<tr><td colspan=2>Betazol</td><td><img alt="none"></td></tr></tbody></table>'
    )
    assert between(tmp_path, table) == [
        "– | Dose | Most | Note",
        "Alphazol | – | 40 mg",
        "Alphazol | 5 mg | – | at night",
        "Betazol | none | at night",
    ]


def test_the_row_above_that_names_the_columns_is_the_header_of_a_row(tmp_path: Path) -> None:
    table = (
        "<table><caption>Hours</caption><thead><tr><td>Day<td>Opens</tr></thead>"
        "<tr><th>Mon<td>9</tr><tr><th colspan=2>At weekends</tr><tr><th>Sat<td>10</tr>"
        "<tr><th>Day<th>Closes</tr><tr><td>Mon<td>17</tr></table><table><tr><td>a<td>b</tr></table>"
    )
    document = load_one(tmp_path, "a.html", article(table))
    shown = {}
    for block in document.blocks:
        if block.kind in {BlockKind.FACT, BlockKind.HEADER_ROW}:
            header = block.header
            names = None if header is None else document.blocks[header].span.of(document.text)
            shown[block.span.of(document.text)] = (block.kind.value, names)
    assert shown == {
        "Hours": ("fact", None),
        "Day | Opens": ("header_row", None),
        "Mon | 9": ("fact", "Day | Opens"),
        "At weekends": ("header_row", None),
        "Sat | 10": ("fact", "Day | Opens"),
        "Day | Closes": ("header_row", None),
        "Mon | 17": ("fact", "Day | Closes"),
        "a | b": ("fact", None),
    }


def test_a_term_and_its_value_are_one_fact(tmp_path: Path) -> None:
    terms = (
        "<dl><dt>Speaker<dd>Dr. Ana Lee<dt>Price:<dd>10 pounds</dd><dd>5 pounds for members"
        "<dt>Is it safe?<dd>Yes, it is.<dt>Ladder<dd>A list of fears. It has steps.<dt>Fear</dl>"
    )
    document = load_one(tmp_path, "a.html", article(terms))
    assert texts(document, BlockKind.FACT) == [
        "Speaker: Dr. Ana Lee",
        "Price: 10 pounds",
        "Price: 5 pounds for members",
    ]
    assert texts(document, BlockKind.LIST_ITEM) == [
        "Is it safe?",
        "Yes, it is.",
        "Ladder",
        "A list of fears. It has steps.",
        "Fear",
    ]


def test_cells_that_ask_to_be_repeated_without_end_are_reported(tmp_path: Path) -> None:
    row = "<tr>" + "<td rowspan=65534>x</td>" * 2000 + "</tr>"
    page = article(f"<table>{row}{'<tr>' * 2000}</table>")
    skipped = skip_one(tmp_path, "a.html", page)
    assert skipped.reason == "too large"
    assert "merged over rows" in skipped.detail


def test_words_of_menus_stay_as_headings_and_items_of_the_main_text(tmp_path: Path) -> None:
    sentence = "By using a thought record, the person learns to tell the fear in concrete terms."
    page = PAGE.replace(
        "<h2>How it works</h2>",
        f"<p>{sentence}</p><p>Tags: fear and worry.</p><p>Advertisement</p><h2>Help</h2>",
    ).replace("<li>At home</li>", "<li>Accept</li>")
    document = load_one(tmp_path, "fear.html", page)
    assert "Help" in texts(document, BlockKind.HEADING)
    assert "Accept" in texts(document, BlockKind.LIST_ITEM)
    assert {sentence, "Tags: fear and worry."} <= set(texts(document, BlockKind.PARAGRAPH))
    assert "Advertisement" not in document.text
