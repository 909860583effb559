"""The YAML header of a document, every value as text, exactly as the source writes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from rag.errors import LoadError


@dataclass(frozen=True, slots=True)
class Header:
    """Keys as written, with their values: each a str, a list, or a mapping."""

    values: Mapping[str, object]

    def first(self, *keys: str) -> str:
        """The text of the first of `keys` that has one, else "". Case and hyphens do not matter."""
        return next(filter(None, map(text_of, self.each(*keys))), "")

    def each(self, *keys: str) -> Iterator[object]:
        """The values of `keys`, in their order, as written."""
        plain = {plain_key(key): value for key, value in self.values.items()}
        return (plain[key] for key in keys if key in plain)


def parse_header(text: str, *, max_bytes: int) -> Header:
    """Read a header without resolving types: a date stays as written, tags build nothing.

    Entries whose aliases stand for more than a header may hold are left out.

    Raises:
        LoadError: "too large" or "broken front matter".
    """
    if len(text) > max_bytes:
        raise LoadError(
            "too large", f"its YAML header has {len(text):,} characters, allowed are {max_bytes:,}"
        )
    try:
        # The base loader makes strings, lists and mappings only: safer than safe_load, which
        # also merges keys and builds dates. In Python, since the C loader dies of deep nesting.
        values = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise LoadError(
            "broken front matter", f"its YAML header cannot be read ({_first_line(error)}); mend it"
        ) from error
    if values is None or values == "":
        return Header({})
    if not isinstance(values, dict):
        raise LoadError(
            "broken front matter",
            f"its YAML header is a {type(values).__name__}, expected 'key: value' lines",
        )
    try:
        return Header(_without_expansions(values, max_bytes))
    except RecursionError as error:
        raise LoadError(
            "broken front matter", "its YAML header nests too deeply to be read; mend it"
        ) from error


def plain_key(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_")


def text_of(value: object) -> str:
    """A value as one text: list entries joined by commas, of a mapping its name or title.

    Entries that hold a comma themselves are joined by semicolons.
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        texts = [
            text for entry in value if not isinstance(entry, list) and (text := text_of(entry))
        ]
        return ("; " if any("," in text for text in texts) else ", ").join(texts)
    if isinstance(value, dict):
        return next(_named(value), "")
    return ""


def _named(values: Mapping[str, object]) -> Iterator[str]:
    for keys in (("name",), ("title",), ("given", "family")):
        texts = [text.strip() for key in keys if isinstance(text := values.get(key), str)]
        if any(texts):
            yield " ".join(filter(None, texts))


def _without_expansions(values: Mapping[str, object], most: int) -> dict[str, object]:
    """The entries whose texts, each alias (`*name`) counted as what it stands for, fit in `most`.

    A few hundred bytes of aliases may stand for gigabytes; no header says that much by itself.
    """
    kept: dict[str, object] = {}
    lengths: dict[int, int] = {}
    room = most
    for key, value in values.items():
        length = _length(value, lengths)
        if length <= room:
            kept[key] = value
            room -= length
    return kept


def _length(value: object, known: dict[int, int]) -> int:
    """Characters of a value, and one for each list and mapping; `known` is by identity."""
    if isinstance(value, str):
        return len(value)
    if id(value) not in known:
        parts = value if isinstance(value, list) else []
        if isinstance(value, dict):
            parts = [*value, *value.values()]
        known[id(value)] = 1 + sum(_length(part, known) for part in parts)
    return known[id(value)]


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
    return f"{problem}, line {mark.line + 1} of the header" if mark is not None else str(problem)
