"""Size and hash of an index's files."""

import hashlib
from pathlib import Path

from rag.index.manifest import file_hashes


def index_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def index_sha256(folder: Path) -> str:
    """Hex SHA-256 over a line "<SHA-256>  <path>" of every file below `folder` but its manifest."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(file_hashes(folder).items()))
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()
