import hashlib
from pathlib import Path

import pytest

from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.trec import open_trec, recognises_trec
from tests.rag.benchmark.datasets.written import document_ids, write

DOCUMENTS = "d1\tCats sleep.\nd2\tDogs bark.\n"
TOPICS = "<top><num>051<title>cats<desc>What do cats do?</top><top><num>2<title>dogs</top>"
QRELS = "51 0 d1 1\n51 0 51 1\n2 0 d2 -1\n"


def trec_folder(folder: Path) -> Path:
    write(folder / "documents.tsv", DOCUMENTS)
    write(folder / "topics.txt", TOPICS)
    write(folder / "qrels.txt", QRELS)
    return folder


def test_a_folder_is_read(tmp_path: Path) -> None:
    folder = trec_folder(tmp_path / "robust 04")
    assert recognises_trec(folder)
    dataset = open_trec(folder)
    assert (dataset.name, dataset.source) == ("robust-04", str(folder))
    assert [(query.query_id, query.text) for query in dataset.queries] == [
        ("51", "cats"),  # judged without the leading zero of its topic
        ("2", "dogs"),
    ]
    # The rule on equal ids is BEIR's: TREC's topics are no documents.
    assert dataset.qrels == {"51": {"d1": 1, "51": 1}, "2": {"d2": -1}}
    assert not dataset.ignores_identical_ids
    assert dataset.notes == (
        "1 judged document missing from the corpus, which no system can find: 51",
        "1 query without a relevant document kept, scoring 0: 2",
    )
    assert document_ids(dataset) == ["d1", "d2"]
    joined = (DOCUMENTS + TOPICS + QRELS).encode()
    assert dataset.sha256 == hashlib.sha256(joined).hexdigest()


def test_several_files_and_folders_of_documents_are_read_in_order(tmp_path: Path) -> None:
    folder = trec_folder(tmp_path)
    write(folder / "documents" / "b" / "1", "<DOC><DOCNO>d4</DOCNO>x</DOC>")
    write(folder / "documents" / "a", '{"docno": "d3", "text": "x"}')
    assert document_ids(open_trec(folder)) == ["d3", "d4", "d1", "d2"]


def test_an_id_in_two_files_is_an_error(tmp_path: Path) -> None:
    folder = trec_folder(tmp_path)
    write(folder / "documents2", "d2\tAgain.")
    with pytest.raises(DatasetError, match=r"documents2, line 1: the document id 'd2' stands"):
        open_trec(folder)


def test_several_topics_in_a_folder_are_ambiguous(tmp_path: Path) -> None:
    write(trec_folder(tmp_path) / "topics.dev", TOPICS)
    with pytest.raises(DatasetError, match=r"several topics files .topics\.dev, topics\.txt"):
        open_trec(tmp_path)


def test_a_folder_that_lacks_a_part_is_not_recognised(tmp_path: Path) -> None:
    (trec_folder(tmp_path) / "qrels.txt").unlink()
    assert not recognises_trec(tmp_path)


def test_a_yaml_file_names_the_parts_and_what_is_asked(tmp_path: Path) -> None:
    trec_folder(tmp_path / "data")
    write(tmp_path / "data" / "one", "<top><num>51<title>cats<desc>What do cats do?</top>")
    path = write(
        tmp_path / "tiny.yaml",
        "{documents: [data/documents.tsv], topics: data/one, qrels: data/qrels.txt, "
        "topic_fields: [title, desc], name: Robust 2004}",
    )
    assert recognises_trec(path)
    dataset = open_trec(path)
    assert (dataset.name, dataset.source) == ("Robust-2004", str(path))
    assert [query.text for query in dataset.queries] == ["cats What do cats do?"]
    assert dataset.notes[0] == "1 judged query without a text left out: 2"


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("topics: t, qrels: q", "documents names .*d, which does not exist"),
        ("topics: [], qrels: q", r"topics is \[\], expected a path"),
        ("topics: {a: b}, qrels: q", "topics is .*expected a path or a list"),
        ("topics: t, qrels: q, topic_fields: [summary]", "expected a list of title, desc, narr"),
        ("topics: t, qrels: q, stopwords: s", "unknown keys 'stopwords'; allowed are documents"),
    ],
)
def test_a_malformed_yaml_file_is_an_error(tmp_path: Path, entries: str, said: str) -> None:
    write(tmp_path / "t", TOPICS)
    write(tmp_path / "q", QRELS)
    documents = "d" if "exist" in said else "t"
    path = write(tmp_path / "a.yaml", f"{{documents: {documents}, {entries}}}")
    with pytest.raises(DatasetError, match=said):
        open_trec(path)


def test_other_yaml_is_not_recognised_and_broken_yaml_is_an_error(tmp_path: Path) -> None:
    assert not recognises_trec(write(tmp_path / "a.yaml", "- a list"))
    assert not recognises_trec(write(tmp_path / "b.yaml", "documents: d"))
    with pytest.raises(DatasetError, match="cannot be read as YAML"):
        recognises_trec(write(tmp_path / "c.yaml", "{documents: ["))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("51 d1 1", r"qrels\.txt, line 1: it has 3 columns, expected are 4: qid 0 docno rel"),
        ("51 0 d1 high", r"qrels\.txt, line 1: the grade is 'high', expected a whole number"),
    ],
)
def test_a_broken_judgement_is_an_error_with_its_place(
    tmp_path: Path, line: str, said: str
) -> None:
    write(trec_folder(tmp_path) / "qrels.txt", line)
    with pytest.raises(DatasetError, match=said):
        open_trec(tmp_path)
