"""How much a network should read for a question: `python -m rag.evaluation.reading_budget`.

The ablation in docs/benchmarks.md: held-out questions of SQuAD, right sentence first and among
three, for several numbers of tokens and neighbours, with and without the heading; and what each of
the scores is worth alone. Weights are fitted anew for every line.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from embeddings.catalogue import load_encoder, load_reader
from rag.answers.trained_reader import AROUND
from rag.evaluation.logistic import fit_logistic
from rag.evaluation.reading_source import (
    FEATURES,
    ReadingSource,
    ReadSentences,
    WindowSource,
    held_out_corpus,
    together,
)
from rag.evaluation.squad_questions import hit_rate, indexed
from rag.settings import ReaderSettings

_SCORES = ("relevance", "span", "answerable", "similarity")
_NETWORK = _SCORES[:3]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print Markdown tables."""
    options = _parser().parse_args(arguments)
    encoder, network = load_encoder(), load_reader(options.reader)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        asked = held_out_corpus(
            options.squad, corpus, every=options.every, n_questions=options.questions
        )
        generation, settings = indexed(corpus, encoder)
        _row("tokens", "around", "heading", "hit@1", "hit@3", "ms, p50")
        _row(*["---"] * 6)
        for tokens, around, heading in _settings(options.tokens):
            found = WindowSource(generation, settings, encoder, tokens=tokens, around=around)
            source = ReadingSource(found, network, with_heading=heading)
            parts: list[ReadSentences] = []
            milliseconds: list[float] = []
            for number, entry in enumerate(asked):
                started = time.perf_counter()
                parts.append(source.read(number, entry))
                # Read twice: with the paragraph and without.
                milliseconds.append((time.perf_counter() - started) * 500)
            read = together(parts)
            first, three = _hits(read, FEATURES)
            _row(
                str(tokens or "all"),
                str(around),
                "yes" if heading else "no",
                f"{first:.3f}",
                f"{three:.3f}",
                f"{statistics.median(milliseconds):.1f}",
            )
            if (tokens, around, heading) == (options.tokens, AROUND, True):
                _parts(read)
        generation.close()


def _settings(tokens: int) -> Iterator[tuple[int | None, int, bool]]:
    """Budgets first, then neighbours, then the heading; the served one once."""
    for budget in (tokens // 4, tokens // 2, tokens * 2, None):
        yield budget, AROUND, True
    for around in (0, 2, 4):
        yield tokens, around, True
    yield tokens, AROUND, False
    yield tokens, AROUND, True


def _parts(read: ReadSentences) -> None:
    """What each score is worth, as served."""
    _row("", "", "", "", "", "")
    _row("scores used", "hit@1", "hit@3")
    _row(*["---"] * 3)
    for names in (*((name,) for name in _SCORES), _NETWORK, FEATURES):
        first, three = _hits(read, names)
        _row(" + ".join(names), f"{first:.3f}", f"{three:.3f}")


def _hits(read: ReadSentences, names: Sequence[str]) -> tuple[float, float]:
    """Right sentence first, among three, with the paragraph there."""
    columns = read.features[:, [FEATURES.index(name) for name in names]]
    weights, intercept = fit_logistic(columns, read.labels.astype(np.float64))
    scores = columns @ weights + intercept
    has_paragraph = read.questions % 2 == 0
    return (
        hit_rate(scores, read.labels, read.questions, has_paragraph, 1),
        hit_rate(scores, read.labels, read.questions, has_paragraph, 3),
    )


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n" if any(cells) else "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m rag.evaluation.reading_budget", description=__doc__
    )
    parser.add_argument("squad", type=Path, help="the SQuAD train file")
    parser.add_argument("--reader", default=ReaderSettings().name, help="a name or folder")
    parser.add_argument("--every", type=int, default=20, help="as `rag.evaluation.fit_reader`")
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--tokens", type=int, default=ReaderSettings().tokens, help="as served")
    return parser


if __name__ == "__main__":
    main()
