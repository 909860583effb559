"""Where a person may be, from what they or their browser say. Never from their address."""

import re

_TAG = re.compile(r"([a-z]{2,3})(?:[-_](?:[a-z]{4}[-_])?([a-z]{2}))?(?:$|[-_.@].*)", re.IGNORECASE)
# Languages of one country, nearly. English, French and Spanish are not among them: the number of
# another country may reach nobody.
_HOME = {
    "de": "DE",
    "cy": "GB",
    "gd": "GB",
    "ga": "IE",
    "mi": "NZ",
    "eu": "ES",
    "gl": "ES",
    "br": "FR",
}


def region_of_tag(tag: str) -> str | None:
    """The region of a language tag or locale: "en-GB" and "en_GB.UTF-8" give GB, "de" gives DE."""
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        return None
    return match[2].upper() if match[2] else _HOME.get(match[1].lower())


def region_of_accept_language(header: str | None) -> str | None:
    """The region of the most wanted language that tells one (RFC 9110, section 12.5.4)."""
    wanted: list[tuple[float, int, str]] = []
    for position, part in enumerate((header or "").split(",")[:20]):
        tag, _, quality = part.partition(";")
        weight = _weight(quality)
        region = region_of_tag(tag)
        if region is not None and weight > 0:
            wanted.append((-weight, position, region))
    return min(wanted)[2] if wanted else None


def _weight(parameter: str) -> float:
    try:
        return float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0
