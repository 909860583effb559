"""Any encoder of ours as a model of `mteb` 2: `mteb.evaluate(MtebEncoder(load_encoder()), tasks)`.

Follows mteb's EncoderProtocol (mteb/models/models_protocols.py, seen at 2.26.24). mteb is no part
of the extra `bench`: `pip install mteb`.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from rag.benchmark.optional import optional_library

_FAMILY = "footnote"
_QUERY = "query"


class MtebEncoder:
    """Implements mteb's EncoderProtocol over one encoder; no network, no download.

    mteb joins title and text of a document with a space before it calls the model.
    """

    def __init__(self, encoder: Encoder) -> None:
        """Wrap `encoder`.

        Raises:
            MissingLibrary: mteb is not installed.
        """
        self._encoder = encoder
        self._meta = _model_meta(encoder)

    @property
    def mteb_model_meta(self) -> object:
        """A ModelMeta of mteb; its revision is the SHA-256 of the weights that run."""
        return self._meta

    def encode(
        self,
        inputs: Iterable[Mapping[str, Sequence[str]]],
        *,
        prompt_type: str | None = None,
        **_: object,
    ) -> NDArray[np.float32]:
        """(n, dimension) float32, rows of length 1.

        Args:
            inputs: batches, each with a sequence of texts under "text"; mteb's batch size changes
                nothing, since a row depends on its own text alone.
            prompt_type: mteb's PromptType, a string; queries take the encoder's query prompt,
                everything else its document prompt. What exceeds its limit is dropped.

        Task, split and subset, which mteb passes too, change nothing.
        """
        texts = [text for batch in inputs for text in batch["text"]]
        if prompt_type == _QUERY:
            return self._encoder.encode_queries(texts)
        return self._encoder.encode_documents(texts, truncate=True)

    def similarity(self, embeddings1: object, embeddings2: object) -> object:
        """`out[i, j] = cosine(embeddings1[i], embeddings2[j])`, as mteb's own torch tensor."""
        return _similarities().cos_sim(embeddings1, embeddings2)

    def similarity_pairwise(self, embeddings1: object, embeddings2: object) -> object:
        """`out[i] = cosine(embeddings1[i], embeddings2[i])`, as mteb's own torch tensor."""
        return _similarities().pairwise_cos_sim(embeddings1, embeddings2)


def _similarities() -> ModuleType:
    return _mteb("mteb.similarity_functions")


def _mteb(module: str) -> ModuleType:
    return optional_library(module, purpose="an encoder inside mteb", install="pip install mteb")


def _model_meta(encoder: Encoder) -> object:
    identity = encoder.identity
    name = identity.name if "/" in identity.name else f"{_FAMILY}/{identity.name}"
    meta = _mteb("mteb.models.model_meta")
    return meta.ModelMeta.create_empty(
        {
            "name": name,
            "revision": identity.weights_sha256,
            "max_tokens": identity.max_tokens,
            "embed_dim": identity.dimension,
            "open_weights": True,
            "similarity_fn_name": meta.ScoringFunction.COSINE,
            "use_instructions": bool(identity.query_prompt or identity.document_prompt),
        }
    )
