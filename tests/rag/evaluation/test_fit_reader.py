import json
from pathlib import Path

import pytest

from embeddings.reader import SentenceReader
from rag.answers.calibration import load_calibration
from rag.answers.trained_reader import ReadingWeights
from rag.errors import CalibrationError
from rag.evaluation import fit_reader
from rag.evaluation.practice import PracticeCorpus
from rag.evaluation.reading_source import held_out_corpus
from tests.embeddings.overlap_reader import OverlapReader
from tests.rag.reader_data.squad_files import squad_file
from tests.rag.seeds_engine import shipped_encoder

THINGS = (
    "lighthouse harbour lamp brass|orchard valley cider apples|glacier fjord icebergs blue|"
    "windmill dyke flour oak|volcano island ash black|monastery cliff honey wax|"
    "railway tunnel tickets green|market square spices saffron"
)


def paragraph(thing: str, place: str, product: str, kind: str) -> str:
    return (
        f"The {thing} stands beside the {place}. Visitors of the {thing} buy {product} there. "
        f"Nothing else is sold. Its owner likes {kind} best."
    )


def squad_in(folder: Path, *, n_articles: int = 8) -> Path:
    """Articles of one paragraph each with two questions, that share words with their answers."""
    articles = {}
    for row in THINGS.split("|")[:n_articles]:
        thing, place, product, kind = row.split()
        articles[thing.title()] = {
            paragraph(thing, place, product, kind): [
                (f"Where does the {thing} stand, beside what?", f"the {place}"),
                (f"What do visitors of the {thing} buy?", product),
            ]
        }
    return squad_file(folder / "squad.json", articles)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> OverlapReader:
    """A network that counts words in place of the shipped one, and a practice corpus of a line."""
    reader = OverlapReader()

    def load_reader(_name: str) -> SentenceReader:
        return reader

    documents = tmp_path / "practice"
    documents.mkdir()
    (documents / "bridge.md").write_text("# The bridge\n\nThe bridge is made of oak.\n")
    questions = tmp_path / "practice.yaml"
    questions.write_text(
        '- {id: a1, cat: direct, q: "What is the bridge made of?", '
        'gold: [{doc: ["bridge"], any: ["made of oak"]}]}\n'
        '- {id: a2, cat: abstain_near, q: "Who built the bridge?"}\n'
    )
    corpus = PracticeCorpus(documents, questions)
    monkeypatch.setattr(fit_reader, "practice_corpora", lambda: (corpus,))
    monkeypatch.setattr(fit_reader, "load_reader", load_reader)
    monkeypatch.setattr(fit_reader, "load_encoder", shipped_encoder)
    return reader


def fitted(squad: Path, *, every: int = 1) -> tuple[Path, Path]:
    weights, calibration = squad.parent / "weights.json", squad.parent / "calibration.json"
    options = ["--every", every, "--weights", weights, "--calibration", calibration]
    fit_reader.main([str(squad), *map(str, options)])
    return weights, calibration


def test_weights_and_calibration_are_fitted_for_the_reader_and_the_encoder(
    network: OverlapReader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights, calibration = fitted(squad_in(tmp_path))
    report = json.loads(weights.read_text())
    assert ReadingWeights(**report["weights"]).relevance != 0
    assert report["reader_sha256"] == network.identity.weights_sha256
    assert report["encoder_sha256"] == shipped_encoder().identity.weights_sha256
    assert "16 questions, each with and without its paragraph" in report["data"]
    assert "2 questions" in report["data"]
    assert 0.5 < report["hit_at_1"] <= report["hit_at_3"] <= 1.0
    learnt = load_calibration(calibration)
    assert learnt.is_for(shipped_encoder().identity.weights_sha256, "overlap-abababababab")
    assert learnt.n_answerable + learnt.n_unanswerable == 32  # practice sets the threshold alone
    assert learnt.n_unanswerable >= 16  # without its paragraph no question has an answer
    assert capsys.readouterr().out == weights.read_text() + calibration.read_text()


@pytest.mark.usefixtures("network")
def test_the_same_file_fits_the_same(tmp_path: Path) -> None:
    squad = squad_in(tmp_path)
    once = [path.read_bytes() for path in fitted(squad)]
    assert [path.read_bytes() for path in fitted(squad)] == once


@pytest.mark.usefixtures("network")
def test_scores_that_do_not_separate_write_nothing(tmp_path: Path) -> None:
    # Two questions give at most two right sentences: fewer than a threshold can be fitted on.
    with pytest.raises(CalibrationError, match="at least 5 of each are needed"):
        fitted(squad_in(tmp_path, n_articles=1))
    assert {path.name for path in tmp_path.glob("*.json")} == {"squad.json"}


@pytest.mark.usefixtures("network")
def test_a_file_too_short_to_hold_an_article_out_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="8 articles, and no question on every 20th"):
        fitted(squad_in(tmp_path), every=20)


@pytest.mark.parametrize(
    ("every", "asked", "n_indexed"),
    [
        (1, {0, 1, 2, 3, 4, 5, 6, 7}, 8),
        (2, {1, 3, 5, 7}, 8),  # and 0, 2, 4, 6 beside them
        (4, {3, 7}, 4),  # and 1, 5
        (8, {7}, 2),  # and 3
    ],
)
def test_held_out_articles_are_asked_and_as_many_others_indexed_each_once(
    tmp_path: Path, every: int, asked: set[int], n_indexed: int
) -> None:
    corpus = tmp_path / "corpus.jsonl"
    questions = held_out_corpus(squad_in(tmp_path), corpus, every=every, n_questions=100)
    things = [row.split()[0] for row in THINGS.split("|")]
    found = {i for i, thing in enumerate(things) if any(thing in q.question for q in questions)}
    assert found == asked
    texts = [json.loads(line)["text"] for line in corpus.read_text().splitlines()]
    assert len(texts) == len(set(texts)) == n_indexed


def test_questions_are_drawn_evenly(tmp_path: Path) -> None:
    squad, corpus = squad_in(tmp_path), tmp_path / "corpus.jsonl"
    every_one = held_out_corpus(squad, corpus, every=1, n_questions=100)
    assert held_out_corpus(squad, corpus, every=1, n_questions=4) == every_one[::4]
