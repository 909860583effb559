from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import IndexUnusable
from rag.index.manifest import FILE_NAME, SCHEMA, Manifest, corpus_sha256, file_hashes
from rag.index.manifest import read_manifest as read
from tests.rag.index.corpora import flip_byte, read_fields, write_fields
from tests.rag.index.tiny_encoder import TinyEncoder

MANIFEST = Manifest(
    generation="20260101T120000Z-1a2b3c4d",
    schema=SCHEMA,
    created="2026-01-01T12:00:00+00:00",
    app_version="0.1.0",
    sources=("/documents/für alle", "/more"),
    corpus_sha256="1a2b3c4d",
    encoder=TinyEncoder().identity,
    passages={"max_tokens": 192},
    lexical={"k1": 1.2, "b": 0.75},
    dense="Flat",
    counts={"documents": 1, "passages": 2, "sentences": 3},
    files={"lexical/data.npy": "ff"},
)


def test_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    MANIFEST.write(tmp_path)
    assert read(tmp_path) == MANIFEST


@pytest.mark.parametrize("schema", [0, SCHEMA + 1, "1", None])
def test_other_schema_is_refused_with_both_numbers(tmp_path: Path, schema: object) -> None:
    MANIFEST.write(tmp_path)
    write_fields(tmp_path, read_fields(tmp_path) | {"schema": schema})
    with pytest.raises(
        IndexUnusable,
        match=rf"schema {schema}, this version reads {SCHEMA}; run `footnote index FOLDER`",
    ):
        read(tmp_path)


def test_other_schema_is_named_even_when_its_fields_differ(tmp_path: Path) -> None:
    write_fields(tmp_path, {"schema": 99, "unheard": "of"})
    with pytest.raises(IndexUnusable, match="schema 99"):
        read(tmp_path)


def test_missing_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        IndexUnusable, match=f"{FILE_NAME} cannot be read.*run `footnote index FOLDER`"
    ):
        read(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "7", '"schema"'])
def test_damaged_manifest_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    with pytest.raises(IndexUnusable, match=r"cannot be read.*run `footnote index FOLDER`"):
        read(tmp_path)


def test_manifest_with_a_flipped_byte_is_refused(tmp_path: Path) -> None:
    MANIFEST.write(tmp_path)
    flip_byte(tmp_path / FILE_NAME, 40)
    with pytest.raises(IndexUnusable, match="cannot be read"):
        read(tmp_path)


@pytest.mark.parametrize("field", ["generation", "encoder", "sources", "counts", "files"])
def test_missing_field_is_refused(tmp_path: Path, field: str) -> None:
    MANIFEST.write(tmp_path)
    fields = read_fields(tmp_path)
    del fields[field]
    write_fields(tmp_path, fields)
    with pytest.raises(IndexUnusable, match="lacks fields or has unknown ones"):
        read(tmp_path)


def test_unknown_field_is_refused(tmp_path: Path) -> None:
    MANIFEST.write(tmp_path)
    write_fields(tmp_path, read_fields(tmp_path) | {"colour": "red"})
    with pytest.raises(IndexUnusable, match="lacks fields or has unknown ones"):
        read(tmp_path)


@pytest.mark.parametrize("identity", [{}, {"name": "tiny"}, None, "tiny"])
def test_damaged_encoder_identity_is_refused(tmp_path: Path, identity: object) -> None:
    MANIFEST.write(tmp_path)
    write_fields(tmp_path, read_fields(tmp_path) | {"encoder": identity})
    with pytest.raises(IndexUnusable, match="run `footnote index FOLDER` again"):
        read(tmp_path)


def test_every_file_is_hashed_by_its_path_but_the_manifest(tmp_path: Path) -> None:
    replace(MANIFEST, files={}).write(tmp_path)
    (tmp_path / "lexical").mkdir()
    (tmp_path / "lexical" / "data").write_bytes(b"")
    (tmp_path / "words").write_bytes(b"abc")
    # The SHA-256 of nothing and of "abc", as FIPS 180-4 gives them.
    assert file_hashes(tmp_path) == {
        "lexical/data": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "words": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    }


def test_corpus_hash_depends_on_ids_and_contents_and_not_on_their_order() -> None:
    assert corpus_sha256({"a": "1", "b": "2"}) == corpus_sha256({"b": "2", "a": "1"})
    assert corpus_sha256({"a": "1", "b": "2"}) != corpus_sha256({"a": "2", "b": "1"})
    assert corpus_sha256({"a": "1"}) != corpus_sha256({"a": "1", "b": "2"})
