"""Three lexical libraries side by side: `python -m rag.evaluation.lexical_libraries FOLDER…`.

The measurements behind docs/decisions/0003-lexical-library.md. All three index the same terms
(`rag.index.analysis`), so only ranking, speed and size differ. Needs the extra `dev`.
"""

import argparse
import csv
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import ir_measures
import numpy as np
import tantivy
from ir_measures import nDCG

from rag.index import analysis
from rag.index.lexical import LexicalIndex, write_lexical_index

_DEPTH = 100
Ranking = list[tuple[int, float]]
Search = Callable[[list[str]], Ranking]


@dataclass(frozen=True, slots=True)
class Collection:
    """What is searched, asked and judged of a BEIR folder.

    Args:
        documents: (id, title and text joined), in the corpus's order.
        queries: id -> text, those with a judgement only.
        qrels: ir_measures' judgements.
    """

    documents: tuple[tuple[str, str], ...]
    queries: dict[str, str]
    qrels: tuple[ir_measures.Qrel, ...]


def read_collection(folder: Path) -> Collection:
    """The test split, held in memory whole: `footnote bench run` streams, and checks what it reads.

    `rag.benchmark` may not be imported here: it stands above.
    """
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    qrels = tuple(ir_measures.Qrel(query, document, int(grade)) for query, document, grade in rows)
    judged = {qrel.query_id for qrel in qrels}
    texts = {entry["_id"]: entry["text"] for entry in _json_lines(folder / "queries.jsonl")}
    return Collection(
        documents=tuple(
            (entry["_id"], f"{entry.get('title', '')} {entry['text']}".strip())
            for entry in _json_lines(folder / "corpus.jsonl")
        ),
        queries={name: texts[name] for name in sorted(judged)},
        qrels=qrels,
    )


def _json_lines(path: Path) -> list[dict[str, str]]:
    # Not splitlines: abstracts may hold U+2028, which is no line end in JSON Lines.
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def with_bm25s(folder: Path, documents: Sequence[list[str]]) -> Search:
    """Lucene's form of BM25, k1 1.2, b 0.75, read from disk by mmap."""
    write_lexical_index(folder, documents, k1=1.2, b=0.75)
    index = LexicalIndex.open(folder)

    def search(terms: list[str]) -> Ranking:
        scores = index.scores(terms)
        best = np.argsort(-scores, kind="stable")[:_DEPTH]
        return [(int(i), float(scores[i])) for i in best if scores[i] > 0]

    return search


def with_fts5(folder: Path, documents: Sequence[list[str]]) -> Search:
    """SQLite's own full-text index; k1 and b are fixed at 1.2 and 0.75."""
    connection = sqlite3.connect(folder / "fts.sqlite")
    connection.execute("CREATE VIRTUAL TABLE f USING fts5(t, content='', tokenize='unicode61')")
    with connection:
        connection.executemany(
            "INSERT INTO f (rowid, t) VALUES (?, ?)",
            ((i, " ".join(terms)) for i, terms in enumerate(documents)),
        )

    def search(terms: list[str]) -> Ranking:
        phrase = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
        rows = connection.execute(
            "SELECT rowid, bm25(f) AS s FROM f WHERE f MATCH ? ORDER BY s LIMIT ?",
            (phrase, _DEPTH),
        )
        return [(number, -score) for number, score in rows]

    return search


def with_tantivy(folder: Path, documents: Sequence[list[str]]) -> Search:
    """Tantivy (Rust); k1 and b are fixed at 1.2 and 0.75, lengths are rounded to a byte."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("t", stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("n", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(num_threads=1)
    for number, terms in enumerate(documents):
        document = tantivy.Document()
        document.add_text("t", " ".join(terms))
        document.add_integer("n", number)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(terms: list[str]) -> Ranking:
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "t", term)) for term in terms]
        )
        hits = searcher.search(query, _DEPTH).hits
        return [(searcher.doc(address)["n"][0], score) for score, address in hits]

    return search


_LIBRARIES = {"bm25s": with_bm25s, "SQLite FTS5": with_fts5, "tantivy": with_tantivy}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a Markdown table: one row for each collection and library."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="BEIR folders")
    _write_row(["collection", "library", "nDCG@10", "build s", "query ms (median)", "MB"])
    _write_row(["---"] * 6)
    for folder in parser.parse_args(arguments).folders:
        collection = read_collection(folder)
        documents = [analysis.terms(text) for _, text in collection.documents]
        for name, build in _LIBRARIES.items():
            with tempfile.TemporaryDirectory() as scratch:
                _write_row(
                    [folder.name, name, *_measured(build, Path(scratch), collection, documents)]
                )


def _measured(
    build: Callable[[Path, Sequence[list[str]]], Search],
    scratch: Path,
    collection: Collection,
    documents: Sequence[list[str]],
) -> list[str]:
    started = time.perf_counter()
    search = build(scratch, documents)
    build_s = time.perf_counter() - started
    run: list[ir_measures.ScoredDoc] = []
    latencies_ms: list[float] = []
    for query_id, text in collection.queries.items():
        terms = analysis.terms(text)
        started = time.perf_counter()
        ranking = search(terms)
        latencies_ms.append((time.perf_counter() - started) * 1000)
        run += [
            ir_measures.ScoredDoc(query_id, collection.documents[number][0], score)
            for number, score in ranking
        ]
    mean = ir_measures.calc_aggregate([nDCG @ 10], collection.qrels, run)[nDCG @ 10]
    size_mb = sum(path.stat().st_size for path in scratch.rglob("*") if path.is_file()) / 1e6
    return [
        f"{mean:.4f}",
        f"{build_s:.2f}",
        f"{statistics.median(latencies_ms):.2f}",
        f"{size_mb:.1f}",
    ]


def _write_row(cells: Sequence[str]) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
