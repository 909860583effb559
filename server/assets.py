"""The files that pages load, read once. Their address holds their hash, so browsers keep them."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "pages" / "assets"
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_COMMENTED = {".css", ".js"}
# Comments that have their lines for themselves. What is inside of a longer string must not look so.
_COMMENT = re.compile(rb"^[ \t]*(?://.*|/\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    media_type: str
    gzipped: bytes


@dataclass(frozen=True, slots=True)
class Assets:
    """All assets by file name, and a hash that changes when any of them does."""

    files: Mapping[str, Asset]
    version: str

    def address(self, name: str) -> str:
        if name not in self.files:
            raise KeyError(f"no asset is called {name!r}")
        return f"/assets/{self.version}/{name}"


def read_assets(folder: Path = FOLDER) -> Assets:
    """Everything in `folder`. Scripts and styles are without the comments that fill whole lines."""
    files = {path.name: _asset(path) for path in sorted(folder.iterdir())}
    digest = hashlib.sha256(b"\0".join(asset.content for asset in files.values()))
    return Assets(files, digest.hexdigest()[:12])


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    if path.suffix in _COMMENTED:
        content = _COMMENT.sub(b"", content)
    return Asset(content, _MEDIA_TYPES[path.suffix], gzip.compress(content, mtime=0))
