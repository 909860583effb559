"""Question files as a person writes them."""

from pathlib import Path


def question_file(folder: Path, text: str) -> Path:
    path = folder / "questions.yaml"
    path.write_text(text, encoding="utf-8")
    return path
