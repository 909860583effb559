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
    search = _Search()
    for path in paths:
        if path.is_dir():
            yield from search.below(path, "")
        else:
            yield from search.one(path, path.name)


class _Search:
    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()  # (device, inode)

    def below(self, folder: Path, prefix: str) -> Iterator[FoundFile | SkippedFile]:
        try:
            if self._was_seen(folder):
                if folder.is_symlink():
                    yield _skipped(folder, "link", "it leads to a folder that is read already")
                return
            entries = sorted(folder.iterdir())
        except OSError as error:
            yield _skipped(
                folder, "unreadable", f"{error.strerror or error}; check its permissions"
            )
            return
        for entry in entries:
            if not entry.name.startswith("."):
                yield from self._entry(entry, f"{prefix}{entry.name}")

    def one(self, path: Path, relative: str) -> Iterator[FoundFile | SkippedFile]:
        try:
            is_known = self._was_seen(path)
        except OSError as error:
            yield _skipped(path, "unreadable", f"{error.strerror or error}; mend or remove it")
            return
        if not path.is_file():
            yield _skipped(path, "not a file", "it is a device, socket or pipe; remove it")
        elif not is_known:
            yield FoundFile(path, relative)

    def _entry(self, path: Path, relative: str) -> Iterator[FoundFile | SkippedFile]:
        try:
            is_folder = path.is_dir()
        except OSError:
            is_folder = False
        if is_folder:
            return self.below(path, f"{relative}/")
        return self.one(path, relative)

    def _was_seen(self, path: Path) -> bool:
        """Whether `path` was reached before, under any name; notes it as reached."""
        status = path.stat()
        key = (status.st_dev, status.st_ino)
        was_seen = key in self._seen
        self._seen.add(key)
        return was_seen


def _skipped(path: Path, reason: str, detail: str) -> SkippedFile:
    return SkippedFile(str(path), reason, detail)
