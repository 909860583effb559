"""A model with the words that it wants before each text, where the model does not bring them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.identity import EncoderIdentity
from rag.errors import SettingsError


class PromptedEncoder:
    """Implements `Encoder`: puts a prompt before every query and every document.

    Args:
        encoder: without prompts of its own.
        query_prompt: put before queries as it is, with the blank at its end if it has one.
        document_prompt: put before documents; counts among their tokens.

    Raises:
        SettingsError: the model brings prompts of its own.
    """

    def __init__(self, encoder: Encoder, *, query_prompt: str, document_prompt: str) -> None:
        own = encoder.identity
        if own.query_prompt or own.document_prompt:
            raise SettingsError(
                f"the encoder {own.name} brings its own prompts ({own.query_prompt!r} and "
                f"{own.document_prompt!r}); leave query_prompt and document_prompt out of the "
                "system"
            )
        self._encoder = encoder
        self._identity = replace(own, query_prompt=query_prompt, document_prompt=document_prompt)

    @property
    def identity(self) -> EncoderIdentity:
        return self._identity

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encoder.encode_queries([self._identity.query_prompt + text for text in texts])

    def encode_documents(
        self,
        texts: Sequence[str],
        *,
        truncate: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        prompted = [self._identity.document_prompt + text for text in texts]
        return self._encoder.encode_documents(prompted, truncate=truncate, progress=progress)

    def count_tokens(self, text: str) -> int:
        return self._encoder.count_tokens(self._identity.document_prompt + text)
