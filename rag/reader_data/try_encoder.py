"""Tunes the encoder: `python -m rag.reader_data.try_encoder DATA --examples FOLDER --out FOLDER`.

An experiment: what it writes is measured by `python -m rag.reader_data.compare_encoders`. Needs the
extra `models`.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from embeddings.export import check_source, find_source
from embeddings.training.train_encoder import Tuning, tune_encoder
from rag.reader_data.encoder_triples import encoder_triples

_REPORT_EVERY = 10  # steps


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the triples, learn them in one pass, save the weights at each alpha."""
    options = _parser().parse_args(arguments)
    source = find_source()
    check_source(source)
    triples = encoder_triples(
        options.examples,
        options.data,
        n_sentences=options.pairs,
        n_passages=options.passages,
        seed=options.seed,
    )
    _say(", ".join(f"{len(rows):,} {kind}" for kind, rows in triples.items()))
    tuning = Tuning(
        seed=options.seed,
        rate=options.rate,
        batch=options.batch,
        minutes=options.minutes,
        alphas=tuple(options.alphas),
    )
    tuned = tune_encoder(source, triples, options.out, tuning, progress=_report)
    _say(f"{tuned.steps} of {tuned.n_steps} steps in {tuned.seconds:.0f} s")
    _say("loss by tenths: " + " ".join(f"{loss:.3f}" for loss in tuned.losses))
    for folder in tuned.folders:
        _say(str(folder))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the data sets, with scifact/")
    parser.add_argument(
        "--examples", type=Path, required=True, help="folder that train-reader wrote"
    )
    parser.add_argument("--out", type=Path, required=True, help="gets alpha-<alpha>/ for each")
    parser.add_argument("--pairs", type=int, default=8_000, help="questions with sentences")
    parser.add_argument(
        "--passages", type=int, default=1_200, help="questions with paragraphs, claims at most"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--minutes", type=float, help="of learning, at most; the rate ends at 0")
    parser.add_argument("--rate", type=float, default=2e-5, help="highest learning rate")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument(
        "--alphas", type=float, nargs="+", default=[1.0, 0.5, 0.25], help="shares of tuned weights"
    )
    return parser


def _report(done: int, total: int) -> None:
    if done % _REPORT_EVERY == 0:
        sys.stderr.write(f"step {done} of {total}\n")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
