from pathlib import Path

import numpy as np
import pytest

from embeddings.sentence_transformer_encoder import SentenceTransformerEncoder, sha256_of_weights
from embeddings.training.triple import Triple

pytestmark = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the trainer's libraries
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

TRIPLES = {
    "sentences": [
        Triple("Who fell?", "The girl fell.", "Who fell, they asked."),
        Triple("When does it open?", "Doors open at nine.", "It is about to open."),
        Triple("How long is it?", "Three hours.", "It is not known how long it is."),
    ],
    "abstracts": [Triple("Zinc cuts colds.", "We gave zinc."), Triple("Iron.", "We gave iron.")],
}


def test_one_pass_brings_answers_nearer_and_half_the_weights_go_half_the_way(
    published_folder: Path, published: SentenceTransformerEncoder, tmp_path: Path
) -> None:
    from embeddings.training.train_encoder import Tuning, tune_encoder

    told: list[tuple[int, int]] = []
    tuned = tune_encoder(
        published_folder,
        TRIPLES,
        tmp_path,
        Tuning(rate=1e-3, batch=3, alphas=(1.0, 0.5, 0.0)),
        progress=lambda done, total: told.append((done, total)),
    )
    assert [path.name for path in tuned.folders] == ["alpha-1.00", "alpha-0.50", "alpha-0.00"]
    assert sorted(tmp_path.iterdir()) == sorted(tuned.folders)
    assert told == [(1, 2), (2, 2)]
    assert (tuned.steps, tuned.n_steps, len(tuned.losses)) == (2, 2, 2)
    untouched = SentenceTransformerEncoder(str(tuned.folders[2]))
    question = ["Who fell?"]
    assert np.allclose(untouched.encode_queries(question), published.encode_queries(question))
    assert len({sha256_of_weights(folder) for folder in tuned.folders}) == 3


def test_a_pass_ends_when_its_time_is_up(published_folder: Path, tmp_path: Path) -> None:
    from embeddings.training.train_encoder import Tuning, tune_encoder

    tuned = tune_encoder(published_folder, TRIPLES, tmp_path, Tuning(batch=1, minutes=1e-9))
    assert (tuned.steps, tuned.n_steps) == (1, 5)


def test_nothing_to_learn_from_is_refused(published_folder: Path, tmp_path: Path) -> None:
    from embeddings.training.train_encoder import Tuning, tune_encoder

    with pytest.raises(ValueError, match="no triples"):
        tune_encoder(published_folder, {"sentences": []}, tmp_path, Tuning())


def test_weights_are_mixed_in_shares() -> None:
    import torch

    from embeddings.training.train_encoder import mixed_weights

    original = {"weight": torch.tensor([0.0, 4.0]), "positions": torch.tensor([1, 2])}
    tuned = {"weight": torch.tensor([1.0, 0.0]), "positions": torch.tensor([1, 2])}
    mixed = mixed_weights(original, tuned, alpha=0.25)
    assert mixed["weight"].tolist() == [0.25, 3.0]
    assert mixed["positions"].tolist() == [1, 2]


def test_no_more_than_ten_groups_are_made() -> None:
    from embeddings.training.train_encoder import by_length

    triples = [Triple("?", "a" * (n + 1), None) for n in range(90)]
    groups = by_length(triples, batch=1)
    assert [len(group) for group in groups] == [9] * 10
    assert [triple for group in groups for triple in group] == triples


def test_many_triples_are_grouped_by_their_longest_text() -> None:
    from embeddings.training.train_encoder import by_length

    triples = [Triple("?", "a" * (16 - n), "b") for n in range(16)]
    groups = by_length(triples, batch=1)
    assert [[len(t.answering) for t in group] for group in groups] == [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10, 11, 12],
        [13, 14, 15, 16],
    ]
    assert [len(group) for group in by_length(triples, batch=2)] == [8, 8]
    assert len(by_length(triples, batch=3)) == 1
    assert by_length([], batch=1) == []
