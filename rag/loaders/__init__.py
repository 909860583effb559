"""Files to documents: every format that people bring, recognised by its content."""

from rag.loaders.folder import load_paths
from rag.loaders.limits import LoadLimits

__all__ = ["LoadLimits", "load_paths"]
