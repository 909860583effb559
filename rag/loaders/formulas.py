"""Formulas of Word (OMML) and of web pages (MathML) on one line, as they would be typed."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rag.loaders.raised_text import lowered_in_formula, raised_in_formula

_DEEPEST = 60  # levels; below, only the characters are kept
_NO_CONTENT = frozenset({"annotation", "annotation-xml"})
_ONE_TERM = re.compile(r"[\w.,]*")
_SEPARATORS = {"mr": ", ", "mtr": ", ", "m": "; ", "mtable": "; ", "eqArr": "; "}


def formula_text(formula: Any, depth: int = 0) -> str:  # noqa: ANN401 - lxml has no types
    """The characters of an `oMath` or `math` element: powers raised, fractions with a slash."""
    name = _name(formula)
    parts = [
        child
        for child in formula
        if isinstance(child.tag, str)
        and _name(child) not in _NO_CONTENT
        and not _name(child).endswith("Pr")  # OMML: how it looks
    ]
    if not parts or depth > _DEEPEST:
        return _characters(formula)
    if name == "semantics":
        parts = parts[:1]
    texts = [formula_text(part, depth + 1) for part in parts]
    return _joined(name, formula, texts)


def _joined(name: str, formula: Any, texts: Sequence[str]) -> str:  # noqa: ANN401
    if name == "nary" and len(texts) == 3:  # limits and operand
        texts = (_property(formula, "chr", "∫"), *texts)
    form = _FORMS.get((name, len(texts)))
    if form is not None:
        return form(*texts)
    joined = _SEPARATORS.get(name, "").join(texts)
    match name:
        case "msqrt":
            return f"√{_term(joined)}"
        case "mfenced":
            joined = formula.get("separators", ",")[:1].join(texts)
            return f"{formula.get('open', '(')}{joined}{formula.get('close', ')')}"
        case "d":
            joined = _property(formula, "sepChr", "|").join(texts)
            return _property(formula, "begChr", "(") + joined + _property(formula, "endChr", ")")
        case _:
            return joined


def _with_index(base: str, index: str) -> str:
    return base + lowered_in_formula(index)


def _with_both(base: str, index: str, power: str, operand: str = "") -> str:
    return _with_index(base, index) + raised_in_formula(power) + operand


def _fraction(above: str, below: str) -> str:
    return f"{_term(above)}/{_term(below)}"


def _root(index: str, radicand: str) -> str:
    return f"{raised_in_formula(index)}√{_term(radicand)}"


def _term(text: str) -> str:
    return text if _ONE_TERM.fullmatch(text) else f"({text})"


def _characters(element: Any) -> str:  # noqa: ANN401
    text: str = "".join(element.itertext())
    # White space around the characters of MathML is that of its source.
    return text if _name(element) in {"t", "mtext"} else " ".join(text.split())


def _property(formula: Any, name: str, default: str) -> str:  # noqa: ANN401
    for properties in formula:
        for child in properties if _name(properties).endswith("Pr") else ():
            if _name(child) == name:
                values = child.attrib.values()
                return str(values[0]) if values else ""
    return default


def _name(element: Any) -> str:  # noqa: ANN401
    return str(element.tag).rpartition("}")[2]


# By name and number of parts: those of OMML and of MathML stand in the same order, but for roots.
_FORMS: Mapping[tuple[str, int], Callable[..., str]] = {
    **dict.fromkeys(
        [("sSup", 2), ("msup", 2)], lambda base, power: base + raised_in_formula(power)
    ),
    **dict.fromkeys([("sSub", 2), ("msub", 2), ("munder", 2), ("limLow", 2)], _with_index),
    **dict.fromkeys([("sSubSup", 3), ("msubsup", 3), ("munderover", 3), ("nary", 4)], _with_both),
    **dict.fromkeys([("f", 2), ("mfrac", 2)], _fraction),
    ("rad", 2): _root,
    ("mroot", 2): lambda radicand, index: _root(index, radicand),
    ("func", 2): lambda function, argument: f"{function} {argument}",
}
