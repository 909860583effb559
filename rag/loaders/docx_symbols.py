"""Characters of the symbol fonts of Word, which have no code of their own in a document."""

from collections.abc import Mapping

UNKNOWN_SYMBOL = "\ufffd"

_SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?",
    0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…",
    0xC0: "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑",
    0xF1: "⟩∫",
}
_WINGDINGS = {
    0x28: "☎",
    0x2A: "✉",
    0x46: "☞",
    0x4A: "☺😐☹",
    0x6C: "●",
    0x6E: "■□",
    0x71: "❑",
    0x75: "◆❖",
    0x9F: "•",
    0xA7: "▪☐",
    0xAB: "★",
    0xD8: "➢",
    0xDF: "←→↑↓",
    0xE8: "➔",
    0xEF: "⇦⇨⇧⇩",
    0xFB: "✗✓☒☑",
}
_WINGDINGS_2 = {0x4F: "✗✓☒☑", 0xA3: "☐"}


def symbol(font: str, code: int) -> str:
    """The character that `font` draws for `code`; `UNKNOWN_SYMBOL` when that is not known.

    Args:
        font: its name in Word.
        code: of Unicode, or that of the font, alone or with 0xF000 added.
    """
    forms = _FORMS.get(font.lower())
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if forms is not None and place <= 0xFF:
        return forms.get(place, UNKNOWN_SYMBOL)
    return chr(code) if place == code and code < 0xD800 else UNKNOWN_SYMBOL


def _by_code(runs: Mapping[int, str]) -> dict[int, str]:
    return {
        start + at: character for start, run in runs.items() for at, character in enumerate(run)
    }


_FORMS = {
    "symbol": _by_code(_SYMBOL),
    "wingdings": _by_code(_WINGDINGS),
    "wingdings 2": _by_code(_WINGDINGS_2),
}
