"""Stance files on disk."""

from pathlib import Path

HEAD = "about: whether it helps\nassigned_by: A. Reader\nassigned: 2026-11-25\nstances:\n"


def write(folder: Path, text: str, name: str = "stances.yaml") -> Path:
    """A stance file in `folder`, which is made where needed."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
