import pytest

from rag.documents import Author
from rag.loaders.authors import parse_authors


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Sam Green", (Author(family="Green", given="Sam"),)),
        ("By Dr. Ana de Souza, PhD", (Author(family="de Souza", given="Ana"),)),
        ("Green, Sam", (Author(family="Green", given="Sam"),)),
        ("J. K. Rowling", (Author(family="Rowling", given="J. K."),)),
        (
            "Ana Lee, Max Müller and Jo Fox",
            (
                Author(family="Lee", given="Ana"),
                Author(family="Müller", given="Max"),
                Author(family="Fox", given="Jo"),
            ),
        ),
        (
            "Lee, A.; Fox, J.",
            (Author(family="Lee", given="A."), Author(family="Fox", given="J.")),
        ),
        ("QuickTakes", (Author(literal="QuickTakes"),)),
        ("University of Oxford", (Author(literal="University of Oxford"),)),
        ("", ()),
    ],
)
def test_names_are_told_from_organisations(line: str, expected: tuple[Author, ...]) -> None:
    assert parse_authors(line) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Royal College of Psychiatrists",
        "Department for Education",
        "Department of Health and Social Care",
        "National Institute for Health and Care Excellence",
        "Food and Agriculture Organization",
        "NICE",
        "NHS England",
        "UK Parliament",
        "World Bank",
    ],
)
def test_an_organisation_is_one_author(name: str) -> None:
    assert parse_authors(name) == (Author(literal=name),)


def test_an_organisation_and_a_person_are_two_authors() -> None:
    both = (Author(family="Lee", given="Ana"), Author(literal="World Health Organization"))
    assert parse_authors("Ana Lee and World Health Organization") == both
    assert parse_authors("World Health Organization & Ana Lee") == both[::-1]
    assert parse_authors("UNICEF and World Health Organization") == (
        Author(literal="UNICEF"),
        Author(literal="World Health Organization"),
    )
    assert parse_authors("Institute of Sleep, and Ana Lee") == (
        Author(literal="Institute of Sleep"),
        Author(family="Lee", given="Ana"),
    )
