import hashlib
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.benchmark.dataset import BenchmarkQuery, Task
from rag.benchmark.datasets.beir import open_beir, recognises_beir
from rag.benchmark.datasets.errors import DatasetError
from tests.rag.benchmark.datasets.written import document_ids, write, write_lines

HEADER = "query-id\tcorpus-id\tscore\n"


def beir_folder(
    folder: Path,
    *,
    corpus: str = '{"_id": "d1", "title": "Cats", "text": "Cats sleep."}\n',
    queries: str = '{"_id": "q1", "text": "What do cats do?"}\n',
    qrels: str = f"{HEADER}q1\td1\t1\n",
) -> Path:
    write(folder / "corpus.jsonl", corpus)
    write(folder / "queries.jsonl", queries)
    write(folder / "qrels" / "test.tsv", qrels)
    return folder


def test_folder_is_read_with_its_judged_queries(tmp_path: Path) -> None:
    folder = beir_folder(
        tmp_path / "tiny pets",
        corpus='{"_id": "d1", "title": "Cats", "text": "Cats sleep. They purr."}\n'
        '\n{"_id": 2, "title": null, "text": "Dogs bark.", "metadata": {"url": "https://x.org"}}\n',
        queries='{"_id": "q2", "text": "Dogs?"}\n{"_id": "q0", "text": "Fish?"}\n'
        '{"_id": "q1", "text": "Cats?"}\n',
        qrels=f"{HEADER}q1\td1\t2\nq1\t2\t0\nq2\t2\t1\n",
    )
    assert recognises_beir(folder)
    dataset = open_beir(folder)
    assert dataset.name == "tiny-pets"
    assert dataset.task is Task.RETRIEVAL
    assert dataset.queries == (BenchmarkQuery("q2", ("Dogs?",)), BenchmarkQuery("q1", ("Cats?",)))
    assert dataset.qrels == {"q2": {"2": 1}, "q1": {"d1": 2, "2": 0}}
    assert dataset.source == str(folder)
    assert dataset.notes == ()
    assert dataset.ignores_identical_ids
    first, second = dataset.documents()
    assert (first.document_id, first.text) == ("d1", "Cats\n\nCats sleep. They purr.")
    assert (first.blocks[0].level, first.metadata.title) == (1, "Cats")
    assert (second.document_id, second.text, second.metadata.url) == (
        "2",
        "Dogs bark.",
        "https://x.org",
    )


def test_documents_are_streamed_anew_on_every_call(tmp_path: Path) -> None:
    dataset = open_beir(beir_folder(tmp_path))
    assert document_ids(dataset) == document_ids(dataset) == ["d1"]


def test_documents_does_not_read_ahead(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path)
    dataset = open_beir(folder)
    with (folder / "corpus.jsonl").open("a") as corpus:
        corpus.write("broken after it was opened\n")
    documents = dataset.documents()
    assert isinstance(documents, Iterator)
    assert next(documents).document_id == "d1"
    with pytest.raises(DatasetError, match=r"corpus\.jsonl, line 2: it is no JSON"):
        next(documents)


def test_opening_a_large_corpus_holds_a_small_part_of_it(tmp_path: Path) -> None:
    text = "word " * 400
    corpus = "".join(json.dumps({"_id": str(n), "text": text}) + "\n" for n in range(5_000))
    folder = beir_folder(tmp_path, corpus=corpus, qrels=f"{HEADER}q1\t4999\t1\n")
    del corpus
    tracemalloc.start()
    try:
        dataset = open_beir(folder)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert dataset.notes == ()
    assert (folder / "corpus.jsonl").stat().st_size > 10_000_000
    assert peak < 1_000_000


def test_sha256_is_that_of_the_files_one_after_the_other(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path, corpus='{"_id": "d1", "text": "é"}\n')
    joined = (
        '{"_id": "d1", "text": "é"}\n{"_id": "q1", "text": "What do cats do?"}\n'
        "query-id\tcorpus-id\tscore\nq1\td1\t1\n"
    )
    assert open_beir(folder).sha256 == hashlib.sha256(joined.encode()).hexdigest()


def test_a_split_is_named_and_its_source_reads_it_again(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path / "pets")
    write(folder / "qrels" / "dev.tsv", f"{HEADER}q1\td1\t3\n")
    dataset = open_beir(folder, split="dev")
    assert (dataset.name, dataset.qrels) == ("pets-dev", {"q1": {"d1": 3}})
    assert recognises_beir(Path(dataset.source))
    again = open_beir(Path(dataset.source))
    assert (again.name, again.sha256, again.source) == (
        dataset.name,
        dataset.sha256,
        dataset.source,
    )


def test_a_missing_split_names_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"no qrels/dev\.tsv; its splits are: test$"):
        open_beir(beir_folder(tmp_path), split="dev")


def test_a_document_with_the_id_of_the_query_is_dropped_and_noted(tmp_path: Path) -> None:
    folder = beir_folder(
        tmp_path,
        corpus='{"_id": "1", "text": "One."}\n{"_id": "2", "text": "Two."}\n',
        queries='{"_id": "1", "text": "One?"}\n{"_id": "2", "text": "Two?"}\n',
        qrels=f"{HEADER}1\t1\t1\n1\t2\t1\n2\t2\t1\n",
    )
    dataset = open_beir(folder)
    assert dataset.qrels == {"1": {"2": 1}}
    assert [query.query_id for query in dataset.queries] == ["1"]
    assert document_ids(dataset) == ["1", "2"]
    assert dataset.notes == (
        "2 judgements of a document whose id is the query's dropped, as BEIR does: 1, 2",
        "1 query without any other judgement left out: 2",
        "1 query with the id of a document, which is left out of the query's ranking, as BEIR "
        "does: 1",
    )


def test_only_judged_queries_need_words(tmp_path: Path) -> None:
    folder = beir_folder(
        tmp_path,
        queries='{"_id": "q0", "text": ""}\n{"_id": "q1", "text": "Cats?"}\n'
        '{"_id": "q2", "text": " "}\n',
        qrels=f"{HEADER}q1\td1\t1\nq2\td1\t1\n",
    )
    dataset = open_beir(folder)
    assert dataset.queries == (BenchmarkQuery("q1", ("Cats?",)), BenchmarkQuery("q2", ("",)))
    assert dataset.notes == ("1 blank query kept, scoring 0: q2",)


def test_what_does_not_fit_together_is_noted_with_number_and_first_ids(tmp_path: Path) -> None:
    missing = "".join(f"q1\tm{n}\t1\n" for n in range(7))
    folder = beir_folder(
        tmp_path,
        corpus='{"_id": "d1", "text": "Cats."}\n{"_id": "d2", "text": " - "}\n',
        queries='{"_id": "q1", "text": "Cats?"}\n{"_id": "q2", "text": "Dogs?"}\n',
        qrels=f"{HEADER}{missing}q1\td1\t1\nq1\td1\t1\nq2\td1\t0\nq9\td1\t1\n",
    )
    dataset = open_beir(folder)
    assert dataset.notes == (
        "1 repeated judgement counted once",
        "1 judged query without a text left out: q9",
        "7 judged documents missing from the corpus, which no system can find: "
        "m0, m1, m2, m3, m4 and 2 more",
        "1 document without text not indexed: d2",
        "1 query without a relevant document kept, scoring 0: q2",
    )
    assert dataset.qrels.keys() == {"q1", "q2"}
    assert len(dataset.qrels["q1"]) == 8
    assert document_ids(dataset) == ["d1"]


def test_a_title_without_text_is_indexed_as_text_and_no_id_becomes_a_title(tmp_path: Path) -> None:
    folder = beir_folder(
        tmp_path,
        corpus='{"_id": "d1", "title": "Cats sleep", "text": ""}\n{"_id": "d2", "text": "Dogs."}\n',
    )
    title_only, untitled = open_beir(folder).documents()
    assert title_only.text == "Cats sleep"
    assert title_only.blocks[0].kind.value == "paragraph"
    assert untitled.metadata.title == ""


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("corpus.jsonl", '{"_id": "a", "text": "x"}\n{"_id"\n', r"corpus\.jsonl, line 2: it is no"),
        ("corpus.jsonl", '["a"]\n', r"corpus\.jsonl, line 1: it holds a JSON list"),
        ("corpus.jsonl", '{"text": "x"}\n', r"line 1: _id must be a string, seen is none"),
        ("corpus.jsonl", '{"_id": true, "text": "x"}\n', r"line 1: _id must be a .* is bool"),
        ("corpus.jsonl", '{"_id": "a b", "text": "x"}\n', r"line 1: _id is 'a b'; .*white space"),
        ("corpus.jsonl", '{"_id": "", "text": "x"}\n', r"line 1: _id is ''"),
        ("corpus.jsonl", '{"_id": "a", "text": 1}\n', r"line 1: text is int, expected a string"),
        ("corpus.jsonl", '{"_id": "a"}\n', r"line 1: text is missing"),
        ("corpus.jsonl", '{"_id": "a", "text": "x", "title": []}\n', r"line 1: title is list"),
        (
            "corpus.jsonl",
            '{"_id": "a", "text": "x"}\n{"_id": "b", "text": "x"}\n{"_id": "a", "text": "y"}\n',
            r"corpus\.jsonl, line 3: the document id 'a' stands on an earlier line",
        ),
        ("corpus.jsonl", '{"_id": "a", "text": ""}\n', "holds no document with text"),
        ("corpus.jsonl", "", "holds no document with text"),
        (
            "queries.jsonl",
            '{"_id": "q1", "text": "x"}\n{"_id": "q1", "text": "y"}\n',
            r"queries\.jsonl, line 2: the query id 'q1' stands on an earlier line",
        ),
        ("queries.jsonl", '{"_id": "other", "text": "x"}\n', "has no judged query"),
        ("qrels/test.tsv", "q1\td1\t1\n", r"test\.tsv, line 1: it is a judgement .*header"),
        ("qrels/test.tsv", "q1 d1 1\n", r"test\.tsv, line 1: seen is 'q1 d1 1'; .*header"),
        ("qrels/test.tsv", "", r"test\.tsv, line 1: seen is ''; .*header"),
        ("qrels/test.tsv", HEADER, "has no judged query"),
        ("qrels/test.tsv", f"{HEADER}q1\td1\t1.0\n", r"line 2: the grade is '1\.0', expected a wh"),
        ("qrels/test.tsv", f"{HEADER}q1\td1\t²\n", r"line 2: the grade is '²'"),
        ("qrels/test.tsv", f"{HEADER}q1\t0\td1\t1\n", r"line 2: it has 4 columns .*expected are 3"),
        (
            "qrels/test.tsv",
            f"{HEADER}q1\td1\t1\nq1\td1\t2\n",
            r"line 3: document d1 is judged 2 for query q1, but 1 on an earlier line",
        ),
    ],
)
def test_what_is_broken_is_an_error_with_its_place(
    tmp_path: Path, file: str, text: str, said: str
) -> None:
    folder = beir_folder(tmp_path)
    write(folder / file, text)
    with pytest.raises(DatasetError, match=said):
        open_beir(folder)


def test_bytes_that_are_no_utf8_are_an_error_with_file_and_line(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path)
    (folder / "queries.jsonl").write_bytes(b'{"_id": "q1", "text": "\xff"}\n')
    with pytest.raises(DatasetError, match=r"queries\.jsonl, line 1: byte 23 is not valid UTF-8"):
        open_beir(folder)


def test_windows_files_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path)
    for path in (folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels" / "test.tsv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert open_beir(folder).qrels == {"q1": {"d1": 1}}


def test_missing_queries_are_an_error_that_names_the_file(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path)
    (folder / "queries.jsonl").unlink()
    assert recognises_beir(folder)
    with pytest.raises(DatasetError, match=r"queries\.jsonl cannot be read: No such file"):
        open_beir(folder)


def test_a_corpus_alone_is_no_benchmark(tmp_path: Path) -> None:
    write_lines(tmp_path / "corpus.jsonl", [{"_id": "a", "text": "x"}])
    assert not recognises_beir(tmp_path)
