import json
from pathlib import Path

import pytest

from embeddings.training.example import ReaderExample
from rag.errors import TrainingDataError
from rag.reader_data.medquad import medquad_examples

ANSWERS = {
    ("Lung Cancer", "information"): "Lung cancer is a disease of the lungs. It forms in tissue. "
    "There are two main kinds.",
    (
        "Lung Cancer",
        "treatment",
    ): "Lung cancer is treated with surgery. Some patients rest at home. The team plans each step.",
    ("Skin Cancer", "information"): "Skin cancer is a growth on the skin. It can appear on the "
    "face. Most moles stay harmless.",
    ("Skin Cancer", "treatment"): "Skin cancer is treated with creams. A nurse cleans the skin. "
    "Most creams smell.",
}


def written(folder: Path, answers: dict[tuple[str, str], str] | None = None) -> Path:
    path = folder / "medquad.jsonl"
    rows = (
        {"source": "1", "file": focus, "focus": focus, "qtype": kind, "answer": answer}
        for (focus, kind), answer in (ANSWERS if answers is None else answers).items()
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def built(path: Path) -> list[ReaderExample]:
    return [example for seed in range(30) for example in medquad_examples(path, seed=seed)]


def test_the_sentence_that_states_the_answer_is_relevant(tmp_path: Path) -> None:
    stated = {
        sentence
        for example in built(written(tmp_path))
        for sentence, label in zip(example.sentences, example.relevant, strict=True)
        if label
    }
    assert stated == {
        "Lung cancer is a disease of the lungs.",
        "Lung cancer is treated with surgery.",
        "Skin cancer is a growth on the skin.",
        "Skin cancer is treated with creams.",
    }


def test_half_of_the_windows_hold_no_answer_and_are_sure_of_it(tmp_path: Path) -> None:
    examples = list(medquad_examples(written(tmp_path), seed=1))
    assert [example.is_answerable for example in examples].count(False) == len(ANSWERS)
    assert len(examples) == 2 * len(ANSWERS)


def test_no_window_says_that_its_own_answer_is_false(tmp_path: Path) -> None:
    for example in built(written(tmp_path)):
        for sentence, label in zip(example.sentences, example.relevant, strict=True):
            subject = "lung" if "lung" in example.question.lower() else "skin"
            is_own = sentence.lower().startswith(f"{subject} cancer is treated")
            asks_treatment = any(
                word in example.question.lower()
                for word in ("treat", "cure", "therapy", "done", "helps")
            )
            assert not (is_own and asks_treatment and label is False)


def test_the_same_seed_gives_the_same_examples(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert list(medquad_examples(path, seed=3)) == list(medquad_examples(path, seed=3))
    assert list(medquad_examples(path, seed=3)) != list(medquad_examples(path, seed=4))


def test_windows_are_small(tmp_path: Path) -> None:
    long = {("Flu", "information"): "Flu is an infection. " + "Flu passes after a week. " * 90}
    for example in built(written(tmp_path, long)):
        assert 2 <= len(example.sentences) <= 7
        assert len(" ".join(example.sentences)) <= 1000


def test_types_and_brochures_that_teach_nothing_are_left_out(tmp_path: Path) -> None:
    answers = {
        ("Flu", "support groups"): "Flu is a disease. Ask them.",
        ("Causes of Flu", "causes"): "Flu is caused by a virus. It spreads.",
    }
    assert built(written(tmp_path, answers)) == []


def test_a_record_without_an_answer_is_named(tmp_path: Path) -> None:
    path = tmp_path / "medquad.jsonl"
    path.write_text('{"source": "1", "file": "f", "focus": "Flu", "qtype": "causes"}\n')
    with pytest.raises(TrainingDataError, match="line 1: answer is None, expected a string"):
        list(medquad_examples(path, seed=0))
