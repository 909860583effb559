"""Passages that the operator lets through, each by its id and what it says."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

# An id ends in "#" and a number, so that "@" cannot be part of it here.
_NAME = re.compile(r"(?P<passage_id>.+)@(?P<text>[0-9a-f]{12})", re.DOTALL)


def release_name(passage_id: str, text: str) -> str:
    """What `safety.released` calls a passage: its id, "@", and the beginning of its text's SHA-256.

    Ids tell where a passage stands. What comes to stand there after the document was changed is
    another text, and nobody has let that through.
    """
    return f"{passage_id}@{hashlib.sha256(text.encode('utf-8')).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class ReleaseRemark:
    """An entry of `safety.released` that should be looked at, and why."""

    name: str
    detail: str


class Releases:
    """Which passages are let through, and which entries did so.

    An id alone, as earlier versions took it, lets through what stands at its place.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._unused = dict.fromkeys(names)
        self._names = frozenset(self._unused)
        self._by_place: list[ReleaseRemark] = []

    def let_through(self, passage_id: str, text: str) -> bool:
        """Whether the passage, which would be held back, may be shown."""
        name = release_name(passage_id, text)
        for entry in (name, passage_id):
            if entry in self._names:
                self._unused.pop(entry, None)
                if entry == passage_id:
                    self._by_place.append(
                        ReleaseRemark(entry, f"it holds for any text there; name it {name}")
                    )
                return True
        return False

    def remarks(self, held_back: Iterable[str]) -> tuple[ReleaseRemark, ...]:
        """Entries in the old form, then those that let nothing through.

        Args:
            held_back: names of what was held back all the same.
        """
        now = {name.rpartition("@")[0]: name for name in held_back}
        unused = (ReleaseRemark(name, _why_unused(name, now)) for name in self._unused)
        return (*self._by_place, *unused)


def _why_unused(name: str, now: dict[str, str]) -> str:
    found = _NAME.fullmatch(name)
    other = now.get(found["passage_id"]) if found else None
    if other is not None:
        return f"another text stands there now: read it, and name it {other}"
    return "no passage of this name would be held back; leave it out"
