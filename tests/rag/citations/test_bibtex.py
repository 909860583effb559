"""Expected entries follow BibTeX's own rules, written by hand."""

import pytest

from rag.citations.bibtex import bibtex, escaped
from tests.rag.citations.csl_items import item


def test_an_article_with_everything() -> None:
    source = item(
        "Tailoring exposure",
        authors=("Green, Scott", "World Health Org"),
        issued=(2025, 7, 28),
        kind="article-magazine",
        **{
            "container-title": "Mind & Body",
            "URL": "https://mag.example/a_b?x=1&y=50%25#z",
            "accessed": {"date-parts": [[2026, 1, 2]]},
        },
    )
    assert bibtex([source]) == (
        "@article{green2025tailoring,\n"
        "  author = {Green, Scott and {World Health Org}},\n"
        "  title = {Tailoring exposure},\n"
        "  journal = {Mind \\& Body},\n"
        "  year = {2025},\n"
        "  month = jul,\n"
        "  day = {28},\n"
        "  url = {https://mag.example/a_b?x=1&y=50%25#z},\n"
        "  urldate = {2026-01-02}\n"
        "}\n"
    )


def test_a_source_without_author_and_date_has_neither_field() -> None:
    assert bibtex([item("What is a cat?")]) == "@misc{cat,\n  title = {What is a cat?}\n}\n"


@pytest.mark.parametrize("kind", ["article-magazine", "article-journal", "book", "report"])
def test_what_lacks_the_field_that_its_type_requires_is_misc(kind: str) -> None:
    assert bibtex([item("Tailoring exposure", kind=kind)]).startswith("@misc{tailoring,")
    field = "container-title" if kind.startswith("article") else "publisher"
    named = bibtex([item("Tailoring exposure", kind=kind) | {field: "Mind & Co"}])
    assert not named.startswith("@misc")
    assert r"= {Mind \& Co}" in named


def test_an_organisation_alone_stands_in_two_pairs_of_braces() -> None:
    assert "author = {{World Health Organization}}," in bibtex(
        [item(authors=("World Health Organization",))]
    )


def test_names_that_bibtex_would_take_apart_are_kept_together() -> None:
    assert "author = {{Fox and Lee}, A.}," in bibtex([item(authors=("Fox and Lee, A.",))])
    assert "author = {{Fox, Lee and Sons}}," in bibtex(
        [item() | {"author": [{"literal": "Fox, Lee and Sons"}]}]
    )


def test_a_suffix_and_others_stand_where_bibtex_reads_them() -> None:
    king = {"family": "King", "given": "Martin Luther", "suffix": "Jr."}
    assert "author = {King, Jr., Martin Luther and others}," in bibtex(
        [item() | {"author": [king, {"literal": "others"}]}]
    )


def test_words_with_inner_capitals_keep_them() -> None:
    assert "title = {How {CBT} and {iPhones} help}" in bibtex([item("How CBT and iPhones help")])


def test_a_word_that_begins_with_a_sign_keeps_its_capitals_too() -> None:
    # BibTeXing, section 4: a brace with a backslash right behind it is no brace that protects.
    made = bibtex([item("What #MeToo and R&D did")])
    assert r"title = {What {{\#MeToo}} and {R\&D} did}" in made


def test_every_sign_in_names_is_escaped() -> None:
    fox = {"family": "Fox_~^", "given": "J{o}", "suffix": "50%"}
    made = bibtex([item() | {"author": [fox, {"literal": "A & B #1 $\\ Zoë"}]}])
    assert (
        r"author = {Fox\_\textasciitilde{}\textasciicircum{}, 50\%, "
        r"J\textbraceleft{}o\textbraceright{} and {A \& B \#1 \$\textbackslash{} Zoë}},"
    ) in made


def test_every_sign_of_tex_is_escaped_and_accents_stay() -> None:
    assert escaped("50% of A & B_c, $5 #1 ~x^2") == (
        r"50\% of A \& B\_c, \$5 \#1 \textasciitilde{}x\textasciicircum{}2"
    )
    assert escaped(r"a\b") == r"a\textbackslash{}b"
    assert escaped("Zoë Müller, 東京") == "Zoë Müller, 東京"
    assert escaped("two\nlines") == "two lines"


def test_braces_of_a_title_stay_balanced_for_bibtex() -> None:
    text = bibtex([item("An unclosed { and } } here")])
    assert r"\textbraceleft{}" in text
    assert text.count("{") == text.count("}")


def test_an_address_cannot_leave_its_field() -> None:
    source = item(URL="https://x.example/a}b{c\\", accessed={"date-parts": [[2026, 1, 2]]})
    assert "url = {https://x.example/a%7Db%7Bc%5C}" in bibtex([source])


def test_keys_are_plain_and_unique() -> None:
    works = [
        item("The effect of cats", authors=("Müller, Zoë",), issued=(2024,), id="1"),
        item("Effect of dogs", authors=("Müller, Zoë",), issued=(2024,), id="2"),
        item("Effect of bees", authors=("Müller, Zoë",), issued=(2024,), id="3"),
        item("東京", id="4"),
        item("大阪", id="5"),
    ]
    keys = [line[6:-1] for line in bibtex(works).split("\n") if line.startswith("@")]
    assert keys == [
        "muller2024effect",
        "muller2024effect-2",
        "muller2024effect-3",
        "source",
        "source-2",
    ]


def test_a_source_cited_twice_has_one_entry_and_no_source_none() -> None:
    assert bibtex([item("A cat"), item("A cat")]).count("@misc") == 1
    assert bibtex([]) == ""
