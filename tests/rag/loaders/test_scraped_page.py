from pathlib import Path

import pytest

from rag.documents import Author, BlockKind, Document
from rag.partial_date import PartialDate
from tests.rag.loaders.loading import block_with, load_one, sentences, skip_one, texts

LONG = (
    "Graded exposure is a method in which a person meets a feared situation step by step. "
    "It was developed in the 1950s and has changed little since then, apart from its theory. "
    "Today it is one of the best studied treatments, and therapists use it in many settings."
)
OTHER = (
    "People who drop their rituals early tend to do better in the long run, as trials found. "
    "Others improve more slowly, and some of them need more sessions than was planned for. "
    "The difference is small but has been found in three large studies with adult patients."
)
ARTICLE = "\n".join(
    [
        "Home",
        "Fear and worry",
        "Climbing the ladder of fear, one rung at a time, with a guide.",
        "Therapists can help people to climb, by planning each step with care.",
        "X Linkedin Facebook Reddit Email Bluesky",
        "Published by Ana Lee",
        "May 6, 2023 - 4 min Read",
        LONG,
        "Small steps teach more than brave leaps.",
        OTHER,
        "ADVERTISEMENT",
        LONG.replace("Graded", "Planned"),
        "Shared plans make hard steps bearable.",
        OTHER.replace("People", "Children"),
        "Related Articles",
        "Fear and worry",
        "A teaser about sleep hygiene for shift workers.",
        "May 1, 2023",
        "Fear and worry",
        "A teaser about peer mentors. It has two sentences.",
        "April 2, 2023",
    ]
)


@pytest.fixture
def article(tmp_path: Path) -> Document:
    return load_one(tmp_path, "ladder.txt", ARTICLE)


def test_title_is_the_line_between_section_and_standfirst(article: Document) -> None:
    assert article.metadata.title.startswith("Climbing the ladder")
    assert article.metadata.subject == "Fear and worry"
    assert texts(article)[1].startswith("Therapists can help")


def test_page_furniture_leaves_no_text(article: Document) -> None:
    for line in ("Home", "Linkedin", "ADVERTISEMENT", "Related Articles"):
        assert line not in article.text


def test_teasers_are_related_articles_and_never_text(article: Document) -> None:
    assert "teaser" not in article.text
    assert [related.title for related in article.metadata.related] == [
        "A teaser about sleep hygiene for shift workers.",
        "A teaser about peer mentors. It has two sentences.",
    ]


def test_byline_is_a_fact_and_metadata(article: Document) -> None:
    assert texts(article, BlockKind.FACT) == ["Published by Ana Lee\nMay 6, 2023 - 4 min Read"]
    assert article.metadata.authors == (Author(family="Lee", given="Ana"),)
    assert article.metadata.published == PartialDate(2023, 5, 6)
    assert article.metadata.kind == "magazine-article"


def test_short_sentences_between_long_paragraphs_are_headings(article: Document) -> None:
    assert texts(article, BlockKind.HEADING)[1:] == [
        "Small steps teach more than brave leaps.",
        "Shared plans make hard steps bearable.",
    ]
    assert block_with(article, OTHER).heading_path[-1] == "Small steps teach more than brave leaps."


def test_one_emphatic_sentence_between_long_paragraphs_stays_a_sentence(tmp_path: Path) -> None:
    document = load_one(
        tmp_path, "a.txt", f"On fear\nBy Ana Lee\n{LONG}\nNobody climbs alone.\n{OTHER}"
    )
    assert block_with(document, "Nobody climbs alone.").kind is BlockKind.PARAGRAPH


COURSE = "\n".join(
    [
        "Course Brief",
        "Rituals vs Habits – Can You Tell Them Apart? A two-hour class on telling rituals from "
        "habits in the consulting room. Rituals keep fear going. Habits do not, and save effort.",
        "Rituals vs Habits – Can You Tell Them Apart?",
        "For example:",
        "· A man who washes for an hour. · A woman who checks the door once.",
        "- CPD: 2 Hours",
        "- Mode: Online or on site.",
        "- Date: 3 May 2026",
        "This course comes with 2 CPD Hours.",
        "It is open to all.",
    ]
)


@pytest.fixture
def course(tmp_path: Path) -> Document:
    return load_one(tmp_path, "course.txt", COURSE)


def test_repeated_title_stands_once_and_apart_from_the_text_it_ran_into(course: Document) -> None:
    assert course.text.count("Can You Tell Them Apart?") == 1
    assert texts(course)[0] == "Rituals vs Habits – Can You Tell Them Apart?"
    assert sentences(course)[1].startswith("A two-hour class")


def test_list_inside_a_line_becomes_items(course: Document) -> None:
    assert texts(course, BlockKind.LIST_ITEM) == [
        "A man who washes for an hour.",
        "A woman who checks the door once.",
    ]


def test_labelled_values_are_facts(course: Document) -> None:
    assert texts(course, BlockKind.FACT) == [
        "CPD: 2 Hours",
        "Mode: Online or on site.",
        "Date: 3 May 2026",
    ]


def test_date_of_a_course_is_not_its_publication_date(course: Document) -> None:
    assert course.metadata.kind == "training-brief"
    assert course.metadata.published is None


def test_short_sentences_of_a_course_stay_sentences(course: Document) -> None:
    for text in ("For example:", "This course comes with 2 CPD Hours.", "It is open to all."):
        assert block_with(course, text).kind is BlockKind.PARAGRAPH


def test_title_that_is_the_subject_of_a_sentence_is_not_cut_from_it(tmp_path: Path) -> None:
    sentence = "Working with rituals is a one-day class for all who know the basics of our work."
    document = load_one(
        tmp_path,
        "a.txt",
        f"Event Details\nWorking with rituals\n{sentence} {LONG}\nTime: 10:00\nVenue: London",
    )
    assert document.metadata.title == "Working with rituals"
    assert sentence in sentences(document)


@pytest.mark.parametrize("heading", ["You may also like", "Read next", "More from Calm Mag"])
def test_tail_under_another_title_is_removed(tmp_path: Path, heading: str) -> None:
    document = load_one(
        tmp_path, "a.txt", f"On fear\nBy Ana Lee\n{LONG}\n{heading}\nTen Ways to Sleep\nOn Panic"
    )
    assert "Sleep" not in document.text


def test_genuine_section_called_related_articles_stays(tmp_path: Path) -> None:
    document = load_one(
        tmp_path, "a.txt", f"On fear\nBy Ana Lee\n{LONG}\nRelated Articles\n{OTHER}\nThe end."
    )
    assert block_with(document, OTHER).heading_path[-1] == "Related Articles"


def test_genuine_last_section_called_recommended_stays(tmp_path: Path) -> None:
    document = load_one(
        tmp_path, "a.txt", f"On fear\nBy Ana Lee\n{LONG}\nRecommended\nWe advise weekly sessions."
    )
    assert "We advise weekly sessions." in sentences(document)


def test_teasers_in_the_middle_are_cut_and_the_text_goes_on(tmp_path: Path) -> None:
    teasers = "Related Articles\nFear\nOn sleep.\nMay 1, 2023\nFear\nOn panic.\nMay 2, 2023"
    document = load_one(tmp_path, "a.txt", f"On fear\nBy Ana Lee\n{LONG}\n{teasers}\n{OTHER}")
    assert "On sleep." not in document.text
    assert OTHER in document.text


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies to improve your experience.",
        "Subscribe to our newsletter for monthly updates",
        "© 2024 Calm Mag. All rights reserved.",
        "12 Comments",
        "Share this article",
        "Leave a comment",
        "Advertisement",
        "Facebook Twitter Email",
        "Share on Facebook Tweet Pin it Email",
        "By clicking Accept you agree to our use of cookies",
        "Get our stories delivered straight to your inbox",
        "Copyright © Calm Mag Ltd and those who write for it, 2020 to 2024. All rights reserved.",
        "Photo: A. Lee / Getty Images",
        "Image credit: Ana Lee",
        "Tags: fear, worry",
        "Filed under Anxiety",
        "Scroll down to continue reading",
    ],
)
def test_furniture_of_other_sites_is_removed(tmp_path: Path, line: str) -> None:
    document = load_one(tmp_path, "a.txt", f"On fear\nBy Ana Lee\n{LONG}\n{line}\n{OTHER}")
    assert line not in document.text


@pytest.mark.parametrize(
    "line",
    [
        "Share your fears with a friend.",
        "Follow these steps",
        "Email is not therapy.",
        "By using a thought record, the person learns to describe the fear in concrete terms.",
        "By using a thought record, the person describes the fear in concrete terms",
        "Copyright law protects most anxiety questionnaires.",
        "(c) agree on a plan",
        "Tags help members of the group find the exercise of the week",
        "Tag the feeling with one word before you act on it",
        "Picture: a person on a bridge",
        "Image: see Figure 2",
        "Join the group and ask for updates on your progress each week",
        "Want to feel less anxious? Empty your inbox last, not first.",
        "Get used to leaving unread mail in the inbox",
        "Powered by fear, avoidance grows.",
        "Designed by Beck to measure how deep a depression is",
        "Continue below 20 mg for a week.",
        "We use cookies and milk in the exercise on sharing with small children.",
    ],
)
def test_sentences_that_begin_like_furniture_stay(tmp_path: Path, line: str) -> None:
    document = load_one(tmp_path, "a.txt", f"On fear\nBy Ana Lee\n{LONG}\n{line}\n{OTHER}")
    assert line in document.text


def test_breadcrumb_is_neither_title_nor_text(tmp_path: Path) -> None:
    document = load_one(
        tmp_path, "a.txt", f"You are here: Home » Fear\nFear: what helps\nBy Ana Lee\n{LONG}"
    )
    assert document.metadata.title == "Fear: what helps"
    assert "Home" not in document.text


def test_reviewer_is_no_author(tmp_path: Path) -> None:
    lines = f"On fear\nMedically reviewed by Jo Fox, MD\nWritten by Ana Lee\n{LONG}"
    document = load_one(tmp_path, "a.txt", lines)
    assert document.metadata.authors == (Author(family="Lee", given="Ana"),)
    assert texts(document, BlockKind.FACT) == [
        "Medically reviewed by Jo Fox, MD\nWritten by Ana Lee"
    ]


def test_name_alone_above_a_date_is_the_author(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.txt", f"On fear\nAna Lee\nMay 6, 2023\n{LONG}")
    assert document.metadata.authors == (Author(family="Lee", given="Ana"),)


@pytest.mark.parametrize("items", [["dizziness", "sweating"], ["Dizziness", "Sweating"]])
def test_short_lines_after_a_colon_are_items(tmp_path: Path, items: list[str]) -> None:
    document = load_one(
        tmp_path,
        "a.txt",
        f"On fear\nBy Ana Lee\n{LONG}\nSigns are:\n{items[0]}\n{items[1]}\n{OTHER}",
    )
    assert texts(document, BlockKind.LIST_ITEM) == items


def test_magazine_article_that_names_a_course_is_an_article(tmp_path: Path) -> None:
    facts = "- Duration: 6 weeks\n- Cost: £45\n- Location: Leeds"
    document = load_one(tmp_path, "a.txt", f"{ARTICLE.partition('Related')[0]}\n{facts}")
    assert document.metadata.kind == "magazine-article"


def test_page_of_furniture_alone_is_reported(tmp_path: Path) -> None:
    notice = "This website uses cookies to improve your experience" + ", and more" * 10
    page = f"Home\nADVERTISEMENT\nShare this article\n{notice}\n12 Comments"
    assert skip_one(tmp_path, "a.txt", page).reason == "empty"


def test_heading_after_items_in_small_letters_is_a_heading(tmp_path: Path) -> None:
    document = load_one(
        tmp_path,
        "a.txt",
        f"On fear\nBy Ana Lee\n{LONG}\nSigns are:\ndizziness\nsweating\nTreatment\n{OTHER}",
    )
    assert texts(document, BlockKind.HEADING) == ["On fear", "Treatment"]


def test_date_deep_in_the_text_is_not_the_publication_date(tmp_path: Path) -> None:
    lines = "\n".join([f"On fear\nBy Ana Lee\n{LONG}", *[OTHER] * 20, "March 3, 1947", LONG])
    assert load_one(tmp_path, "a.txt", lines).metadata.published is None


def test_title_with_the_name_of_the_site_is_kept_when_it_is_the_only_one(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.txt", f"Facing fear | Calm Mag\nBy Ana Lee\n{LONG}")
    assert document.metadata.title == "Facing fear | Calm Mag"
