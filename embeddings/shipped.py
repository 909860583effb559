"""The models that come with this package."""

from collections.abc import Callable
from pathlib import Path

from embeddings.manifest import is_encoder_folder
from embeddings.reader_manifest import is_reader_folder

MODELS_FOLDER = Path(__file__).parent / "models"
DEFAULT_ENCODER = "footnote-encoder"
PUBLISHED_ENCODER = "all-minilm-l6-v2"  # that the default was tuned from
DEFAULT_READER = "footnote-reader"


def shipped_encoders() -> tuple[str, ...]:
    """Names of the encoders in this package, in alphabetical order."""
    return _shipped(is_encoder_folder)


def shipped_readers() -> tuple[str, ...]:
    """Names of the readers in this package, in alphabetical order."""
    return _shipped(is_reader_folder)


def _shipped(is_wanted: Callable[[Path], bool]) -> tuple[str, ...]:
    if not MODELS_FOLDER.is_dir():
        return ()
    return tuple(sorted(folder.name for folder in MODELS_FOLDER.iterdir() if is_wanted(folder)))
