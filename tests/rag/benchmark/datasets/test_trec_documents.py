from pathlib import Path

import pytest

from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.records import Record
from rag.benchmark.datasets.trec_documents import read_trec_documents
from tests.rag.benchmark.datasets.written import write

NEWSWIRE = """<DOC>
<DOCNO> AP880212-0001 </DOCNO>
<FILEID>AP-NR-02-12-88</FILEID>
<HEAD>Cats &amp; dogs</HEAD>
<!-- <TEXT>not this</TEXT> -->
<TEXT>
<P>
Cats sleep
all day.
</P>
<P>Dogs&nbsp;bark.</P>
</TEXT>
<TEXT>More.</TEXT>
</DOC>
<doc><docno>2</docno><title>fish</title><author>a. writer</author> swim .</doc><DOC id="x">
<DOCNO>3</DOCNO></DOC>
"""


def records(path: Path, text: str) -> list[Record]:
    return list(read_trec_documents(write(path, text)))


def test_sgml_documents_are_read_with_title_and_text(tmp_path: Path) -> None:
    newswire, cranfield, empty = records(tmp_path / "ap", NEWSWIRE)
    assert (newswire.record_id, newswire.title) == ("AP880212-0001", "Cats & dogs")
    paragraphs = [" ".join(part.split()) for part in newswire.text.split("\n\n")]
    assert [part for part in paragraphs if part] == ["Cats sleep all day.", "Dogs bark.", "More."]
    assert (cranfield.record_id, cranfield.title) == ("2", "fish")
    assert cranfield.text.split() == ["a.", "writer", "swim", "."]
    assert (empty.record_id, empty.text.strip()) == ("3", "")
    assert empty.place == f"{tmp_path / 'ap'}, line 15"


def test_latin_1_newswire_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ft"
    text = "<DOC>\n<DOCNO>1</DOCNO>\n<TEXT>The café cats sleep all day long.</TEXT>\n</DOC>\n"
    path.write_bytes(text.encode("latin-1"))
    (record,) = read_trec_documents(path)
    assert record.text == "The café cats sleep all day long."


@pytest.mark.parametrize(
    "line",
    [
        '{"docno": "d1", "title": "Cats", "text": "Cats sleep."}',
        '{"id": "d1", "title": "Cats", "contents": "Cats sleep."}',
        '{"_id": "d1", "title": "Cats", "body": "Cats sleep."}',
    ],
)
def test_json_lines_are_read_under_the_names_that_tools_use(tmp_path: Path, line: str) -> None:
    (record,) = records(tmp_path / "a", line)
    assert (record.record_id, record.title, record.text) == ("d1", "Cats", "Cats sleep.")


def test_tab_separated_lines_are_read(tmp_path: Path) -> None:
    first, second = records(tmp_path / "a.tsv", "d1\tCats sleep.\n\nd2\tDogs\tbark.\n")
    assert (first.record_id, first.title, first.text) == ("d1", "", "Cats sleep.")
    assert (second.record_id, second.text) == ("d2", "Dogs bark.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<DOC>\n<TEXT>x</TEXT>\n</DOC>", "line 1: the document has no <DOCNO>"),
        ("<DOC><DOCNO>1</DOCNO>\n<DOC>", "line 2: <DOC> without its other half"),
        ("<DOC><DOCNO>1</DOCNO></DOC>\n</DOC>", "line 2: </DOC> without its other half"),
        ("<DOC><DOCNO>1</DOCNO></DOC>\n<DOC>\nx", "line 2: <DOC> is never closed"),
        ("<DOC><DOCNO>a b</DOCNO></DOC>", "line 1: DOCNO is 'a b'"),
        ('{"text": "x"}', "line 1: docno must be a string"),
        ('{"docno": "1"}', "line 1: text is missing"),
        ("d1\tx\nd2 x", "line 2: it has no tab"),
        ("prose", "holds no documents in a known format"),
        ("", "holds no documents in a known format"),
    ],
)
def test_a_broken_document_is_an_error_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DatasetError, match=said):
        records(tmp_path / "a", text)
