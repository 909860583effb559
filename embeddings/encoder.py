"""The seam between this project and any model that turns text into vectors."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.identity import EncoderIdentity


class Encoder(Protocol):
    """Turns texts into unit vectors; safe to call from several threads at once.

    Rows are in the caller's order and depend on their own text alone, to 1e-5, whatever else
    stands in the same call. Cosine similarity is the dot product of two rows.
    """

    @property
    def identity(self) -> EncoderIdentity: ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension) float32, rows of length 1; (0, dimension) for no texts.

        A query longer than `identity.max_tokens` loses its end without notice: a question is
        worth an answer even when its tail is not read.
        """
        ...

    def encode_documents(
        self,
        texts: Sequence[str],
        *,
        truncate: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """(n, dimension) float32, rows of length 1; (0, dimension) for no texts.

        Args:
            texts: one document or passage each.
            truncate: drop what exceeds `identity.max_tokens` instead of refusing the call.
            progress: told how many of `texts` are done so far, in the calling thread.

        Raises:
            TextTooLong: a text exceeds `identity.max_tokens`; nothing has been encoded yet.
        """
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens that `text` takes as a document, its prompt and special tokens included."""
        ...
