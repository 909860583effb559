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
