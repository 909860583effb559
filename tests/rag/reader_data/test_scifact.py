import json
from pathlib import Path

import pytest

from embeddings.training.example import ReaderExample
from rag.errors import TrainingDataError
from rag.reader_data.scifact import scifact_examples

ABSTRACTS = {
    "7": ["Zinc matters.", "We gave zinc.", "Zinc cut colds.", "Few fell ill.", "More is needed."],
    "8": ["Iron matters.", "We gave iron.", "Nothing changed."],
}
HEADER = "id,claim,evidence_doc_id,evidence_label,evidence_sentences,cited_doc_ids\n"
ROWS = (
    "1,Zinc reduces colds.,7,SUPPORT,[2],[7 8]\n"
    "1,Zinc reduces colds.,7,SUPPORT,[3],[7 8]\n"
    "2,Iron prevents colds.,,,[],[ 8]\n"
)


def written(folder: Path, *, rows: str = ROWS, header: str = HEADER) -> Path:
    (folder / "abstract_sentences.json").write_text(json.dumps(ABSTRACTS))
    (folder / "claims_train.csv").write_text(header + rows)
    return folder


def built(folder: Path) -> list[ReaderExample]:
    return [example for seed in range(10) for example in scifact_examples(folder, seed=seed)]


def test_all_evidence_of_an_abstract_is_relevant_and_nothing_else(tmp_path: Path) -> None:
    examples = built(written(tmp_path))
    stated = {
        (sentence, label)
        for example in examples
        for sentence, label in zip(example.sentences, example.relevant, strict=True)
    }
    assert {sentence for sentence, label in stated if label} == {"Zinc cut colds.", "Few fell ill."}
    assert {label for _, label in stated} == {True, False}
    assert not {s for s, label in stated if not label} & {"Zinc cut colds.", "Few fell ill."}


def test_a_cited_abstract_without_evidence_answers_nothing(tmp_path: Path) -> None:
    on_iron = [example for example in built(written(tmp_path)) if "ron" in example.sentences[0]]
    assert on_iron
    assert not any(example.is_answerable for example in on_iron)


def test_claims_are_asked_in_three_ways(tmp_path: Path) -> None:
    questions = {example.question for example in built(written(tmp_path))}
    assert {"Zinc reduces colds.", "Zinc reduces colds", "Does zinc reduce colds?"} <= questions


def test_the_same_seed_gives_the_same_examples_each_once(tmp_path: Path) -> None:
    folder = written(tmp_path)
    examples = list(scifact_examples(folder, seed=5))
    assert examples == list(scifact_examples(folder, seed=5))
    assert len(examples) == len(set(examples))


def test_the_claims_to_measure_with_are_never_opened(tmp_path: Path) -> None:
    (tmp_path / "claims_validation.csv").mkdir()  # reading it would fail
    assert built(written(tmp_path))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1,A claim.,9,SUPPORT,[0],[9]\n", "line 2: abstract 9 is not in"),
        ("1,A claim.,8,SUPPORT,[3],[8]\n", "sentence 3 of abstract 8, which has 3"),
        ("1,A claim.,8,SUPPORT,two,[8]\n", "'two' is no list of numbers"),
        ("1,A claim.\n", "line 2: no evidence_doc_id, evidence_sentences, cited_doc_ids"),
    ],
)
def test_a_malformed_claim_is_named(tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(TrainingDataError, match=said):
        built(written(tmp_path, rows=rows))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="no column claim, evidence_doc_id"):
        built(written(tmp_path, header="id,evidence_sentences,cited_doc_ids\n", rows=""))


def test_abstracts_must_be_lists_of_sentences(tmp_path: Path) -> None:
    folder = written(tmp_path)
    for content, said in (("{", "as JSON"), ("[]", "a JSON list"), ('{"7": "x"}', "7 holds 'x'")):
        (folder / "abstract_sentences.json").write_text(content)
        with pytest.raises(TrainingDataError, match=said):
            built(folder)
