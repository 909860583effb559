"""Examples that the reader was not taught with: `python -m rag.reader_data.held_out --help`.

For `rag.evaluation.fit_highlight`: SQuAD's held-out articles, with their questions asked of another
paragraph of the same article as well, and FairytaleQA's validation split.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from embeddings.training.example import ReaderExample, write_examples
from rag.reader_data.build import HELD_OUT_EVERY
from rag.reader_data.fairytaleqa import fairytaleqa_examples
from rag.reader_data.squad import SquadParagraph, read_squad, squad_examples


def held_out_squad(path: Path, *, seed: int) -> Iterator[ReaderExample]:
    """Every question of the held-out articles with its paragraph, and with one of its neighbours.

    Args:
        path: SQuAD v1.1's training file.
        seed: of the draw of the neighbours.
    """
    paragraphs = list(
        read_squad(path, takes_article=lambda n: n % HELD_OUT_EVERY == HELD_OUT_EVERY - 1)
    )
    yield from squad_examples(iter(paragraphs), source="squad_held_out")
    rng = random.Random(seed)  # noqa: S311 a draw, not a secret
    articles: defaultdict[str, list[SquadParagraph]] = defaultdict(list)
    for paragraph in paragraphs:
        articles[paragraph.title].append(paragraph)
    for paragraph in paragraphs:
        others = [other for other in articles[paragraph.title] if other is not paragraph]
        for question in paragraph.questions:
            other = rng.choice(others) if others else None
            if other and question.answer and question.answer not in other.context:
                texts = other.texts
                yield ReaderExample("neighbours", question.text, texts, (False,) * len(texts))


def main(arguments: Sequence[str] | None = None) -> None:
    """Write `squad_held_out.jsonl` and `fairytaleqa_held_out.jsonl`."""
    parser = argparse.ArgumentParser(prog="python -m rag.reader_data.held_out", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the data sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    made = {
        "squad_held_out": held_out_squad(
            options.data / "squad" / "train-v1.0.json", seed=options.seed
        ),
        "fairytaleqa_held_out": fairytaleqa_examples(
            options.data / "fairytaleqa" / "val.jsonl", seed=options.seed
        ),
    }
    for name, examples in made.items():
        count = write_examples(options.out / f"{name}.jsonl", examples)
        sys.stdout.write(f"{name}: {count} examples\n")


if __name__ == "__main__":
    main()
