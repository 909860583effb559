from pathlib import Path

import pytest

from embeddings.errors import (
    ChecksumMismatch,
    EmbeddingError,
    InvalidIdentity,
    InvalidModelFolder,
    MissingExtra,
    TextTooLong,
    UnknownModel,
)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ChecksumMismatch(Path("m.onnx"), expected="aa", seen="bb"), ("m.onnx", "aa", "bb")),
        (InvalidIdentity("no name"), ("no name", "rebuild")),
        (
            InvalidModelFolder(Path("here"), "no file"),
            ("here", "no file", "footnote models --help"),
        ),
        (MissingExtra("torch", purpose="building"), ("building", "torch", "footnote[models]")),
        (TextTooLong(position=3, tokens=300, max_tokens=256), ("3", "300", "256", "split")),
        (UnknownModel("x", shipped=["a", "b"], reason="absent"), ("'x'", "absent", "a, b")),
        (UnknownModel("x", shipped=[], reason="absent"), ("none", "local folder")),
    ],
)
def test_message_tells_what_was_seen_and_what_to_do(
    error: EmbeddingError, told: tuple[str, ...]
) -> None:
    assert isinstance(error, EmbeddingError)
    assert all(part in str(error) for part in told)
