import json
from pathlib import Path

from rag.documents import Document, SkippedFile
from rag.loaders import LoadLimits
from tests.rag.loaders.loading import load, sentences


def write_corpus(folder: Path, *lines: object) -> Path:
    path = folder / "corpus.jsonl"
    written = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    return path


def test_each_record_is_a_document(tmp_path: Path) -> None:
    path = write_corpus(
        tmp_path,
        {"_id": "4983", "title": "Fear", "text": "Fear fades. It takes time.", "metadata": {}},
        {"_id": "5", "text": "No title.", "metadata": {"url": "https://example.org"}},
    )
    first, second = load(path)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.document_id, second.document_id) == ("corpus/4983", "corpus/5")
    assert sentences(first) == ["Fear", "Fear fades.", "It takes time."]
    assert second.text == "No title."
    assert second.metadata.url == "https://example.org"


def test_broken_lines_are_reported_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write_corpus(
        tmp_path,
        {"_id": "1", "text": "One."},
        "{broken",
        "",
        {"_id": "1", "text": "Again."},
        {"text": "No id."},
        {"_id": "3"},
        {"_id": "4", "text": "  "},
        "[1]",
        {"_id": "2", "text": "Two."},
    )
    loaded = load(path)
    reports = {
        entry.path.rpartition(" ")[2]: entry.reason
        for entry in loaded
        if isinstance(entry, SkippedFile)
    }
    assert reports == {
        "2": "broken line",
        "4": "duplicate id",
        "5": "broken line",
        "6": "broken line",
        "7": "empty",
        "8": "broken line",
    }
    assert [entry.text for entry in loaded if isinstance(entry, Document)] == ["One.", "Two."]


def test_ids_that_differ_in_nothing_visible_are_duplicates(tmp_path: Path) -> None:
    path = write_corpus(
        tmp_path,
        {"_id": "x\ty", "text": "A tab."},
        {"_id": "x y", "text": "A blank."},
        {"_id": "cafe\u0301", "text": "Decomposed."},
        {"_id": "caf\u00e9", "text": "Composed."},
        {"_id": "\u200b", "text": "Nothing visible."},
        {"_id": True, "text": "No id."},
    )
    loaded = load(path)
    reports = [entry.reason for entry in loaded if isinstance(entry, SkippedFile)]
    assert reports == ["duplicate id", "duplicate id", "broken line", "broken line"]
    ids = [entry.document_id for entry in loaded if isinstance(entry, Document)]
    assert ids == ["corpus/x y", "corpus/caf\u00e9"]


def test_ids_lead_to_no_other_document_in_an_address(tmp_path: Path) -> None:
    ids = ("../../escape", "a/./b", "..", "v1..2/.hidden")
    loaded = load(write_corpus(tmp_path, *({"_id": name, "text": "Text."} for name in ids)))
    assert [entry.document_id for entry in loaded if isinstance(entry, Document)] == [
        "corpus/__/__/escape",
        "corpus/a/_/b",
        "corpus/__",
        "corpus/v1..2/.hidden",
    ]


def test_corpus_above_the_file_limit_is_streamed(tmp_path: Path) -> None:
    path = write_corpus(tmp_path, *({"_id": str(n), "text": "Text."} for n in range(100)))
    assert len(load(path, limits=LoadLimits(max_file_bytes=1000))) == 100


def test_record_above_the_line_limit_is_reported_once(tmp_path: Path) -> None:
    path = write_corpus(
        tmp_path,
        {"_id": "1", "text": "One."},
        {"_id": "2", "text": "x" * 500},
        {"_id": "3", "text": "y"},
    )
    first, second, third = load(path, limits=LoadLimits(max_line_bytes=100))
    assert isinstance(first, Document)
    assert isinstance(second, SkippedFile)
    assert second.reason == "too large"
    assert isinstance(third, Document)


def test_queries_beside_the_corpus_are_no_documents(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text('{"_id": "1", "text": "What helps?"}\n')
    (skipped,) = load(path)
    assert isinstance(skipped, SkippedFile)
    assert skipped.reason == "not a document"


def test_record_that_takes_the_id_of_a_file_is_reported(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"_id": "a", "text": "One."})
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("A file.")
    loaded = load(tmp_path)
    assert [type(entry) for entry in loaded] == [Document, SkippedFile]
