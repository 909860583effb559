"""Raised and lowered characters in plain text: 10⁶ is not 106, nor is log₂10 log210."""

import re
from collections.abc import Mapping

_RAISED = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
)
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_BETWEEN = frozenset(map(ord, ", –"))  # several note marks, or a range of them
_WORD = re.compile(r"[^\W\d_]{2}")


def raised(text: str) -> str:
    """`text`, which running text sets as superscript.

    Digits, signs and single letters become raised characters ("⁶", "²⁺", "ᵃ"); where one has no
    such form, all is put as "^(0.5)". Words ("21st"), marks ("*", "°") and "[3]" stay.
    """
    return text if _WORD.search(text) else raised_in_formula(text)


def lowered(text: str) -> str:
    """`text`, which running text sets as subscript; letters alone stay ("pKa")."""
    return text if _WORD.search(text) or text.isalpha() else lowered_in_formula(text)


def raised_in_formula(text: str) -> str:
    """As `raised`; words are read as products of letters: "^(kt)"."""
    return _moved(text, _RAISED, "^")


def lowered_in_formula(text: str) -> str:
    return _moved(text, _LOWERED, "_")


def _moved(text: str, forms: Mapping[int, int], sign: str) -> str:
    plain = text.strip()
    is_word = _WORD.search(plain) is not None
    if not is_word and all(code in forms or code in _BETWEEN for code in map(ord, plain)):
        return text.translate(forms)
    if plain.startswith("[") or not any(map(str.isalnum, plain)):
        return text
    return f"{sign}{plain}" if len(plain) == 1 else f"{sign}({plain})"
