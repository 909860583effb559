from pathlib import Path

import pytest

from rag.errors import TrainingDataError
from rag.reader_data.json_lines import records


def written(folder: Path, content: str) -> Path:
    path = folder / "data.jsonl"
    path.write_text(content, encoding="utf-8")
    return path


def test_records_come_in_order_without_blank_lines(tmp_path: Path) -> None:
    path = written(tmp_path, '{"a": "x", "n": 1}\n\n{"a": "y"}\n')
    assert list(records(path, strings=["a"])) == [{"a": "x", "n": 1}, {"a": "y"}]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: no JSON"),
        ("[1]", "line 2: a JSON list, expected an object"),
        ('{"b": "x"}', "line 2: a is None, expected a string"),
        ('{"a": 7}', "line 2: a is 7, expected a string"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = written(tmp_path, f'{{"a": "x"}}\n{line}\n')
    with pytest.raises(TrainingDataError, match=said):
        list(records(path, strings=["a"]))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"gone\.jsonl cannot be read"):
        list(records(tmp_path / "gone.jsonl", strings=[]))
