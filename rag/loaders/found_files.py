"""Which files lie below the given paths, in a fixed order, each once."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.documents import SkippedFile


@dataclass(frozen=True, slots=True)
class FoundFile:
    path: Path
    relative: str  # below the folder that was given, with "/"


def find_files(paths: Sequence[Path]) -> Iterator[FoundFile | SkippedFile]:
    """Files given directly and those below folders, sorted by name level by level, links last.

    Hidden entries (".git") are left out unless given directly. A link is followed when it leads to
    one of `paths` or below. What was reached before is not read again. Reported are links that lead
    elsewhere, nowhere, or to what is read already, names that are not UTF-8, and anything that is
    neither file nor folder.
    """
    roots = [path.resolve() for path in paths if path.exists()]
    seen: dict[tuple[int, int], Path] = {}  # by device and inode
    # A stack instead of recursion: folders may be nested deeper than calls can be.
    waiting = [(path, "" if path.is_dir() else path.name) for path in reversed(paths)]
    links: deque[tuple[Path, str]] = deque()
    while waiting or links:
        # Links wait for all else, so that a file is named after its own place.
        path, relative = waiting.pop() if waiting else links.popleft()
        try:
            status = path.stat()
            before = seen.get((status.st_dev, status.st_ino))
            if not is_utf8(path):
                yield _skipped(path, "name", "its name is not UTF-8; rename it")
            elif not any(path.resolve().is_relative_to(root) for root in roots):
                yield _skipped(path, "link", "it leads out of what is indexed; name its target too")
            elif before is not None:
                yield from _reached_again(path, before)
            elif path.is_dir():
                entries = _entries(path, relative)
                links += [entry for entry in entries if entry[0].is_symlink()]
                waiting += [entry for entry in reversed(entries) if not entry[0].is_symlink()]
            elif path.is_file():
                yield FoundFile(path, relative)
            else:
                yield _skipped(path, "not a file", "it is a device, socket or pipe; remove it")
            seen.setdefault((status.st_dev, status.st_ino), path)
        except OSError as error:
            yield _skipped(path, "unreadable", f"{error.strerror or error}; check it")


def is_utf8(path: Path) -> bool:
    """Whether the name can be stored: bytes that are no UTF-8 become lone surrogates."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _entries(folder: Path, relative: str) -> list[tuple[Path, str]]:
    """What is in `folder` and not hidden, sorted by name, with paths below the given folder."""
    prefix = f"{relative}/" if relative else ""
    entries = sorted(folder.iterdir())
    return [(entry, prefix + entry.name) for entry in entries if not entry.name.startswith(".")]


def _reached_again(path: Path, before: Path) -> Iterator[SkippedFile]:
    """A report, unless it is the very entry that was reached, as when a path is given twice."""
    if path.is_symlink() or path.resolve() != before.resolve():
        yield _skipped(path, "link", f"it is read already as {before}")


def _skipped(path: Path, reason: str, detail: str) -> SkippedFile:
    return SkippedFile(os.fsencode(path).decode("utf-8", "backslashreplace"), reason, detail)
