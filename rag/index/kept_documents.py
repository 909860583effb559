"""The documents read last, as many as are worth their memory."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from rag.documents import Document

_MOST = 64
# With blocks and sentences a document takes some ten bytes for each character of its text.
_MOST_CHARACTERS = 16_000_000


class KeptDocuments:
    """Reads documents by id and keeps those asked for last. Safe to use from several threads.

    Args:
        read: reads one that is not kept; what it raises goes to who asked.
        most: documents kept, 1 or more.
        most_characters: of the texts of all that are kept; the last one is kept whatever its size.
    """

    def __init__(
        self,
        read: Callable[[str], Document],
        *,
        most: int = _MOST,
        most_characters: int = _MOST_CHARACTERS,
    ) -> None:
        self._read, self._most, self._most_characters = read, most, most_characters
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Document] = OrderedDict()  # the one asked for last stands last
        self._n_characters = 0

    def __call__(self, document_id: str) -> Document:
        """The document of this id."""
        with self._lock:
            if (kept := self._kept.get(document_id)) is not None:
                self._kept.move_to_end(document_id)
                return kept
        read = self._read(document_id)
        with self._lock:
            # Another thread may have read it meanwhile: all get the same object.
            document = self._kept.setdefault(document_id, read)
            if document is read:
                self._n_characters += len(read.text)
                self._let_go()
        return document

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._n_characters = 0

    def _let_go(self) -> None:
        while len(self._kept) > 1 and (
            len(self._kept) > self._most or self._n_characters > self._most_characters
        ):
            _, oldest = self._kept.popitem(last=False)
            self._n_characters -= len(oldest.text)
