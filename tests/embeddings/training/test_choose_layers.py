from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
import torch

from embeddings.reader_input import ReaderTokenizer
from embeddings.training.batches import Batch, encode_examples, make_batches
from embeddings.training.choose_layers import least_missed, main
from embeddings.training.example import ReaderExample, write_examples
from embeddings.training.loss import losses
from embeddings.training.reader_network import ReaderNetwork
from embeddings.training.recipe import LossWeights
from tests.embeddings.tiny_tokenizer import tiny_tokenizer
from tests.embeddings.training.tiny_network import tiny_network
from tests.embeddings.training.toy_examples import TOLD

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("one_thread")]


@pytest.fixture
def batches() -> list[Batch]:
    tokenizer = tiny_tokenizer()
    encoded = encode_examples([TOLD], tokenizer, ReaderTokenizer(tokenizer, max_tokens=100))
    rng = Random(1)  # noqa: S311 draws
    return list(make_batches(encoded, tokens=100, rng=rng))


def with_an_idle_layer(number: int, batches: Sequence[Batch]) -> ReaderNetwork:
    """Three layers that have learnt the batches, but for one, which adds nothing to what enters."""
    network = tiny_network(layers=3)
    for name, weights in network.bert.encoder.layer[number].named_parameters():
        if "output.dense" in name:
            torch.nn.init.zeros_(weights)
        weights.requires_grad = False
    optimiser = torch.optim.Adam([p for p in network.parameters() if p.requires_grad], lr=1e-2)
    for _ in range(60):
        for batch in batches:
            logits = network(batch.ids, batch.types, batch.mask)
            losses(logits, batch).total(LossWeights()).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            optimiser.zero_grad()
    return network.eval()


@pytest.mark.parametrize("idle", [1, 2])
def test_the_layer_that_does_nothing_goes_first(idle: int, batches: list[Batch]) -> None:
    network = with_an_idle_layer(idle, batches)
    whole, without, one = least_missed(network, batches, keep=1)
    assert whole.layers == (0, 1, 2)
    assert without.layers == tuple(i for i in range(3) if i != idle)
    assert without.loss == pytest.approx(whole.loss, abs=0.02)
    assert len(one.layers) == 1
    assert set(one.layers) < set(without.layers)


def test_the_network_is_left_as_it_was(batches: list[Batch]) -> None:
    network = with_an_idle_layer(1, batches)
    before = list(network.bert.encoder.layer)
    list(least_missed(network, batches, keep=2))
    assert list(network.bert.encoder.layer) == before


def test_no_layer_goes_when_there_are_no_more(batches: list[Batch]) -> None:
    (whole,) = least_missed(with_an_idle_layer(1, batches), batches, keep=3)
    assert whole.layers == (0, 1, 2)


def test_the_command_prints_what_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_examples(tmp_path / "told.jsonl", [TOLD] * 3)
    main(["footnote-reader", str(tmp_path / "told.jsonl"), "--keep", "50", "--each", "2"])
    out = capsys.readouterr().out
    assert "layers, loss " in out
    assert out.strip().endswith("]")


@pytest.mark.parametrize(
    ("examples", "keep", "said"),
    [([TOLD], "0", "--keep is 0; one layer or more"), ([], "2", "the files hold no example")],
)
def test_what_cannot_be_measured_is_told(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    examples: list[ReaderExample],
    keep: str,
    said: str,
) -> None:
    write_examples(tmp_path / "told.jsonl", examples)
    with pytest.raises(SystemExit):
        main(["footnote-reader", str(tmp_path / "told.jsonl"), "--keep", keep])
    assert said in capsys.readouterr().err
