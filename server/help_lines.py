"""Whom someone in danger can reach, for the foot of every page and of the chat."""

import logging
import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from fastapi import Depends

from rag.errors import SafetyFileError
from rag.messages import Resource
from rag.safety.directory import Directory, load_directory
from rag.settings import SafetySettings
from server.region import BrowserRegion
from server.state import State

_log = logging.getLogger("footnote.safety")
_UNKNOWN = "ZZ"  # what the settings call no region
_NUMBER = re.compile(r"\+?[0-9][0-9\s()-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class HelpLines:
    """The contacts of one region.

    Args:
        region: ISO 3166-1 alpha-2 code; None when it is not known, or has no lines here.
        without_lines: the region that is known but has no lines here; None otherwise.
        resources: whom to reach, the emergency number last.
        elsewhere: where to find lines of other countries.
    """

    region: str | None
    without_lines: str | None
    resources: tuple[Resource, ...]
    elsewhere: Resource | None


def help_lines(settings: SafetySettings, region: str | None) -> HelpLines:
    """The lines of `region`, else of the region that the settings name, else international ones.

    The first call reads the file. One that cannot be read is logged, and the shipped lines are
    shown: a slip in a file must not leave anyone without them.
    """
    directory = _directory(settings)
    wanted = directory.code_of(region or settings.region)
    known = wanted if wanted in directory.regions else None
    contacts, everywhere = directory.contacts(wanted), directory.contacts(None)
    return HelpLines(
        region=known,
        without_lines=wanted if known is None and wanted != _UNKNOWN else None,
        resources=(*contacts.lines, contacts.emergency),
        elsewhere=everywhere.lines[0] if known and everywhere.lines else None,
    )


def dialled(number: str) -> str:
    """The digits of "HOME to 741741" or "116 123" that a telephone dials; "" for none."""
    found = _NUMBER.search(number)
    return re.sub(r"[^0-9+]", "", found[0]) if found else ""


@cache
def _directory(settings: SafetySettings) -> Directory:
    try:
        return load_directory(settings.resources)
    except SafetyFileError as error:
        _log.error("the shipped help lines are shown: %s", error)
        return load_directory()


def _of_request(state: State, region: BrowserRegion) -> HelpLines:
    return help_lines(state.settings.safety, region)


PageHelp = Annotated[HelpLines, Depends(_of_request)]
"""The help lines for the region that the browser's languages tell."""
