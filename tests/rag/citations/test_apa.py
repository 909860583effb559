"""Expected texts follow the rules and sample references of the APA manual, 7th edition."""

import pytest

from rag.citations.apa import (
    Reference,
    author_list,
    in_text_citation,
    quoted_text,
    reference_text,
    references,
)
from rag.citations.markdown import MARKDOWN
from rag.citations.quotation import CslItem, Quotation
from tests.rag.citations.csl_items import item


def shown(found: CslItem) -> str:
    (reference,) = references([found])
    return reference_text(reference)


def quote(
    text: str,
    source: CslItem,
    *,
    section: str = "",
    page: int | None = None,
    paragraph: int | None = None,
) -> Quotation:
    return Quotation(text, source, section, page, paragraph, None, "/sources/x")


def in_text(source: CslItem, **place: object) -> str:
    quotation = quote("Cats sleep.", source, **place)  # type: ignore[arg-type]
    return in_text_citation(quotation, Reference(source))


def test_a_magazine_article_names_author_day_title_magazine_and_address() -> None:
    # Like example 15 of chapter 10: the magazine is italic, the title is not.
    source = item(
        "What we know about sleep",
        authors=("Schaefer, Nora Kay", "Shapiro, Ben"),
        issued=(2019, 9, 6),
        kind="article-magazine",
        **{"container-title": "Magazine", "URL": "https://mag.example/a"},
    )
    assert shown(source) == (
        "Schaefer, N. K., & Shapiro, B. (2019, September 6). What we know about sleep. "
        "Magazine. https://mag.example/a"
    )
    (reference,) = references([source])
    assert reference_text(reference, MARKDOWN) == (
        "Schaefer, N. K., & Shapiro, B. (2019, September 6). What we know about sleep. "
        "*Magazine*. <https://mag.example/a>"
    )


def test_a_web_page_of_an_organisation_is_italic_and_its_site_is_not_named_twice() -> None:
    # Like example 111: the site is left out when it is the author.
    source = item(
        "The top 10 causes of death",
        authors=("World Health Organization",),
        issued=(2018, 5, 24),
        **{"container-title": "World Health Organization", "URL": "https://who.example/10"},
    )
    (reference,) = references([source])
    assert reference_text(reference, MARKDOWN) == (
        "World Health Organization. (2018, May 24). *The top 10 causes of death*. "
        "<https://who.example/10>"
    )


def test_the_publisher_of_a_book_is_named_unless_it_is_the_author() -> None:
    book = item("Cats", authors=("Fox, Jo",), issued=(2020,), kind="book", publisher="Cat Press")
    assert shown(book) == "Fox, J. (2020). Cats. Cat Press."
    own = item("Cats", authors=("Cat Press",), issued=(2020,), kind="book", publisher="Cat Press")
    assert shown(own) == "Cat Press. (2020). Cats."


def test_without_an_author_the_title_comes_first_and_without_a_date_it_says_so() -> None:
    assert shown(item("Safety and coping")) == "Safety and coping. (n.d.)."
    assert in_text(item("Safety and coping")) == "(“Safety and coping,” n.d.)"


def test_a_title_that_ends_in_quotation_marks_has_one_full_stop() -> None:
    assert shown(item("Fear “quoted.”")) == "Fear “quoted.” (n.d.)."
    assert shown(item("Fear “quoted”")) == "Fear “quoted”. (n.d.)."
    assert shown(item("Fear “quoted.”", authors=("Cats Org",))) == (
        "Cats Org. (n.d.). Fear “quoted.”"
    )


def test_a_question_mark_ends_a_title_and_a_description_comes_before_the_full_stop() -> None:
    assert shown(item("Do cats sleep?", authors=("Cats Org",))) == (
        "Cats Org. (n.d.). Do cats sleep?"
    )
    described = item("Do cats sleep?", authors=("Cats Org",), genre="Training brief")
    assert shown(described) == "Cats Org. (n.d.). Do cats sleep? [Training brief]."


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (("Green, Scott",), "Green, S."),
        (("Sartre, Jean-Paul",), "Sartre, J.-P."),
        (("van der Berg, Anna Maria",), "van der Berg, A. M."),
        (("Müller, Zoë", "Lee, K."), "Müller, Z., & Lee, K."),
        (("Fox, A", "Lee, B", "Kay, C"), "Fox, A., Lee, B., & Kay, C."),
        (("Tolkien, J.R.R.", "Beck, A.T."), "Tolkien, J. R. R., & Beck, A. T."),
        (("Sartre, J.-P.",), "Sartre, J.-P."),
        (("村上, 春樹", "Lee, K."), "村上 春樹, & Lee, K."),
        (("村上 春樹",), "村上 春樹"),
        (("WHO",), "WHO"),
    ],
)
def test_authors_are_inverted_with_initials(authors: tuple[str, ...], expected: str) -> None:
    assert author_list(item(authors=authors)["author"]) == expected


def test_a_suffix_follows_the_initials() -> None:
    king = {"family": "King", "given": "Martin Luther", "suffix": "Jr."}
    assert author_list([king, {"family": "Fox", "given": "Jo"}]) == "King, M. L., Jr., & Fox, J."
    assert in_text(item() | {"author": [king]}) == "(King, n.d.)"


def test_authors_whom_the_source_does_not_name_are_et_al() -> None:
    fox = item(authors=("Fox, Jo", "others"))
    assert shown(fox) == "Fox, J., et al. (n.d.). On Cats."
    assert in_text(fox) == "(Fox et al., n.d.)"
    assert shown(item(authors=("others",))) == "others. (n.d.). On Cats."  # a name of its own


def test_twenty_authors_are_all_named_and_of_more_the_first_nineteen_and_the_last() -> None:
    twenty = item(authors=tuple(f"A{n}, B" for n in range(20)))["author"]
    assert author_list(twenty).count(" B.") == 20
    assert author_list(twenty).endswith(", & A19, B.")
    more = item(authors=tuple(f"A{n}, B" for n in range(25)))["author"]
    assert author_list(more).endswith("A18, B., . . . A24, B.")
    assert author_list(more).count(" B.") == 20


def test_the_list_is_alphabetical_and_a_leading_article_does_not_count() -> None:
    listed = references(
        [
            item("Zebras"),
            item("The bee"),
            item("On cats", authors=("Álvarez, Ana",)),
            item("On dogs", authors=("Baker, Jo",), issued=(2020,)),
            item("On birds", authors=("Baker, Jo",)),
            item("On apes", authors=("Baker, Jo",), issued=(2019, 5)),
        ]
    )
    titles = [reference.item["title"] for reference in listed]
    assert titles == ["On cats", "On birds", "On apes", "On dogs", "The bee", "Zebras"]


def test_works_of_one_author_and_year_get_letters_in_text_and_list() -> None:
    works = [
        item("What do cats eat?", authors=("QuickTakes",), issued=(2024, 11, 27)),
        item("How do cats sleep?", authors=("QuickTakes",), issued=(2024, 11, 27)),
        item("Cats in autumn", authors=("QuickTakes",), issued=(2024, 12, 1)),
    ]
    listed = references(works)
    assert [reference_text(reference) for reference in listed] == [
        "QuickTakes. (2024a, November 27). How do cats sleep?",
        "QuickTakes. (2024b, November 27). What do cats eat?",
        "QuickTakes. (2024c, December 1). Cats in autumn.",
    ]
    assert in_text_citation(quote("x", works[0]), listed[1]) == "(QuickTakes, 2024b)"


def test_works_of_one_author_without_dates_get_letters_after_a_hyphen() -> None:
    works = [item("B", authors=("Cats Org",)), item("A", authors=("Cats Org",))]
    assert [reference_text(reference) for reference in references(works)] == [
        "Cats Org. (n.d.-a). A.",
        "Cats Org. (n.d.-b). B.",
    ]


def test_a_source_is_listed_once() -> None:
    assert len(references([item("A"), item("A"), item("B")])) == 2


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (("Green, Scott",), "(Green, 2025)"),
        (("Green, Scott", "Lee, Kim"), "(Green & Lee, 2025)"),
        (("Green, Scott", "Lee, Kim", "Fox, Jo"), "(Green et al., 2025)"),
        (("World Health Organization",), "(World Health Organization, 2025)"),
    ],
)
def test_one_two_or_more_authors_in_the_text(authors: tuple[str, ...], expected: str) -> None:
    assert in_text(item(authors=authors, issued=(2025, 7, 28))) == expected


def test_a_place_is_a_page_else_a_section_else_a_paragraph() -> None:
    green = item(authors=("Green, Scott",), issued=(2025,))
    assert in_text(green, page=4, section="Aims", paragraph=2) == "(Green, 2025, p. 4)"
    assert in_text(green, section="Aims", paragraph=2) == "(Green, 2025, Aims section)"
    assert in_text(green, paragraph=2) == "(Green, 2025, para. 2)"
    long = "Collaborative pacing preserves autonomy while safeguarding safety."
    assert in_text(green, section=long) == (
        "(Green, 2025, “Collaborative pacing preserves autonomy” section)"
    )


def test_a_long_title_in_place_of_an_author_is_shortened() -> None:
    title = "Safety Behaviours vs Coping Strategies – Do You Really Know the Difference?"
    assert in_text(item(title)) == "(“Safety Behaviours vs Coping Strategies,” n.d.)"
    article = item(title, kind="article-magazine")
    assert in_text(article) == "(“Safety Behaviours vs Coping Strategies,” n.d.)"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Guidance on homework for primary schools", "Guidance on homework"),
        ("The risks and the benefits of exposure", "The risks"),
        ("Sleep, food, play, and the rest of life", "Sleep, food, play"),
        ("St. John's wort for low mood in adults", "St. John's wort"),
        ("U.S. guideline on sleep in childhood", "U.S. guideline on sleep"),
        ("Anxiety at 10:30", "Anxiety at 10:30"),
        ("Sleep: a guide", "Sleep"),
        ("Do cats sleep? A study of many of them", "Do cats sleep"),
        ("Well-being - a review", "Well-being"),
        ("Of the and to for", "Of the and to for"),  # five words are few
        ("Of the and to for in", "Of"),
    ],
)
def test_a_shortened_title_ends_with_a_word_of_its_own(title: str, short: str) -> None:
    assert in_text(item(title)) == f"(“{short},” n.d.)"


def test_a_title_in_place_of_an_author_is_in_italics_where_there_are_any() -> None:
    cats = item("Cats by day")
    assert in_text_citation(quote("x", cats), Reference(cats), MARKDOWN) == "(*Cats by day*, n.d.)"


def test_a_short_quote_runs_in_and_its_full_stop_comes_after_the_citation() -> None:
    green = item(authors=("Green, Scott",), issued=(2025,))
    reference = Reference(green)
    assert quoted_text(quote("Cats sleep.", green, page=4), reference) == (
        "“Cats sleep” (Green, 2025, p. 4)."
    )
    assert quoted_text(quote("Do cats sleep?", green, page=4), reference) == (
        "“Do cats sleep?” (Green, 2025, p. 4)."
    )
    assert quoted_text(quote("Cats sleep...", green), reference) == "“Cats sleep...” (Green, 2025)."


def test_forty_words_make_a_block_without_quotation_marks() -> None:
    green = item(authors=("Green, Scott",), issued=(2025,))
    words = " ".join(["cat"] * 39)
    assert quoted_text(quote(f"{words} x.", green, page=4), Reference(green)) == (
        f"    {words} x. (Green, 2025, p. 4)"
    )
    assert quoted_text(quote(words, green), Reference(green)).startswith("“cat")
