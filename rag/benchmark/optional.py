"""Libraries that only some evaluators have."""

import importlib
from types import ModuleType

from rag.errors import FootnoteError


class MissingLibrary(FootnoteError):
    """What was asked for needs a library that is not installed."""

    def __init__(self, library: str, *, purpose: str, install: str) -> None:
        self.library = library
        super().__init__(
            f"{purpose} needs the library {library}, which is not installed; run: {install}"
        )


def optional_library(
    library: str, *, purpose: str, install: str = "pip install 'footnote[bench]'"
) -> ModuleType:
    """The imported module.

    Args:
        library: a dotted module name.
        purpose: who needs it, for the error: "a report", "a data frame".
        install: the command that brings it.

    Raises:
        MissingLibrary: it, or a library that it needs, is not installed.
    """
    try:
        return importlib.import_module(library)
    except ModuleNotFoundError as error:
        missing = (error.name or library).partition(".")[0]
        raise MissingLibrary(missing, purpose=purpose, install=install) from error
