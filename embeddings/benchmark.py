"""How fast two encoders are on the same texts: `python -m embeddings.benchmark --help`."""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from embeddings.shipped import DEFAULT_ENCODER

WARM_UP_TEXTS = 4


@dataclass(frozen=True, slots=True)
class Throughput:
    label: str
    texts_per_s: tuple[float, ...]  # one figure for each round

    @property
    def median(self) -> float:
        return statistics.median(self.texts_per_s)


def measure(
    encoders: Mapping[str, Encoder],
    texts: Sequence[str],
    *,
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[Throughput, ...]:
    """Time every encoder once a round, in turn, so that a busy machine slows all alike.

    Args:
        encoders: by the label to report them under.
        texts: encoded as documents, cut at each encoder's token limit.
        rounds: 1 or more.
        clock: seconds, rising.

    Raises:
        ValueError: `rounds` is below 1, or there is no text.
    """
    if rounds < 1 or not texts:
        raise ValueError(f"rounds and texts must be 1 or more, got {rounds} and {len(texts)}")
    for encoder in encoders.values():
        encoder.encode_documents(texts[:WARM_UP_TEXTS], truncate=True)
    speeds: dict[str, list[float]] = {label: [] for label in encoders}
    for _ in range(rounds):
        for label, encoder in encoders.items():
            started = clock()
            encoder.encode_documents(texts, truncate=True)
            speeds[label].append(len(texts) / (clock() - started))
    return tuple(Throughput(label, tuple(figures)) for label, figures in speeds.items())


def read_texts(source: Path, *, count: int) -> tuple[str, ...]:
    """`count` texts of a JSON Lines file (fields `title`, optional, and `text`) or of a folder.

    A folder gives the paragraphs of its .txt and .md files. Fewer texts are repeated in order.

    Raises:
        ValueError: the source holds no text.
    """
    texts = _texts_of_folder(source) if source.is_dir() else _texts_of_jsonl(source)
    if not texts:
        raise ValueError(f"{source} holds no text; give a .jsonl file or a folder of .txt or .md")
    return tuple(texts[i % len(texts)] for i in range(count))


def report(results: Sequence[Throughput], *, mean_tokens: float) -> str:
    """Lines to read: each encoder's speed, and how many times as fast the first one is."""
    lines = [f"{mean_tokens:.0f} tokens a text on average"]
    first = results[0].median
    for result in results:
        low, high = min(result.texts_per_s), max(result.texts_per_s)
        lines.append(
            f"{result.label}: {result.median:.1f} texts/s ({low:.1f}-{high:.1f}), "
            f"first is {first / result.median:.2f} times as fast"
        )
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    texts = read_texts(options.texts, count=options.count)
    ours = load_encoder(options.model, threads=options.threads)
    encoders = {options.model: ours}
    if options.against:
        # Imported only when asked for: it brings torch.
        from embeddings.sentence_transformer_encoder import SentenceTransformerEncoder

        for size in options.batch_sizes:
            label = f"sentence-transformers, batches of {size}"
            encoders[label] = SentenceTransformerEncoder(options.against, batch_size=size)
    limit = ours.identity.max_tokens
    mean_tokens = statistics.fmean(min(ours.count_tokens(text), limit) for text in texts)
    results = measure(encoders, texts, rounds=options.rounds)
    sys.stdout.write(report(results, mean_tokens=mean_tokens))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m embeddings.benchmark", description=__doc__)
    add = parser.add_argument
    add("--texts", type=Path, required=True, help=".jsonl with `text`, or a folder of .txt and .md")
    add("--model", default=DEFAULT_ENCODER, help="the encoder to measure (default: %(default)s)")
    add("--against", help="hub name or folder of a model to run in sentence-transformers as well")
    add("--batch-sizes", type=int, nargs="+", default=[32], help="of the model run against")
    add("--count", type=int, default=64, help="texts in a round (default: %(default)s)")
    add("--rounds", type=int, default=3, help="rounds, encoders in turn (default: %(default)s)")
    add("--threads", type=int, default=0, help="threads of --model, 0 for one on each core")
    return parser


def _texts_of_jsonl(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    return [f"{record.get('title', '')} {record['text']}".strip() for record in records]


def _texts_of_folder(folder: Path) -> list[str]:
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".txt", ".md"})
    paragraphs = (part for file in files for part in file.read_text("utf-8").split("\n\n"))
    return [part.strip() for part in paragraphs if part.strip()]


if __name__ == "__main__":
    main()
