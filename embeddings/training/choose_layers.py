"""Which layers a reader misses least: `python -m embeddings.training.choose_layers READER FILE…`.

One layer after another is taken out, each time the one without which the loss is lowest (Peer et
al., 2022, greedy layer pruning). What is left names the `kept_layers` of a recipe's next stage.
Needs the extra `models`.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch

from embeddings.catalogue import reader_folder
from embeddings.export import published_weights
from embeddings.model_folder import TOKENIZER_NAME
from embeddings.onnx_files import open_tokenizer
from embeddings.reader_input import ReaderTokenizer
from embeddings.training.batches import Batch, encode_examples, make_batches
from embeddings.training.example import read_examples
from embeddings.training.loss import losses
from embeddings.training.reader_network import ReaderNetwork
from embeddings.training.recipe import SHIPPED_RECIPE, LossWeights, read_recipe
from embeddings.training.sampling import sample_window
from embeddings.training.stored_reader import stored_network


@dataclass(frozen=True, slots=True)
class Kept:
    """Layers that are left, counted from 0 in the whole network, and the loss with them alone."""

    layers: tuple[int, ...]
    loss: float


def least_missed(network: ReaderNetwork, batches: Sequence[Batch], *, keep: int) -> Iterator[Kept]:
    """All layers, then one fewer each time, down to `keep`; the network is left as it was.

    Args:
        network: at rest.
        batches: that the loss is measured on, one or more.
        keep: how many layers are to be left, one or more; all of them if there are no more.
    """
    whole = network.bert.encoder.layer

    def loss_with(layers: Sequence[int]) -> float:
        network.bert.encoder.layer = torch.nn.ModuleList(whole[i] for i in layers)
        try:
            return _loss(network, batches)
        finally:
            network.bert.encoder.layer = whole

    left = tuple(range(len(whole)))
    yield Kept(left, loss_with(left))
    while len(left) > keep:
        without = [left[:i] + left[i + 1 :] for i in range(len(left))]
        best = min((Kept(layers, loss_with(layers)) for layers in without), key=lambda k: k.loss)
        left = best.layers
        yield best


@torch.no_grad()
def _loss(network: ReaderNetwork, batches: Sequence[Batch]) -> float:
    total = 0.0
    for batch in batches:
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(batch.ids, batch.types, batch.mask)
        total += float(losses(logits, batch).total(LossWeights()))
    return total / len(batches)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what is left after each layer that is taken out, with its loss."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.keep < 1:
        parser.error(f"--keep is {options.keep}; one layer or more must be left")
    recipe = read_recipe(SHIPPED_RECIPE)
    base = options.base or published_weights().folder
    network = stored_network(reader_folder(options.reader), base).eval()
    rng = Random(options.seed)  # noqa: S311 draws
    drawn = []
    for path in options.examples:
        examples = list(read_examples(path))
        drawn += rng.sample(examples, min(options.each, len(examples)))
    windows = [sample_window(example, rng) for example in drawn]
    tokenizer = open_tokenizer(base / TOKENIZER_NAME)
    layout = ReaderTokenizer(tokenizer, max_tokens=recipe.max_tokens)
    encoded = encode_examples(windows, tokenizer, layout)
    batches = list(make_batches(encoded, tokens=recipe.batch_tokens, rng=rng))
    if not batches:
        parser.error("the files hold no example to measure the loss on")
    for kept in least_missed(network, batches, keep=options.keep):
        sys.stdout.write(f"{len(kept.layers)} layers, loss {kept.loss:.3f}: {list(kept.layers)}\n")
        sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", help="name or folder")
    parser.add_argument("examples", type=Path, nargs="+", help="files as training writes them")
    parser.add_argument("--base", type=Path, help="folder of the encoder that it was made from")
    parser.add_argument("--keep", type=int, default=8, help="layers to be left")
    parser.add_argument("--each", type=int, default=60, help="examples drawn from each file")
    parser.add_argument("--seed", type=int, default=7, help="of what is drawn")
    return parser


if __name__ == "__main__":
    main()
