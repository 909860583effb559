"""What loader tests share: load files from a folder, and look at the blocks of a document."""

from pathlib import Path

from rag.documents import Block, BlockKind, Document, SkippedFile
from rag.loaders import LoadLimits, load_paths


def load(*paths: Path, limits: LoadLimits | None = None) -> list[Document | SkippedFile]:
    return list(load_paths(paths, limits=limits or LoadLimits()))


def load_one(folder: Path, name: str, content: str | bytes) -> Document:
    """The only document of a file with `content`; fails on a report or a second document."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (document,) = load(path)
    assert isinstance(document, Document), document
    return document


def skip_one(folder: Path, name: str, content: str | bytes) -> SkippedFile:
    """The only report of a file with `content`; fails on a document."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (skipped,) = load(path)
    assert isinstance(skipped, SkippedFile), skipped
    return skipped


def texts(document: Document, *kinds: BlockKind) -> list[str]:
    """The texts of the blocks of these kinds, of all blocks without any."""
    return [
        block.span.of(document.text)
        for block in document.blocks
        if not kinds or block.kind in kinds
    ]


def sentences(document: Document) -> list[str]:
    return [sentence.span.of(document.text) for sentence in document.sentences]


def block_with(document: Document, text: str) -> Block:
    """The one block whose text is `text`."""
    (block,) = (block for block in document.blocks if block.span.of(document.text) == text)
    return block
