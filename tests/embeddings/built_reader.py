"""A network built into a reader's folder, with what it is asked in tests."""

from pathlib import Path

from embeddings.reader_export import build_reader
from embeddings.training.reader_network import ReaderNetwork

QUESTION = "When was the bridge built?"
WINDOW = ("The bridge crosses the river.", "It was built in 1932.", "Cats sleep all day.")


def build_in(folder: Path, network: ReaderNetwork, published_folder: Path) -> None:
    """Stored in 8 bits, as readers are."""
    build_reader(
        network,
        published_folder / "tokenizer.json",
        folder,
        max_tokens=96,
        source={},
        typical=[(QUESTION, WINDOW)],
    )
