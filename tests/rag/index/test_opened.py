from pathlib import Path

import pytest

from rag.errors import IndexUnusable
from rag.index.opened import open_generation
from tests.rag.index.corpora import (
    flip_byte,
    read_fields,
    sign,
    write_fields,
)
from tests.rag.index.tiny_encoder import TinyEncoder

FILES = [
    "documents.sqlite",
    "passages.faiss",
    "sentences.npy",
    "passage_documents.npy",
    "words.json",
    "lexical/data.csc.index.npy",
    "lexical/indices.csc.index.npy",
    "lexical/indptr.csc.index.npy",
    "lexical/params.index.json",
    "lexical/vocab.index.json",
]


def test_whole_generation_opens_with_every_part(generation: Path, tiny: TinyEncoder) -> None:
    opened = open_generation(generation, tiny)
    assert opened.manifest.generation == generation.name
    assert opened.store.counts() == {"documents": 2, "passages": 2, "sentences": 3}
    assert (opened.dense.n_vectors, opened.dense.dimension) == (2, 3)
    assert opened.lexical.n_passages == 2
    assert opened.sentence_vectors.shape == (3, 3)
    assert opened.passage_documents.tolist() == [0, 1]
    assert opened.spelling.correction("saftey") == "safety"
    opened.close()


def test_list_of_files_here_is_the_list_on_disk(generation: Path) -> None:
    assert read_fields(generation)["files"].keys() == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_damaged_file_is_refused_by_name(generation: Path, tiny: TinyEncoder, name: str) -> None:
    flip_byte(generation / name, -1)
    with pytest.raises(IndexUnusable, match=f"{name} is missing, damaged.*run `footnote index`"):
        open_generation(generation, tiny)


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_refused_by_name(generation: Path, tiny: TinyEncoder, name: str) -> None:
    (generation / name).unlink()
    with pytest.raises(IndexUnusable, match=f"{name} is missing"):
        open_generation(generation, tiny)


def test_file_that_no_run_wrote_is_refused(generation: Path, tiny: TinyEncoder) -> None:
    (generation / "lexical" / "extra").write_text("?", encoding="utf-8")
    with pytest.raises(IndexUnusable, match="lexical/extra is missing, damaged or was not written"):
        open_generation(generation, tiny)


@pytest.mark.parametrize("name", ["passages.faiss", "sentences.npy", "words.json"])
def test_file_that_cannot_be_read_is_refused_even_with_a_matching_hash(
    generation: Path, tiny: TinyEncoder, name: str
) -> None:
    (generation / name).write_bytes(b"nonsense")
    sign(generation, name)
    with pytest.raises(IndexUnusable, match=r"cannot be opened.*run `footnote index` again"):
        open_generation(generation, tiny)


def test_refused_generation_leaves_no_file_open(generation: Path, tiny: TinyEncoder) -> None:
    (generation / "words.json").write_bytes(b"nonsense")
    sign(generation, "words.json")
    with pytest.raises(IndexUnusable) as refusal:
        open_generation(generation, tiny)
    assert refusal.value.__cause__ is not None  # whose traceback keeps what was opened alive
    is_open = [fd.readlink() for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()]
    assert generation / "documents.sqlite" not in is_open


def test_pickled_vectors_are_refused(generation: Path, tiny: TinyEncoder) -> None:
    (generation / "sentences.npy").write_bytes(b"\x80\x04N.")  # None, pickled
    sign(generation, "sentences.npy")
    with pytest.raises(IndexUnusable, match="cannot be opened"):
        open_generation(generation, tiny)


@pytest.mark.parametrize("other", [TinyEncoder(name="other"), TinyEncoder(max_tokens=63)])
def test_other_encoder_is_refused_even_with_the_same_dimension(
    generation: Path, other: TinyEncoder
) -> None:
    with pytest.raises(IndexUnusable, match=r"made with encoder 'tiny'.*or set encoder\.name back"):
        open_generation(generation, other)


def test_older_schema_is_refused(generation: Path, tiny: TinyEncoder) -> None:
    write_fields(generation, read_fields(generation) | {"schema": 0})
    with pytest.raises(IndexUnusable, match="index schema 0, this version reads 1; run"):
        open_generation(generation, tiny)
