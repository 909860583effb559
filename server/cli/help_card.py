"""Help for someone in danger, on a terminal."""

import os
from typing import TYPE_CHECKING

from server.cli.output import show

if TYPE_CHECKING:
    from rag.messages import Resource, Safety

_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def show_card(safety: "Safety") -> None:
    """The card as text: what to say, then whom to reach, each on a line."""
    show(safety.message)
    show()
    listed = safety.resources
    if safety.emergency not in listed:
        listed = (*listed, safety.emergency)
    for resource in listed:
        show(f"- {resource.name}: {_reach(resource)}")


def region_or_locale(region: str | None) -> str | None:
    """The region that was named, else that of the terminal's locale, as en_GB.UTF-8 gives GB."""
    from rag.safety.regions import region_of_tag

    if region is not None:
        return region.upper()
    locale = next((os.environ[name] for name in _LOCALES if os.environ.get(name)), "")
    return region_of_tag(locale)


def _reach(resource: "Resource") -> str:
    ways = [
        f"call {resource.phone}" if resource.phone else "",
        f"text {resource.sms}" if resource.sms else "",
        resource.url or "",
    ]
    hours = f" ({resource.hours})" if resource.hours else ""
    return (", ".join(way for way in ways if way) or "look up its number") + hours
