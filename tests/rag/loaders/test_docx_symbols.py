import pytest

from rag.loaders.docx_symbols import UNKNOWN_SYMBOL, symbol


@pytest.mark.parametrize(
    ("font", "code", "character"),
    [
        ("Symbol", 0xF0B3, "≥"),
        ("Symbol", 0xB3, "≥"),
        ("Symbol", 0xF061, "α"),
        ("Symbol", 0xF057, "Ω"),
        ("Symbol", 0xF0D6, "√"),
        ("Symbol", 0xF0E5, "∑"),
        ("Symbol", 0xF0F2, "∫"),
        ("Wingdings", 0xF0FC, "✓"),
        ("Wingdings", 0xF0E0, "→"),
        ("Cambria Math", 0x2265, "≥"),
        ("Webdings", 0xF041, UNKNOWN_SYMBOL),
        ("Wingdings", 0xF000, UNKNOWN_SYMBOL),
    ],
)
def test_symbol_is_the_character_that_its_font_draws(font: str, code: int, character: str) -> None:
    assert symbol(font, code) == character
