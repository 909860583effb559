import pytest

from rag.loaders.raised_text import lowered, raised


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("6", "⁶"),
        ("-6", "⁻⁶"),
        ("2+", "²⁺"),
        ("1, 3–5", "¹, ³–⁵"),
        ("a", "ᵃ"),
        ("0.5", "^(0.5)"),
        ("T", "^T"),
        ("st", "st"),
        ("TM", "TM"),
        ("*", "*"),
        ("[3]", "[3]"),
        ("", ""),
    ],
)
def test_superscript_keeps_its_meaning_in_plain_text(source: str, shown: str) -> None:
    assert raised(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [("2", "₂"), ("a", "a"), ("max", "max"), ("2max", "2max"), ("i+1", "_(i+1)")],
)
def test_subscript_keeps_its_meaning_in_plain_text(source: str, shown: str) -> None:
    assert lowered(source) == shown
