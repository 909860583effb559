"""The models that come with this package."""

from pathlib import Path

from embeddings.manifest import is_encoder_folder

MODELS_FOLDER = Path(__file__).parent / "models"
DEFAULT_ENCODER = "all-minilm-l6-v2"


def shipped_encoders() -> tuple[str, ...]:
    """Names of the encoders in this package, in alphabetical order."""
    if not MODELS_FOLDER.is_dir():
        return ()
    return tuple(
        sorted(folder.name for folder in MODELS_FOLDER.iterdir() if is_encoder_folder(folder))
    )
