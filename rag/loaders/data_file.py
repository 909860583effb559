"""Files that hold data or settings rather than prose, which are no documents."""

import json
import re

from rag.loaders.source_file import SourceFile

_SUFFIXES = frozenset(
    ".yaml .yml .json .json5 .geojson .toml .ini .cfg .conf .env .lock .csv .tsv .parquet .npy "
    ".npz .pkl .db .sqlite .xml .xsd .log .py .js .ts .tsx .jsx .css .scss .sh .bat .c .h .cpp "
    ".java .go .rs .rb .php .sql .ipynb .qrels .run".split()
)
# In a folder of BEIR files these stand beside the corpus.
_BESIDE_A_CORPUS = re.compile(
    r"(?:queries|qrels|questions|topics|runs?)(?:[._-].*)?", re.IGNORECASE
)
_RECORDS_SUFFIXES = frozenset({".jsonl", ".ndjson"})


def is_data_file(source: SourceFile) -> bool:
    """Whether a file is settings, a table, program text, or questions beside a corpus."""
    if source.suffix in _RECORDS_SUFFIXES:
        return _BESIDE_A_CORPUS.fullmatch(source.path.stem) is not None
    return source.suffix in _SUFFIXES or _is_json(source)


def _is_json(source: SourceFile) -> bool:
    """Whether the whole file is one JSON value, under any name, and no record with a text."""
    text = source.head_text.strip()
    if text[:1] not in {"{", "["} or len(source.head) != source.n_bytes:
        return False
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return not (isinstance(value, dict) and {"_id", "text"} <= value.keys())
