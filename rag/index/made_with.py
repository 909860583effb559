"""Settings that are used when indexing, held against what an index was made with."""

from collections.abc import Iterator

from rag.index.manifest import Manifest
from rag.settings import Settings


def other_settings(manifest: Manifest, settings: Settings) -> Iterator[str]:
    """A line for each setting that has another value now: it counts once the index is made anew."""
    now: dict[str, object] = {
        "index.dense": settings.index.dense,
        "retrieval.bm25_k1": settings.retrieval.bm25_k1,
        "retrieval.bm25_b": settings.retrieval.bm25_b,
    }
    then: dict[str, object] = {
        "index.dense": manifest.dense,
        "retrieval.bm25_k1": manifest.lexical.get("k1"),
        "retrieval.bm25_b": manifest.lexical.get("b"),
    }
    for key, value in settings.passages.model_dump(mode="json").items():
        now[f"passages.{key}"], then[f"passages.{key}"] = value, manifest.passages.get(key)
    for name, value in now.items():
        if value != then[name]:
            yield f"{name} is {value}, the index was made with {then[name]}"
