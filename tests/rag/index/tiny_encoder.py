"""A real encoder of three dimensions: small enough to follow by hand, quick enough to be killed."""

import zlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.errors import TextTooLong
from embeddings.identity import EncoderIdentity

_DIMENSION = 3


class TinyEncoder:
    """Counts words into three buckets by CRC-32 and remembers which documents it was given.

    Tokens are pieces of four letters, and two more for begin and end: short words are whole.
    """

    def __init__(self, *, name: str = "tiny", max_tokens: int = 64) -> None:
        self.identity = EncoderIdentity(
            name=name,
            weights_sha256="0" * 64,
            dimension=_DIMENSION,
            max_tokens=max_tokens,
            query_prompt="",
            document_prompt="",
            pooling="mean",
        )
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([_vector(text) for text in texts], np.float32).reshape(-1, _DIMENSION)

    def encode_documents(
        self,
        texts: Sequence[str],
        *,
        truncate: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        most = self.identity.max_tokens
        for position, tokens in enumerate(map(self.count_tokens, texts)):
            if tokens > most and not truncate:
                raise TextTooLong(position=position, tokens=tokens, max_tokens=most)
        self.encoded.extend(texts)
        if progress is not None:
            progress(len(texts))
        return self.encode_queries(texts)

    def count_tokens(self, text: str) -> int:
        return 2 + sum((len(word) + 3) // 4 for word in text.split())


def _vector(text: str) -> NDArray[np.float32]:
    buckets = np.full(_DIMENSION, 0.1, np.float32)
    for word in text.casefold().split():
        buckets[zlib.crc32(word.encode()) % _DIMENSION] += 1
    unit: NDArray[np.float32] = buckets / np.linalg.norm(buckets)
    return unit


_: type[Encoder] = TinyEncoder
