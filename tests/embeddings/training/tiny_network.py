"""A reader's network small enough to train in a test: layers of eight dimensions."""

import torch
from transformers import BertConfig, BertModel

from embeddings.training.reader_network import ATTENTION, ReaderNetwork
from tests.embeddings.tiny_tokenizer import SEP, VOCABULARY


def tiny_network(
    *, seed: int = 0, vocabulary: int = len(VOCABULARY), dimensions: int = 8, layers: int = 2
) -> ReaderNetwork:
    """Random weights, the same for a seed."""
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=dimensions,
        num_hidden_layers=layers,
        num_attention_heads=2,
        intermediate_size=2 * dimensions,
        max_position_embeddings=128,
    )
    config._attn_implementation = ATTENTION
    return ReaderNetwork(BertModel(config, add_pooling_layer=False), separator=SEP)


def read_the_other_way(network: ReaderNetwork) -> ReaderNetwork:
    """The same weights: relevance at [SEP] instead of as a mean, or the reverse."""
    other = ReaderNetwork(network.bert, separator=network.separator, pools=not network.pools)
    other.head.load_state_dict(network.head.state_dict())
    return other.train(network.training)
