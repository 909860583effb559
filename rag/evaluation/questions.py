"""Question files: what is asked, and which quotes would answer.

Format: a YAML list; each entry has `id`, `cat` and either `q` or `turns` (a conversation whose last
question counts, and which `full` asks as it would be asked alone). Entries with `gold` are
answerable; those whose `cat` begins with "abstain" are not. A gold group is found by a quote that
contains one of its `any` strings, from a document whose id begins with one of its `doc`.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rag.errors import QuestionFileError

_UNANSWERABLE = "abstain"


@dataclass(frozen=True, slots=True)
class GoldGroup:
    """One fact that an answer should hold: any of the strings, from any of the documents."""

    document_prefixes: tuple[str, ...]
    strings: tuple[str, ...]

    def is_found_in(self, quote: str, document_id: str) -> bool:
        if not document_id.rpartition("/")[2].startswith(self.document_prefixes):
            return False
        folded = _folded(quote)
        return any(_folded(string) in folded for string in self.strings)


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of a question file."""

    question_id: str
    category: str
    turns: tuple[str, ...]
    gold: tuple[GoldGroup, ...]
    min_groups: int
    full: str = ""

    @property
    def text(self) -> str:
        return self.turns[-1]

    def is_answered_by(self, text: str, document_id: str) -> bool:
        """Whether a text of that document holds a fact that is asked for."""
        return any(fact.is_found_in(text, document_id) for fact in self.gold)

    @property
    def is_answerable(self) -> bool:
        return bool(self.gold)

    @property
    def is_unanswerable(self) -> bool:
        return self.category.startswith(_UNANSWERABLE)


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file, in its order.

    Raises:
        QuestionFileError: the file is missing, no YAML list, or an entry lacks a field.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise QuestionFileError(f"{path} cannot be read as a question file: {error}") from error
    if not isinstance(entries, list):
        raise QuestionFileError(
            f"{path} holds a {type(entries).__name__}, a list of questions is needed"
        )
    return tuple(_question(path, position, entry) for position, entry in enumerate(entries, 1))


def _question(path: Path, position: int, entry: Any) -> Question:  # noqa: ANN401 as YAML gives it
    try:
        return Question(
            question_id=str(entry["id"]),
            category=str(entry["cat"]),
            turns=_strings(entry.get("turns") or [entry["q"]]),
            gold=tuple(
                GoldGroup(_strings(group["doc"]), _strings(group["any"]))
                for group in entry.get("gold", [])
            ),
            min_groups=int(entry.get("min_groups", 1)),
            full=str(entry.get("full", "")),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise QuestionFileError(
            f"{path}, question {position}: {type(error).__name__} {error}; an entry needs id, cat, "
            "and q or turns; gold is a list of {doc: [...], any: [...]}"
        ) from error


def _strings(value: object) -> tuple[str, ...]:
    # A bare string would pass for a list of its letters, and any quote holds a letter.
    if not isinstance(value, list) or not value:
        raise TypeError(f"{value!r} is no list of strings")
    if not all(isinstance(item, str) and item.strip() for item in value):
        raise TypeError(f"{value!r} holds something that is no text")
    return tuple(value)


def _folded(text: str) -> str:
    straight = text.translate(str.maketrans("‘’“”", "''\"\""))
    return re.sub(r"\s+", " ", straight).casefold()
