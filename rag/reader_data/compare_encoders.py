"""Is a tuned encoder better? `python -m rag.reader_data.compare_encoders TUNED… --data DATA`.

Documents are ranked by the very runs of `footnote bench run` (dense, whole documents, nDCG@10), and
so go on after an interruption; sentences by cosine to the question. Needs the extras `models` and
`bench`.
"""

import argparse
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from embeddings.encoder import Encoder
from embeddings.export import published_weights
from embeddings.sentence_transformer_encoder import SentenceTransformerEncoder
from rag.benchmark.dataset import Answerability, BenchmarkQuery, Dataset
from rag.benchmark.datasets.question_folder import open_question_folder
from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.datasets.squad import open_squad
from rag.benchmark.runner import run_benchmark
from rag.benchmark.significance import PairedTest, paired_test
from rag.benchmark.systems.config import SystemConfig, Unit
from rag.messages import System
from rag.reader_data.sentence_hits import SentenceVectors, embedded, sentence_hits, sentence_set
from rag.reader_data.squad import read_squad
from rag.settings import RetrievalSettings

NDCG = "nDCG@10"
_COLLECTIONS = ("scifact", "cranfield", "cisi", "med")
_ORIGINAL = "original"

Values = dict[str, float]  # by question id


@dataclass(frozen=True, slots=True)
class Measure:
    """One row: a name, and how an encoder of a name is measured."""

    name: str
    is_of_sentences: bool
    values: Callable[[str, SentenceTransformerEncoder], Values]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the original and each tuned encoder, then print a table and a verdict on each."""
    options = _parser().parse_args(arguments)
    folders = {_ORIGINAL: options.original or published_weights().folder}
    folders |= {folder.name: folder for folder in options.tuned}
    measures = [*_sentence_measures(options), *_document_measures(options, folders)]
    found: dict[str, dict[str, Values]] = {}
    for name, folder in folders.items():
        encoder = SentenceTransformerEncoder(str(folder), batch_size=options.batch)
        found[name] = {}
        for measure in measures:
            values = measure.values(name, encoder)
            found[name][measure.name] = values
            mean = sum(values.values()) / len(values)
            sys.stderr.write(f"{name}: {measure.name} {mean:.4f}\n")
    sys.stdout.write(comparison(measures, found))


def comparison(measures: Sequence[Measure], found: Mapping[str, Mapping[str, Values]]) -> str:
    """A Markdown table of every encoder's means with paired differences, and the verdicts.

    Args:
        measures: in the order of the rows.
        found: encoder -> measure -> values; the first encoder is the one compared with.
    """
    original, *tuned = found
    tests = {
        name: {m.name: paired_test(found[original][m.name], found[name][m.name]) for m in measures}
        for name in tuned
    }
    lines = [f"| measure | n | {' | '.join(found)} |", "|---" * (len(found) + 2) + "|"]
    for measure in measures:
        values = found[original][measure.name]
        cells = [f"{sum(values.values()) / len(values):.4f}"]
        cells += [_cell(tests[name][measure.name]) for name in tuned]
        lines.append(f"| {measure.name} | {len(values):,} | {' | '.join(cells)} |")
    lines += ["", *(_verdict(name, measures, tests[name]) for name in tuned)]
    return "\n".join(lines) + "\n"


def _cell(test: PairedTest) -> str:
    low, high = test.interval
    return f"{test.mean_b:.4f}, {test.difference:+.4f} ({low:+.4f} to {high:+.4f})"


def _verdict(name: str, measures: Sequence[Measure], tests: Mapping[str, PairedTest]) -> str:
    """A tie is a difference whose interval holds 0; sentences must be hit more often in truth."""
    lost = [m.name for m in measures if not m.is_of_sentences and tests[m.name].interval[1] < 0]
    lost += [m.name for m in measures if m.is_of_sentences and tests[m.name].difference <= 0]
    below = [m.name for m in measures if tests[m.name].difference < 0]
    said = f"fails by {', '.join(lost)}" if lost else "wins or ties everywhere"
    return f"{name}: {said}; mean below the original's: {', '.join(below) or 'none'}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tuned", type=Path, nargs="+", help="folders, named differently")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--original", type=Path, help="folder; the published one if not given")
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    parser.add_argument("--collections", nargs="*", default=list(_COLLECTIONS))
    parser.add_argument("--questions", type=int, default=2000, help="of SQuAD v1.1 dev")
    parser.add_argument("--seed", type=int, default=7, help="of that sample")
    parser.add_argument("--batch", type=int, default=8, help="texts encoded at once")
    parser.add_argument("--out", type=Path, default=Path("runs"), help="folder for the runs")
    return parser


def _sentence_measures(options: argparse.Namespace) -> list[Measure]:
    seeds = open_question_folder(options.seeds)
    squad = open_squad(options.data / "squad" / "dev-v1.1.json")
    of_seeds = sentence_set(seeds, _answerable(seeds), with_headings=True)
    asked = _measured_questions(squad, options)
    of_squad = sentence_set(squad, asked, with_headings=False)

    @lru_cache(maxsize=1)  # both of SQuAD's measures look at the same vectors
    def squad_vectors(encoder: SentenceTransformerEncoder) -> SentenceVectors:
        return embedded(encoder, of_squad)

    return [
        Measure(
            "seeds: sentence hit@1",
            is_of_sentences=True,
            values=lambda _name, encoder: sentence_hits(embedded(encoder, of_seeds)),
        ),
        Measure(
            "SQuAD dev: sentence hit@1, own paragraph",
            is_of_sentences=True,
            values=lambda _name, encoder: sentence_hits(squad_vectors(encoder), own_document=True),
        ),
        Measure(
            "SQuAD dev: sentence hit@1, all paragraphs",
            is_of_sentences=True,
            values=lambda _name, encoder: sentence_hits(squad_vectors(encoder)),
        ),
    ]


def _answerable(dataset: Dataset) -> list[BenchmarkQuery]:
    return [
        query
        for query in dataset.queries
        if query.gold and query.gold.answerability is Answerability.ANSWERABLE
    ]


def _measured_questions(squad: Dataset, options: argparse.Namespace) -> list[BenchmarkQuery]:
    """A sample of those on articles that may not have taught: v2.0's even ones are left out."""
    path = options.data / "squad" / "dev-v2.0.json"
    even = {paragraph.title for paragraph in read_squad(path, takes_article=lambda n: n % 2 == 0)}
    kept = [
        query
        for query in _answerable(squad)
        if query.gold and _title(query.gold.document_id) not in even
    ]
    rng = random.Random(options.seed)  # noqa: S311 a reproducible draw, no secret
    return rng.sample(kept, min(options.questions, len(kept)))


def _title(document_id: str) -> str:
    return document_id.rpartition("/")[0].replace("_", " ")


def _document_measures(options: argparse.Namespace, folders: Mapping[str, Path]) -> list[Measure]:
    def measure_of(dataset: Dataset) -> Measure:
        def values(name: str, encoder: Encoder) -> Values:
            config = SystemConfig(
                name=name,
                ranking=System.DENSE,
                unit=Unit.DOCUMENT,
                encoder=str(folders[name].resolve()),
                retrieval=RetrievalSettings(correct_spelling=False),
            )
            run = run_benchmark(dataset, config, options.out, measures=(NDCG,), encoder=encoder)
            return {query: of[NDCG] for query, of in run.measured().per_query.items()}

        return Measure(f"{dataset.name}: {NDCG}", is_of_sentences=False, values=values)

    return [measure_of(open_dataset(str(options.data / name))) for name in options.collections]


if __name__ == "__main__":
    main()
