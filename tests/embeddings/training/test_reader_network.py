from math import isclose
from pathlib import Path

import pytest
import torch
from transformers import BertConfig

from embeddings import export
from embeddings.reader_input import RELEVANCE, WINDOW
from embeddings.training.reader_network import N_CHANNELS, ReaderNetwork
from tests.embeddings.tiny_tokenizer import CLS, SEP, ids, tiny_tokenizer
from tests.embeddings.training.tiny_network import read_the_other_way, tiny_network

pytestmark = pytest.mark.models

SHORT = [CLS, *ids("when"), SEP, *ids("cats sleep"), SEP]
LONG = [CLS, *ids("when"), SEP, *ids("the bridge was built"), SEP]


def rows(*texts: list[int]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, types and mask, padded with 0."""
    width = max(map(len, texts))
    padded = [text + [0] * (width - len(text)) for text in texts]
    types = [[0] * 3 + [1] * (width - 3) for _ in texts]
    mask = [[True] * len(text) + [False] * (width - len(text)) for text in texts]
    return torch.tensor(padded), torch.tensor(types), torch.tensor(mask)


@torch.no_grad()
def test_every_token_gets_three_logits() -> None:
    given, types, mask = rows(SHORT, LONG)
    assert tiny_network()(given, types, mask).shape == (2, len(LONG), N_CHANNELS)


@torch.no_grad()
def test_padding_changes_no_logit_of_the_tokens_before_it() -> None:
    network = tiny_network()
    together = network(*rows(SHORT, LONG))
    alone = network(*rows(SHORT)[:2])
    assert torch.allclose(together[0, : len(SHORT)], alone[0], atol=1e-6)


@torch.no_grad()
def test_padding_stays_masked_beside_the_encoders_own_attention(published_folder: Path) -> None:
    export.load_network(published_folder)  # registers an attention without a mask
    test_padding_changes_no_logit_of_the_tokens_before_it()


@torch.no_grad()
def test_question_and_window_are_told_apart() -> None:
    network = tiny_network()
    given, types, _ = rows(SHORT)
    assert not torch.allclose(network(given, types), network(given, torch.zeros_like(types)))


@torch.no_grad()
def test_training_and_use_compute_the_same_for_want_of_dropout() -> None:
    network = tiny_network()
    given = rows(SHORT)
    trained = network.train()(*given)
    assert torch.equal(trained, network.eval()(*given))


@torch.no_grad()
def test_the_relevance_of_a_sentence_is_the_mean_over_its_tokens() -> None:
    network = tiny_network(seed=1)
    asked, one, other = ids("when"), ids("cats sleep"), ids("the bridge was built")
    text = [CLS, *asked, SEP, *one, SEP, *other, SEP]
    given, types = torch.tensor([text]), torch.tensor([[0] * 3 + [1] * (len(text) - 3)])
    each = read_the_other_way(network)(given, types)[0]
    pooled = network(given, types)[0]
    for first, last in ((3, 5), (6, 10)):  # with the [SEP] that closes it
        assert text[last] == SEP
        mean = each[first : last + 1, RELEVANCE].mean()
        assert isclose(float(pooled[last, RELEVANCE]), float(mean), abs_tol=1e-6)
    assert torch.equal(pooled[:, :RELEVANCE], each[:, :RELEVANCE])
    assert torch.equal(pooled[WINDOW], each[WINDOW])


@torch.no_grad()
def test_an_empty_network_takes_up_saved_weights(tmp_path: Path) -> None:
    network = tiny_network(seed=1)
    config = network.bert.config
    assert isinstance(config, BertConfig)
    config.save_pretrained(tmp_path)
    tiny_tokenizer().save(str(tmp_path / "tokenizer.json"))
    taken_up = ReaderNetwork.empty(tmp_path)
    taken_up.load_state_dict(network.state_dict())
    assert torch.equal(taken_up(*rows(LONG)), network(*rows(LONG)))


def test_the_layers_are_the_encoders_and_the_head_is_drawn_by_the_seed(
    published_folder: Path,
) -> None:
    first, same = (ReaderNetwork.from_encoder(published_folder, seed=s).head.weight for s in (1, 1))
    other = ReaderNetwork.from_encoder(published_folder, seed=2)
    assert torch.equal(first, same)
    assert not torch.equal(first, other.head.weight)
    name = "encoder.layer.5.output.dense.weight"
    published = export.load_network(published_folder).bert.state_dict()[name]
    assert torch.equal(other.bert.state_dict()[name], published)


@torch.no_grad()
def test_attention_is_scaled_by_the_root_of_the_heads_size() -> None:
    # Queries and keys of one head of four ones: 4 / sqrt(4) = 2 against 0 gives e2 / (e2 + 1).
    from embeddings.training.reader_network import _divided_attention

    query = torch.ones(1, 1, 1, 4)
    key = torch.stack([torch.ones(4), torch.zeros(4)])[None, None]
    value = torch.tensor([[1.0], [0.0]])[None, None]
    mixed, _ = _divided_attention(torch.nn.Identity(), query, key, value, None)
    assert isclose(float(mixed), 0.880797, abs_tol=1e-6)
