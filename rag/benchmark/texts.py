"""The few texts of a dataset that are to be shown or checked."""

from collections.abc import Set as AbstractSet

from rag.benchmark.dataset import Dataset


def texts_of(dataset: Dataset, item_ids: AbstractSet[str]) -> dict[str, str]:
    """Canonical texts of these documents and candidate sentences, by id; unknown ids are left out.

    Streams all documents once and holds none but those asked for.
    """
    texts = {
        candidate.sentence_id: candidate.text
        for query in dataset.queries
        for candidate in query.candidates
        if candidate.sentence_id in item_ids
    }
    if len(texts) < len(item_ids):
        texts |= {
            document.document_id: document.text
            for document in dataset.documents()
            if document.document_id in item_ids
        }
    return texts
