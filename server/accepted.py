"""What a request accepts: headers that list names with weights (RFC 9110, 12.4.2)."""

import re

_NOTHING = re.compile(r"q\s*=\s*0(?:\.0*)?", re.IGNORECASE)


def accepted(header: str) -> dict[str, bool]:
    """Whether each name that the header lists, in lower case, is wanted: its weight is above 0."""
    wanted: dict[str, bool] = {}
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        wanted[name.lower()] = not any(_NOTHING.fullmatch(piece) for piece in parameters)
    return wanted
