"""Writes the card that someone in danger, or worried about someone, is shown."""

from collections.abc import Mapping
from functools import cache

import yaml

from rag.messages import Resource, Safety
from rag.safety.check import CardKind
from rag.safety.directory import Contacts, Directory, shipped_card_file
from rag.safety.patterns import About

_HARM = frozenset({About.HARMED, About.SOMEONE_HARMED})


class CardWriter:
    """Fills the reviewed wordings with the contacts of a region."""

    def __init__(self, directory: Directory, wordings: Mapping[str, str]) -> None:
        self._directory, self._wordings = directory, wordings

    def card(self, kind: CardKind, region: str | None) -> Safety:
        """The card of `kind` for `region`; the international one when there is none of its own."""
        contacts = self._directory.contacts(region)
        is_harm = kind.about in _HARM
        lines = (*contacts.harm_lines, *contacts.lines) if is_harm else contacts.lines
        name = "again" if kind.is_again else kind.about.value
        name = f"{name}_emergency" if kind.emergency_first else name
        message = self._wordings[name].format(
            talk=self._talk(lines[0]), emergency=self._emergency(contacts)
        )
        first = (contacts.emergency,) if kind.emergency_first else ()
        return Safety(
            message=message.strip(),
            resources=(*first, *lines),
            emergency=contacts.emergency,
        )

    def _talk(self, line: Resource) -> str:
        ways = "_and_".join(way for way in ("phone", "sms") if getattr(line, way))
        if not ways:
            return self._wordings["talk"].format(url=line.url)
        reach = self._wordings[ways].format(phone=line.phone, sms=line.sms)
        named = self._wordings["line"].format(name=line.name, reach=reach)
        return self._wordings["talk_free"].format(line=named)

    def _emergency(self, contacts: Contacts) -> str:
        number = contacts.emergency.phone
        if number is None:
            return self._wordings["emergency_elsewhere"]
        return self._wordings["emergency"].format(number=number)


@cache
def shipped_wordings() -> Mapping[str, str]:
    """What the cards say, by kind of card."""
    wordings: dict[str, str] = yaml.safe_load(shipped_card_file("wordings.yaml"))
    return wordings
