"""Which files lie below the given paths, in a fixed order, each once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.documents import SkippedFile


@dataclass(frozen=True, slots=True)
class FoundFile:
    path: Path
    relative: str  # below the folder that was given, with "/"


def find_files(paths: Sequence[Path]) -> Iterator[FoundFile | SkippedFile]:
    """Files given directly and those below folders, sorted by name level by level.

    Hidden entries (".git") are left out unless given directly. Links are followed; a folder or
    file that was reached before is not read again, and a link that leads nowhere or into a circle
    is reported, as is anything that is neither file nor folder.
    """
    seen: set[tuple[int, int]] = set()  # (device, inode)
    # A stack instead of recursion: folders may be nested deeper than calls can be.
    waiting = [(path, "" if path.is_dir() else path.name) for path in reversed(paths)]
    while waiting:
        path, relative = waiting.pop()
        try:
            status = path.stat()
            is_known = (status.st_dev, status.st_ino) in seen
            seen.add((status.st_dev, status.st_ino))
            if not path.is_dir():
                yield from _file(path, relative, is_known=is_known)
            elif not is_known:
                waiting += reversed(_entries(path, relative))
            elif path.is_symlink():
                yield _skipped(path, "link", "it leads to a folder that is read already")
        except OSError as error:
            yield _skipped(path, "unreadable", f"{error.strerror or error}; check it")


def _entries(folder: Path, relative: str) -> list[tuple[Path, str]]:
    """What is in `folder` and not hidden, sorted by name, with paths below the given folder."""
    prefix = f"{relative}/" if relative else ""
    entries = sorted(folder.iterdir())
    return [(entry, prefix + entry.name) for entry in entries if not entry.name.startswith(".")]


def _file(path: Path, relative: str, *, is_known: bool) -> Iterator[FoundFile | SkippedFile]:
    if not path.is_file():
        yield _skipped(path, "not a file", "it is a device, socket or pipe; remove it")
    elif not is_known:
        yield FoundFile(path, relative)


def _skipped(path: Path, reason: str, detail: str) -> SkippedFile:
    return SkippedFile(str(path), reason, detail)
