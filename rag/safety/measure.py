"""How often the crisis check shows help: `python -m rag.safety.measure FILE`.

FILE is YAML, a list of `{id: d001, discloses: true, q: "…"}`; of a question file, entries are read
whose `cat` is crisis or not_crisis. Patterns are developed on messages with odd numbers; those with
even numbers only test them.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rag.errors import SafetyFileError
from rag.safety.check import CrisisCheck
from rag.safety.patterns import load_patterns

_CATEGORIES = {"crisis": True, "not_crisis": False}


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message and whether it discloses danger, as its author means it."""

    message_id: str
    text: str
    discloses: bool

    @property
    def is_for_testing(self) -> bool:
        """Whether its number is even: patterns were written without looking at how it fares."""
        return int(re.sub(r"\D", "", self.message_id) or 0) % 2 == 0


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of one set of messages that were shown help, and the messages that went wrong."""

    n_disclosures: int
    n_look_alikes: int
    missed: tuple[LabelledMessage, ...]
    shown_in_vain: tuple[LabelledMessage, ...]

    @property
    def helped(self) -> float:
        return 1 - len(self.missed) / self.n_disclosures if self.n_disclosures else 1.0

    @property
    def mistaken(self) -> float:
        return len(self.shown_in_vain) / self.n_look_alikes if self.n_look_alikes else 0.0


def read_messages(path: Path) -> tuple[LabelledMessage, ...]:
    """The labelled messages of a file.

    Raises:
        SafetyFileError: the file cannot be read or an entry lacks a field.
    """
    try:
        entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(
            LabelledMessage(
                str(entry["id"]),
                str(entry["q"]),
                bool(entry.get("discloses", _CATEGORIES.get(entry.get("cat", "")))),
            )
            for entry in entries
            if "discloses" in entry or entry.get("cat") in _CATEGORIES
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise SafetyFileError(
            f"{path}: {error}; each entry needs `id`, `q` and `discloses`"
        ) from error


def measured(check: CrisisCheck, messages: Iterable[LabelledMessage]) -> Rates:
    """The rates of `check` on `messages`."""
    messages = tuple(messages)
    shown = {message for message in messages if check.card_for(message.text) is not None}
    disclosures = [message for message in messages if message.discloses]
    return Rates(
        n_disclosures=len(disclosures),
        n_look_alikes=len(messages) - len(disclosures),
        missed=tuple(message for message in disclosures if message not in shown),
        shown_in_vain=tuple(
            message for message in messages if message in shown and not message.discloses
        ),
    )


def described(title: str, rates: Rates) -> str:
    """The rates and every miss, as lines of text."""
    n_helped = rates.n_disclosures - len(rates.missed)
    lines = [
        f"{title}: help shown to {n_helped} of {rates.n_disclosures} disclosures "
        f"({rates.helped:.1%}) and to {len(rates.shown_in_vain)} of {rates.n_look_alikes} "
        f"look-alikes ({rates.mistaken:.1%})",
        *(f"  missed {message.message_id}: {message.text}" for message in rates.missed),
        *(f"  in vain {message.message_id}: {message.text}" for message in rates.shown_in_vain),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the rates of both halves of a file."""
    parser = argparse.ArgumentParser(prog="python -m rag.safety.measure", description=__doc__)
    parser.add_argument("file", type=Path, help="labelled messages")
    parser.add_argument(
        "--patterns", type=Path, help="a pattern file; the shipped one when left out"
    )
    given = parser.parse_args(arguments)
    check = CrisisCheck(load_patterns(given.patterns))
    messages = read_messages(given.file)
    halves = (
        ("developed on (odd ids)", [m for m in messages if not m.is_for_testing]),
        ("tested on (even ids)", [m for m in messages if m.is_for_testing]),
        ("all", messages),
    )
    for title, half in halves:
        sys.stdout.write(described(title, measured(check, half)))


if __name__ == "__main__":
    main()
