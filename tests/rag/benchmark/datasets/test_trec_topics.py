from pathlib import Path

import pytest

from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.trec_topics import TopicField, read_topics
from tests.rag.benchmark.datasets.written import write

# As in topics.301-450 (fields left open) and topics.51-100 (labels in the fields).
TOPICS = """
<top>

<num> Number: 301
<title> International Organized
Crime

<desc> Description:
Identify organizations &amp; gangs.

<narr> Narrative:
Only names count.
</top>

<top>
<head> Tipster Topic Description
<num> Number:  051
<dom> Domain:  International Economics
<title> Topic:  Airbus Subsidies
<desc> Description:
Who pays?
</top>
<top><num>7</num><title></title><desc>Cats?</desc></top>
"""


def test_titles_are_asked_and_descriptions_where_there_is_none(tmp_path: Path) -> None:
    assert read_topics(write(tmp_path / "topics", TOPICS)) == {
        "301": "International Organized Crime",
        "051": "Airbus Subsidies",
        "7": "Cats?",
    }


def test_named_fields_are_joined(tmp_path: Path) -> None:
    path = write(tmp_path / "topics", TOPICS.partition("<top><num>7")[0])
    assert read_topics(path, [TopicField.TITLE, TopicField.DESC]) == {
        "301": "International Organized Crime Identify organizations & gangs.",
        "051": "Airbus Subsidies Who pays?",
    }


def test_tab_separated_topics_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "topics.tsv", "q1\tWhat do cats do?\nq2\tDogs?\n")
    assert read_topics(path) == {"q1": "What do cats do?", "q2": "Dogs?"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<top><title>x</top>", "line 1: <num> must be a string, seen is none"),
        ("<top><num> </top>", "line 1: <num> is ''"),
        ("<top><num>1<title>a</top>\n<top><num>1<title>b</top>", "line 2: the query id '1' stands"),
        ("<topic>", "holds no topic; each must stand between"),
        ("q1\tx\nq2", "line 2: it has no tab"),
        ("q1\tx\nq1\ty", "line 2: the query id 'q1' stands on an earlier line"),
        ("prose", "holds no topics in a known format"),
    ],
)
def test_a_broken_topic_is_an_error_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DatasetError, match=said):
        read_topics(write(tmp_path / "topics", text))


def test_a_field_that_a_topic_lacks_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "topics", "<top><num>1<title>a</top>")
    with pytest.raises(DatasetError, match="no desc and no narr; it has: num, title"):
        read_topics(path, [TopicField.DESC, TopicField.NARR])
