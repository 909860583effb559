from pathlib import Path

import pytest

from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.reading import ReadingData, measure_reader, reading_markdown
from rag.index.build import IndexProgress
from tests.rag.benchmark.reading.made_data import (
    SLEEP,
    WAKE,
    answerable_or_not,
    candidates,
    cats_and_dogs,
    scifact,
)
from tests.rag.benchmark.reading.made_readings import FakeEncoder, FakeReader, Said

RIGHT = FakeReader({SLEEP: Said(2.0, "for sixteen hours", 3.0)})
WRONG = FakeReader({WAKE: Said(1.0, "They", 1.0)}, name="other")


@pytest.fixture
def data(tmp_path: Path) -> ReadingData:
    claim = "1,one,7,[0]"
    return ReadingData(
        squad=(cats_and_dogs(tmp_path / "v1.json"), answerable_or_not(tmp_path / "v2.json")),
        exclude_titles_of=tmp_path / "v2.json",
        wikiqa=candidates(tmp_path / "wikiqa" / "dev.jsonl", {"q": {"a": 1, "b": 0}}),
        scifact=scifact(tmp_path, {"7": ["0.8", "0.2"]}, train=(claim,), validation=(claim,)),
    )


def test_every_kind_of_data_has_a_section(data: ReadingData) -> None:
    report = measure_reader(RIGHT, data, encoder=FakeEncoder)
    assert [section.title for section in report.sections] == [
        "v1.json, gold paragraph: the words that answer",
        "v2.json, odd articles, gold paragraph: answerable or not",
        "wikiqa/dev.jsonl, each candidate alone",
        "wikiqa/dev.jsonl, candidates in context, as the sentences of one text",
        "SciFact claims_validation.csv, sentences of the gold abstract where the relevance logit "
        "is at least 0",
        "SciFact claims_validation.csv, sentences of the gold abstract by cosine similarity, "
        "threshold 0.500 tuned on the 1 of claims_train.csv",
    ]
    cosine = report.sections[-1]
    assert (cosine.reader, cosine.measures[-1].value) == ("cosine of fake", 1.0)
    assert all(measure.paired is None for s in report.sections for measure in s.measures)


def test_a_data_set_that_fails_takes_no_other_with_it(data: ReadingData) -> None:
    stops = FakeReader({SLEEP: Said(2.0, "for sixteen hours", 3.0)}, stops_at="yes 1")
    report = measure_reader(stops, data, encoder=FakeEncoder)
    assert report.failures == (
        "v2.json, odd articles, gold paragraph: answerable or not: the reader stopped",
    )
    assert len(report.sections) == 5
    assert (
        report.sections[0].measures
        == measure_reader(RIGHT, data, encoder=FakeEncoder).sections[0].measures
    )


def test_two_readers_are_compared_over_the_same_questions(data: ReadingData) -> None:
    report = measure_reader(WRONG, data, against=RIGHT, encoder=FakeEncoder)
    em, f1 = report.sections[0].measures[:2]
    assert em.paired is not None
    assert f1.paired is not None
    assert (em.value, em.paired.against) == pytest.approx((0, 1 / 3))
    assert f1.paired.difference == pytest.approx(-1.8 / 3)
    # Per question the differences are -0.8, 0 and -1: some resamples hold but one of them.
    assert f1.paired.interval == pytest.approx((-1.0, 0.0))
    assert not f1.paired.is_within
    same = report.sections[1].measures[0].paired
    assert same is not None
    assert (same.difference, same.is_within) == (0, True)


def test_the_markdown_holds_what_was_left_out_and_the_differences(data: ReadingData) -> None:
    text = reading_markdown(measure_reader(WRONG, data, against=RIGHT, encoder=FakeEncoder))
    assert text.startswith("# A reader on its own: other (other-sha256) against fake")
    assert "- 3 questions measured, 1 left out by their article's title" in text
    assert "| EM | 0.0000 | [0.0000, 0.0000] | 0.3333 | -33.33 |" in text
    assert text.count("| NO |") >= 2


def test_progress_counts_the_questions_of_each_stage(data: ReadingData) -> None:
    told: list[IndexProgress] = []
    measure_reader(RIGHT, data, encoder=FakeEncoder, progress=told.append)
    first = [each for each in told if each.stage == told[0].stage]
    assert [(each.done, each.total) for each in first] == [(1, 3), (2, 3), (3, 3)]


def test_all_files_are_read_before_anything_is_measured(data: ReadingData) -> None:
    (data.squad[0].parent / "claims_train.csv").unlink()
    reader = FakeReader({})
    with pytest.raises(DatasetError, match=r"claims_train\.csv"):
        measure_reader(reader, data, encoder=FakeEncoder)
    assert reader.windows == []
