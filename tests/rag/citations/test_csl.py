from dataclasses import replace
from datetime import date

import pytest

from rag.citations.csl import csl_item
from rag.citations.web_address import is_web_address
from rag.documents import OTHERS, Author, DocumentMetadata
from rag.partial_date import PartialDate
from tests.rag.seeds_engine import seeds_engine

# Of https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json, the part in use.
CSL_TYPES = {
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "document",
    "post-weblog",
    "report",
    "thesis",
    "webpage",
}
CSL_FIELDS = {
    "id",
    "type",
    "genre",
    "title",
    "author",
    "issued",
    "container-title",
    "publisher",
    "URL",
    "accessed",
}
CSL_TEXTS = ("genre", "title", "container-title", "publisher", "URL")
TODAY = date(2026, 1, 2)
PLAIN = DocumentMetadata(title="On Cats", kind="web-page")


def assert_is_csl(item: dict[str, object]) -> None:
    """The rules of the schema for the fields that we write."""
    assert item.keys() <= CSL_FIELDS
    assert isinstance(item["id"], str)
    assert item["type"] in CSL_TYPES
    authors = item.get("author", [])
    assert isinstance(authors, list)
    for name in authors:
        assert name.keys() - {"suffix"} in ({"family", "given"}, {"literal"})
        assert all(isinstance(part, str) and part for part in name.values())
    for field in ("issued", "accessed"):
        if field in item:
            assert_is_date(item[field])
    assert all(isinstance(item.get(f, ""), str) for f in CSL_TEXTS)


def assert_is_date(value: object) -> None:
    assert isinstance(value, dict)
    assert value.keys() == {"date-parts"}
    (parts,) = value["date-parts"]
    assert list(PartialDate(*parts).parts) == parts


def test_a_bare_document_has_an_id_a_type_and_a_title() -> None:
    item = csl_item("cats", PLAIN, accessed=TODAY)
    assert item == {"id": "cats", "type": "webpage", "title": "On Cats"}


@pytest.mark.parametrize("parts", [(2008,), (2021, 3)])
def test_a_date_is_as_precise_as_the_source(parts: tuple[int, ...]) -> None:
    item = csl_item("cats", replace(PLAIN, published=PartialDate(*parts)), accessed=TODAY)
    assert item["issued"] == {"date-parts": [list(parts)]}


def test_a_full_document_states_everything() -> None:
    metadata = DocumentMetadata(
        title="Tailoring exposure",
        kind="magazine-article",
        url="https://mag.example/a?b=1",
        authors=(Author(family="Green", given="Scott"), Author(literal="World Health Org")),
        published=PartialDate(2025, 7, 28),
        publisher="The Magazine",
    )
    item = csl_item("a/b", metadata, accessed=TODAY)
    assert item == {
        "id": "a/b",
        "type": "article-magazine",
        "title": "Tailoring exposure",
        "author": [{"family": "Green", "given": "Scott"}, {"literal": "World Health Org"}],
        "issued": {"date-parts": [[2025, 7, 28]]},
        "container-title": "The Magazine",
        "URL": "https://mag.example/a?b=1",
        "accessed": {"date-parts": [[2026, 1, 2]]},
    }
    assert_is_csl(item)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("magazine-article", "article-magazine"),
        ("journal-article", "article-journal"),
        ("guideline", "report"),
        ("training-brief", "webpage"),
        ("blog-post", "post-weblog"),
        ("pdf", "document"),
        ("", "document"),
        ("no-such-kind", "document"),
    ],
)
def test_the_kind_decides_the_type(kind: str, expected: str) -> None:
    item = csl_item("x", replace(PLAIN, kind=kind), accessed=TODAY)
    assert item["type"] == expected
    assert_is_csl(item)


@pytest.mark.parametrize("kind", ["book", "report", "guideline", "thesis"])
def test_what_is_part_of_nothing_has_a_publisher(kind: str) -> None:
    item = csl_item("x", replace(PLAIN, kind=kind, publisher="NICE"), accessed=TODAY)
    assert item["publisher"] == "NICE"
    assert "container-title" not in item
    assert_is_csl(item)


def test_kinds_without_a_type_of_their_own_are_described() -> None:
    brief = csl_item("x", replace(PLAIN, kind="training-brief"), accessed=TODAY)
    assert brief["genre"] == "Training brief"
    study_answer = csl_item("x", replace(PLAIN, kind="study-answer"), accessed=TODAY)
    assert study_answer["genre"] == "AI-generated study answer"
    assert "genre" not in csl_item("x", PLAIN, accessed=TODAY)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        (Author(family="Green", given="Scott"), {"family": "Green", "given": "Scott"}),
        (Author(literal="QuickTakes"), {"literal": "QuickTakes"}),
        (Author(family="Plato"), {"literal": "Plato"}),
        (Author(given="Madonna"), {"literal": "Madonna"}),
        (Author("Fox", "Jo", suffix="Jr."), {"family": "Fox", "given": "Jo", "suffix": "Jr."}),
    ],
)
def test_a_person_has_two_names_and_others_one(author: Author, expected: dict[str, str]) -> None:
    item = csl_item("x", replace(PLAIN, authors=(author,)), accessed=TODAY)
    assert item["author"] == [expected]
    assert_is_csl(item)


def test_authors_without_names_are_others() -> None:
    item = csl_item("x", replace(PLAIN, authors=(Author("Fox", "Jo"), OTHERS)), accessed=TODAY)
    assert item["author"] == [{"family": "Fox", "given": "Jo"}, {"literal": "others"}]
    assert_is_csl(item)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/learn/psychology",
        "//cats.example/x",
        "cats.example",
        "javascript:alert(1)",
        "JavaScript://cats.example/%0aalert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<b>",
        "file:///etc/passwd",
        "ftp://cats.example/x",
        "mailto:a@cats.example",
        "http://",
        "https:///path",
        "http://[broken",
        "https://cats.example/a b",
    ],
)
def test_only_absolute_web_addresses_are_linked(url: str) -> None:
    assert not is_web_address(url)
    item = csl_item("x", replace(PLAIN, url=url), accessed=TODAY)
    assert "URL" not in item
    assert "accessed" not in item


@pytest.mark.parametrize(
    "url", ["http://cats.example", "https://cats.example/a%20b", "HTTPS://CATS.example/x#y"]
)
def test_web_addresses_are_linked_with_the_day_of_access(url: str) -> None:
    item = csl_item("x", replace(PLAIN, url=url), accessed=TODAY)
    assert item["URL"] == url
    assert item["accessed"] == {"date-parts": [[2026, 1, 2]]}


def test_every_seed_document_is_valid_csl() -> None:
    summaries = seeds_engine().summaries(limit=10)
    assert len(summaries) == 4
    for summary in summaries:
        item = csl_item(summary.document_id, summary.metadata, accessed=TODAY)
        assert_is_csl(item)
        assert "URL" not in item  # the seeds state relative addresses only, or none
