import json
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.benchmark import Throughput, main, measure, read_texts, report
from embeddings.identity import EncoderIdentity
from tests.embeddings.test_identity import TOY


class ToyEncoder:
    """Two dimensions, no model; remembers how many documents each call held."""

    identity: EncoderIdentity = TOY

    def __init__(self) -> None:
        self.calls: list[int] = []

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.tile(np.array([1, 0], dtype=np.float32), (len(texts), 1))

    def encode_documents(
        self,
        texts: Sequence[str],
        *,
        truncate: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        assert truncate
        assert progress is None
        self.calls.append(len(texts))
        return self.encode_queries(texts)

    def count_tokens(self, text: str) -> int:
        return len(text.split())


def test_encoders_take_turns_and_are_timed_one_by_one() -> None:
    # The clock moves 1 s a reading, so every timed call of 8 texts takes 1 s.
    ticks = count()
    first, second = ToyEncoder(), ToyEncoder()
    results = measure(
        {"a": first, "b": second}, ["text"] * 8, rounds=2, clock=lambda: float(next(ticks))
    )
    assert results == (Throughput("a", (8.0, 8.0)), Throughput("b", (8.0, 8.0)))
    assert first.calls == second.calls == [4, 8, 8]


@pytest.mark.parametrize(("texts", "rounds"), [([], 1), (["text"], 0)])
def test_nothing_to_measure_is_refused(texts: Sequence[str], rounds: int) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        measure({"a": ToyEncoder()}, texts, rounds=rounds)


def test_report_compares_medians_with_the_first() -> None:
    text = report([Throughput("a", (30.0, 20.0, 40.0)), Throughput("b", (20.0,))], mean_tokens=9.6)
    assert "10 tokens" in text
    assert "a: 30.0 texts/s (20.0-40.0), first is 1.00 times as fast" in text
    assert "b: 20.0 texts/s (20.0-20.0), first is 1.50 times as fast" in text


def test_json_lines_give_title_and_text_repeated_to_the_count(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    records = [{"title": "Lift", "text": "Wings."}, {"text": "Rain."}]
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n")
    assert read_texts(path, count=3) == ("Lift Wings.", "Rain.", "Lift Wings.")


def test_a_folder_gives_the_paragraphs_of_its_text_files(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("third\n")
    (tmp_path / "a.txt").write_text("first\n\nsecond\n\n\n")
    (tmp_path / "c.png").write_bytes(b"\xff")
    assert read_texts(tmp_path, count=3) == ("first", "second", "third")


def test_a_source_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no text"):
        read_texts(tmp_path, count=1)


def test_the_command_reports_the_shipped_encoder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("One short text.")
    main(["--texts", str(tmp_path), "--count", "2", "--rounds", "1"])
    assert "footnote-encoder: " in capsys.readouterr().out
