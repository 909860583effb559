"""Language tags that a page may carry: a wrong one makes screen readers mispronounce."""

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)


def language_tag(stated: str) -> str | None:
    """What a source states as its language, if it has the form of a tag (RFC 5646)."""
    tag = stated.strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) else None
