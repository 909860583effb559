"""What is wrong with a value, from an error of pydantic: in words for people, without the value."""

from collections.abc import Callable, Mapping
from typing import Any

_NOT_ALLOWED = "has a value that is not allowed here"
# pydantic tells the pattern itself, which only a programmer reads.
_PATTERNS = {
    "^[A-Z]{2}$": "must be the two capital letters of a country (ISO 3166-1), as GB",
    "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$": "must be the tag of a language (BCP 47), as en-GB",
}

_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "must be given",
    "string_type": lambda _: "must be text",
    "string_too_short": lambda known: (
        f"must have {_counted(known['min_length'], 'character')} or more"
    ),
    "string_too_long": lambda known: (
        f"may have at most {_counted(known['max_length'], 'character')}"
    ),
    "string_pattern_mismatch": lambda known: _PATTERNS.get(known["pattern"], _NOT_ALLOWED),
    "string_unicode": lambda _: "must be text without lone surrogates",
    "too_short": lambda known: f"must have {_counted(known['min_length'], 'entry')} or more",
    "too_long": lambda known: f"may have at most {_counted(known['max_length'], 'entry')}",
    "tuple_type": lambda _: "must be a list",
    "list_type": lambda _: "must be a list",
    "model_type": lambda _: "must be an object",
    "model_attributes_type": lambda _: "must be an object",
    "dict_type": lambda _: "must be an object",
    "int_type": lambda _: "must be a whole number",
    "int_parsing": lambda _: "must be a whole number",
    "int_parsing_size": lambda _: "must be a smaller number",
    "int_from_float": lambda _: "must be a whole number",
    "float_type": lambda _: "must be a number",
    "float_parsing": lambda _: "must be a number",
    "finite_number": lambda _: "must be a finite number",
    "bool_type": lambda _: "must be true or false",
    "bool_parsing": lambda _: "must be true or false",
    "greater_than_equal": lambda known: f"must be {known['ge']:,} or more",
    "less_than_equal": lambda known: f"must be {known['le']:,} or less",
    "enum": lambda known: f"must be {known['expected']}",
    "literal_error": lambda known: f"must be {known['expected']}",
    "date_type": lambda _: "must be a day, as 2024-01-31",
    "date_parsing": lambda _: "must be a day, as 2024-01-31",
    "date_from_datetime_parsing": lambda _: "must be a day, as 2024-01-31",
    "date_from_datetime_inexact": lambda _: "must be a day, as 2024-01-31",
}


def field_words(error: Mapping[str, Any]) -> str:
    """What the field must be, to follow its name, as "must be a whole number".

    Args:
        error: one of `ValidationError.errors()`. Of what was sent, nothing is told: limits and
            allowed values are those of the model.
    """
    words = _WORDS.get(str(error["type"]))
    return _NOT_ALLOWED if words is None else words(error.get("ctx", {}))


def _counted(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
