from pathlib import Path

from rag.documents import COVER
from rag.engine import Engine
from rag.index.build import build_index
from rag.index.generations import current_generation
from rag.index.held_back import HeldBackPassage
from rag.index.manifest import read_manifest
from rag.messages import SearchRequest
from rag.settings import IndexSettings, SafetySettings, Settings
from tests.rag.index.tiny_encoder import TinyEncoder

UNSAFE = "The easiest way to kill yourself is zebra."
UNSAFE_SHA256 = "54d1815da159"  # as sha256sum begins
TEXT = f"# Safe\n\nA fern grows in the shade.\n\n# Other\n\n{UNSAFE}\n"


def settings_with(tmp_path: Path, *released: str) -> Settings:
    (tmp_path / "notes.md").write_text(TEXT, encoding="utf-8")
    return Settings(
        index=IndexSettings(path=tmp_path / "index"), safety=SafetySettings(released=released)
    )


def test_an_unsafe_passage_is_listed_and_stands_nowhere_in_the_index(
    tmp_path: Path, tiny: TinyEncoder
) -> None:
    settings = settings_with(tmp_path)
    report = build_index([tmp_path / "notes.md"], settings, tiny)
    (held,) = report.held_back
    assert held == HeldBackPassage("notes#1", "instructions", f"notes#1@{UNSAFE_SHA256}")
    folder = current_generation(settings.index.path)
    assert read_manifest(folder).held_back == (f"notes#1@{UNSAFE_SHA256} (instructions)",)
    for path in settings.index.path.rglob("*"):
        assert not path.is_file() or b"zebra" not in path.read_bytes(), path

    engine = Engine.open(settings, encoder=tiny)
    text = engine.document("notes").text
    assert UNSAFE not in text
    assert COVER in text
    assert "A fern grows in the shade." in text
    for system in ("dense", "bm25", "hybrid"):
        request = SearchRequest.model_validate({"question": "easiest zebra fern", "system": system})
        assert all("easiest" not in hit.text for hit in engine.search(request).hits)


def test_an_operator_releases_a_passage_by_name(tmp_path: Path, tiny: TinyEncoder) -> None:
    (held,) = build_index([tmp_path / "notes.md"], settings_with(tmp_path), tiny).held_back
    settings = settings_with(tmp_path, held.name)
    report = build_index([tmp_path / "notes.md"], settings, tiny)
    assert (report.held_back, report.release_remarks) == ((), ())
    assert UNSAFE in Engine.open(settings, encoder=tiny).document("notes").text


def test_a_document_that_is_unsafe_throughout_is_left_out_with_the_reason(
    tmp_path: Path, tiny: TinyEncoder
) -> None:
    settings = settings_with(tmp_path)
    (tmp_path / "other.txt").write_text(UNSAFE, encoding="utf-8")
    report = build_index([tmp_path / "notes.md", tmp_path / "other.txt"], settings, tiny)
    assert [skipped.reason for skipped in report.skipped] == ["held back"]


def test_another_text_at_the_place_of_a_released_passage_is_held_back(
    tmp_path: Path, tiny: TinyEncoder
) -> None:
    released = f"notes#1@{UNSAFE_SHA256}"
    settings = settings_with(tmp_path, released)
    other = TEXT.replace("zebra", "panda")
    (tmp_path / "notes.md").write_text(other, encoding="utf-8")
    report = build_index([tmp_path / "notes.md"], settings, tiny)
    (held,) = report.held_back
    (remark,) = report.release_remarks
    assert remark.name == released
    assert remark.detail == f"another text stands there now: read it, and name it {held.name}"


def test_release_by_id_alone_still_counts_and_the_whole_name_is_told(
    tmp_path: Path, tiny: TinyEncoder
) -> None:
    settings = settings_with(tmp_path, "notes#1", "gone#0", "notes#0")
    report = build_index([tmp_path / "notes.md"], settings, tiny)
    assert report.held_back == ()
    assert [(remark.name, remark.detail) for remark in report.release_remarks] == [
        ("notes#1", f"it holds for any text there; name it notes#1@{UNSAFE_SHA256}"),
        ("gone#0", "no passage of this name would be held back; leave it out"),
        ("notes#0", "no passage of this name would be held back; leave it out"),
    ]
