import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.catalogue import load_reader
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.squad import open_squad
from rag.benchmark.removal import RemovalReport, calibration_error, measure_removal
from rag.messages import AskRequest, Outcome
from rag.settings import Settings
from tests.rag.seeds_engine import seeds_engine, shipped_encoder

BRIDGE = "The bridge over the Tay was opened in 1887. It carries two railway tracks."
BEES = "A worker bee lives for six weeks in summer. The queen lays two thousand eggs a day."
ASKED = {
    "Tay_bridge": (BRIDGE, "When was the bridge over the Tay opened?", "1887"),
    "Honey_bees": (BEES, "How long does a worker bee live in summer?", "six weeks"),
}


def squad_file(folder: Path) -> Path:
    articles = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": text,
                    "qas": [
                        {
                            "id": title,
                            "question": question,
                            "answers": [{"text": answer, "answer_start": text.index(answer)}],
                        }
                    ],
                }
            ],
        }
        for title, (text, question, answer) in ASKED.items()
    ]
    path = folder / "pets.json"
    path.write_text(json.dumps({"data": articles}), encoding="utf-8")
    return path


def measured(folder: Path, *, left_out: tuple[str, ...] = ()) -> RemovalReport:
    return measure_removal(
        open_squad(squad_file(folder)),
        Settings(),
        shipped_encoder(),
        load_reader(threads=1),
        left_out=left_out,
        limit=None,
    )


def test_what_its_document_answers_is_refused_without_it(tmp_path: Path) -> None:
    report = measured(tmp_path)
    assert report.n_questions == 2
    values = {estimate.name: estimate.value for estimate in report.estimates}
    assert (values["hit@1"], values["hit@3"], values["false_refusal_rate"]) == (1, 1, 0)
    assert values["refused without its document"] == 1
    assert values["confidence AUROC"] == 1  # both with their document are surer than both without
    assert 0 < report.p50_read_ms <= report.p50_total_ms


def test_articles_that_are_left_out_are_indexed_and_not_asked(tmp_path: Path) -> None:
    assert measured(tmp_path, left_out=("Honey bees",)).n_questions == 1


def test_no_more_questions_are_asked_than_the_limit(tmp_path: Path) -> None:
    dataset = open_squad(squad_file(tmp_path))
    again = replace(dataset.queries[0], query_id="again")
    report = measure_removal(
        replace(dataset, queries=(*dataset.queries, again)),
        Settings(),
        shipped_encoder(),
        load_reader(threads=1),
        left_out=(),
        limit=2,
    )
    assert report.n_questions == 2


def test_no_question_that_remains_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"pets\.json: no answerable question remains"):
        measured(tmp_path, left_out=("Honey bees", "Tay bridge"))


def test_the_calibration_error_is_the_gap_of_each_bin_by_its_share() -> None:
    # Two bins: 0.9 promised and half of two right; 0.1 promised and none of two right.
    confidences = np.array([0.9, 0.9, 0.1, 0.1])
    right = np.array([1.0, 0.0, 0.0, 0.0])
    assert calibration_error(confidences, right) == pytest.approx(0.5 * 0.4 + 0.5 * 0.1)
    assert calibration_error(np.array([1.0, 0.0]), np.array([1.0, 0.0])) == 0.0


def test_an_engine_answers_as_if_a_document_were_not_there() -> None:
    request = AskRequest(question="What date is the safety behaviours course?")
    answered = seeds_engine().ask(request)
    document_id = answered.citations[0].document_id
    without = seeds_engine().ask(request, without=document_id)
    assert document_id not in {citation.document_id for citation in without.citations}
    assert document_id not in {hit.document_id for hit in without.nearest}
    assert answered.outcome is Outcome.ANSWERED
    assert without.confidence < answered.confidence
