"""Where people can reach someone: help lines and emergency numbers by region, from one file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from rag.errors import SafetyFileError
from rag.messages import Resource


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Entry(_File):
    name: str
    topic: Literal["crisis", "harm"] = "crisis"
    phone: str | None = None
    sms: str | None = None
    url: str | None = None
    hours: str | None = None
    source: str
    verified: date | None
    unverified_because: str | None = None

    @model_validator(mode="after")
    def _accounts_for_itself(self) -> Self:
        if not self.source.startswith(("https://", "http://")):
            raise ValueError(f"{self.name}: `source` must be the address it was read from")
        if self.verified is None and not self.unverified_because:
            raise ValueError(f"{self.name}: needs a `verified` date, or `unverified_because`")
        return self

    def resource(self, region: str | None) -> Resource:
        return Resource(
            name=self.name,
            phone=self.phone,
            sms=self.sms,
            url=self.url,
            hours=self.hours,
            region=region,
            verified=self.verified,
        )


class _Region(_File):
    emergency: _Entry
    resources: tuple[_Entry, ...]


class _EmergencyAlone(_File):
    emergency: _Entry
    regions: tuple[str, ...]


class _DirectoryFile(_File):
    international: _Region
    aliases: Mapping[str, str] = {}
    emergency_alone: tuple[_EmergencyAlone, ...] = ()
    regions: Mapping[str, _Region]


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom to reach in one region, what was read from its source before what was not.

    Args:
        emergency: the number of ambulance and police.
        lines: for anyone in a crisis.
        harm_lines: for people who are harmed by someone, and those who worry about them.
    """

    emergency: Resource
    lines: tuple[Resource, ...]
    harm_lines: tuple[Resource, ...] = ()


class Directory:
    """The contacts of every region in a file.

    Args:
        of_region: by ISO 3166-1 alpha-2 code.
        international: for regions that are not known or not in the file.
        emergency_of: the emergency number of regions that have no lines of their own.
        aliases: codes of regions by other names that are in use for them.
    """

    def __init__(
        self,
        of_region: Mapping[str, Contacts],
        international: Contacts,
        *,
        emergency_of: Mapping[str, Resource] | None = None,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self._of_region, self._international = of_region, international
        self._emergency_of, self._aliases = emergency_of or {}, aliases or {}

    @property
    def regions(self) -> frozenset[str]:
        """Those with lines of their own."""
        return frozenset(self._of_region)

    def code_of(self, region: str) -> str:
        """The code of a region that may be given by another name: UK is GB."""
        return self._aliases.get(region, region)

    def contacts(self, region: str | None) -> Contacts:
        """The region's own lines, else the international ones with the emergency number there."""
        code = self.code_of(region or "")
        if code in self._emergency_of:
            return replace(self._international, emergency=self._emergency_of[code])
        return self._of_region.get(code, self._international)


def load_directory(path: Path | None = None) -> Directory:
    """The directory in `path`, or the one that comes with Footnote.

    Raises:
        SafetyFileError: the file cannot be read, or an entry lacks its source or date.
    """
    name = str(path) if path is not None else "rag/safety/cards/resources.yaml"
    try:
        text = (
            path.read_text(encoding="utf-8")
            if path is not None
            else shipped_card_file("resources.yaml")
        )
        file = _DirectoryFile.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise SafetyFileError(f"{name}: {place}: {first['msg']}; see docs/safety.md") from error
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise SafetyFileError(f"{name}: {error}; see docs/safety.md") from error
    return Directory(
        {code: _contacts(region, code) for code, region in file.regions.items()},
        _contacts(file.international, None),
        emergency_of={
            code: alone.emergency.resource(code)
            for alone in file.emergency_alone
            for code in alone.regions
        },
        aliases=file.aliases,
    )


def shipped_card_file(name: str) -> str:
    """The text of a data file next to this module."""
    return resources.files("rag.safety").joinpath("cards", name).read_text(encoding="utf-8")


def _contacts(region: _Region, code: str | None) -> Contacts:
    by_topic = {
        topic: _verified_first([e for e in region.resources if e.topic == topic], code)
        for topic in ("crisis", "harm")
    }
    return Contacts(region.emergency.resource(code), by_topic["crisis"], by_topic["harm"])


def _verified_first(entries: Sequence[_Entry], code: str | None) -> tuple[Resource, ...]:
    ordered = sorted(entries, key=lambda entry: entry.verified is None)
    return tuple(entry.resource(code) for entry in ordered)
