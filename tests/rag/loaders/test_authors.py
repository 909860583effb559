import pytest

from rag.documents import OTHERS, Author
from rag.loaders.authors import listed_authors, parse_authors

FOX, LEE = Author(family="Fox", given="J."), Author(family="Lee", given="K.")
KING = Author(family="King", given="Martin Luther", suffix="Jr.")


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
        "Centers for Disease Control and Prevention",
        "Substance Abuse and Mental Health Services Administration",
        "Department for Business, Energy, and Industrial Strategy",
        "University of California, Los Angeles",
        "Human Resources",
        "Human Resources, Tollgate Instruments plc",
    ],
)
def test_an_organisation_is_one_author(name: str) -> None:
    assert parse_authors(name) == (Author(literal=name),)


def test_an_organisation_and_a_person_are_two_authors() -> None:
    both = (Author(family="Lee", given="Ana"), Author(literal="Institute of Sleep"))
    assert parse_authors("Ana Lee, Institute of Sleep") == both
    assert parse_authors("Institute of Sleep, and Ana Lee") == both[::-1]
    assert parse_authors("Ana Lee; Institute of Sleep") == both


def test_nothing_tells_an_and_inside_an_organisation_from_one_between_authors() -> None:
    line = "Ana Lee and World Health Organization"
    assert parse_authors(line) == (Author(literal=line),)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("van Gogh, Vincent", (Author(family="van Gogh", given="Vincent"),)),
        ("Fox, J., Lee, K.", (FOX, LEE)),
        ("Fox, J., and Lee, K.", (FOX, LEE)),
        ("Fox, J. & Lee, K.", (FOX, LEE)),
        ("Fox, J.; and Lee, K.", (FOX, LEE)),
        ("García Márquez, G.", (Author(family="García Márquez", given="G."),)),
        ("Ana Lee, PhD and Jo Fox, MD", (Author("Lee", "Ana"), Author("Fox", "Jo"))),
        ("Martin Luther King, Jr.", (KING,)),
        ("Martin Luther King Jr.", (KING,)),
        ("King, Martin Luther, Jr.", (KING,)),
        ("King, Jr., Martin Luther", (KING,)),
        ("Jo Fox III", (Author(family="Fox", given="Jo", suffix="III"),)),
    ],
)
def test_a_family_name_before_the_given_one_is_one_person(
    line: str, expected: tuple[Author, ...]
) -> None:
    assert parse_authors(line) == expected


@pytest.mark.parametrize("line", ["Fox, J., et al.", "Fox, J. et al", "Fox, J. and others"])
def test_authors_whose_names_are_left_out_are_told(line: str) -> None:
    assert parse_authors(line) == (FOX, OTHERS)


@pytest.mark.parametrize(
    "line", ["python-docx", "Microsoft Office User", "Unknown", "admin", "ana@example.org"]
)
def test_what_programs_write_and_an_address_are_no_author(line: str) -> None:
    assert parse_authors(line) == ()
    assert listed_authors([line]) == ()


def test_an_address_beside_a_name_is_left_out() -> None:
    line = "Ana Lee <ana@example.org>, Jo Fox (https://example.org)"
    assert parse_authors(line) == (Author("Lee", "Ana"), Author("Fox", "Jo"))


def test_a_name_of_east_asian_characters_stays_whole() -> None:
    names = (Author(literal="村上 春樹"), Author(literal="川端 康成"))
    assert parse_authors("村上 春樹、川端 康成") == names
    (given,) = listed_authors([{"family": "村上", "given": "春樹"}])
    assert given.name == "村上 春樹"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["Fox, J.", "Lee, K."], (FOX, LEE)),
        (["NICE", "WHO"], (Author(literal="NICE"), Author(literal="WHO"))),
        (["García Márquez, Gabriel"], (Author("García Márquez", "Gabriel"),)),
        (["King, Martin Luther, Jr."], (KING,)),
        ([{"name": "Ana Lee", "url": "/ana"}], (Author("Lee", "Ana"),)),
        ([{"family": "Fox", "given": "J."}, "Lee, K."], (FOX, LEE)),
        ([{"name": {"family": "Fox", "given": "J."}}], (FOX,)),
        ({"first-name": "Ana", "last-name": "Lee"}, (Author("Lee", "Ana"),)),
        (["Fox, J.", "et al."], (FOX, OTHERS)),
        (["Fox, J. et al.", "Lee, K."], (FOX, LEE, OTHERS)),
        (["Ana Lee and Jo Fox"], (Author("Lee", "Ana"), Author("Fox", "Jo"))),
        ("Fox, J., Lee, K.", (FOX, LEE)),
        ({"orcid": "1"}, ()),
        ([{}, ["Ana Lee"], "unknown"], ()),
    ],
)
def test_each_entry_of_a_list_is_an_author(value: object, expected: tuple[Author, ...]) -> None:
    assert listed_authors(value) == expected
