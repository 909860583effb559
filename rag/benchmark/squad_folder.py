"""SQuAD's paragraphs as a collection to rank: `python -m rag.benchmark.squad_folder SQUAD OUT`.

Writes a BEIR folder: every paragraph is a document, and a question's own paragraph the only one
that is relevant. Others may answer as well, which no file says.
"""

import argparse
import json
import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.squad import SquadParagraph, squad_paragraphs
from rag.benchmark.reading.sample import Sample
from rag.benchmark.reading.squad_questions import even_titles


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the folder and say what is in it."""
    parser = argparse.ArgumentParser(
        prog="python -m rag.benchmark.squad_folder", description=__doc__
    )
    add = parser.add_argument
    add("squad", type=Path, help="SQuAD's JSON")
    add("out", type=Path, help="folder to make")
    add("--exclude-titles-of", type=Path, help="no questions on the even articles of this file")
    add("--sample", type=int, help="questions; all if not given")
    add("--seed", type=int, default=0, help="of the sample")
    options = parser.parse_args(arguments)
    excluded = options.exclude_titles_of
    try:
        n_documents, n_questions = write_squad_folder(
            options.squad,
            options.out,
            left_out_titles=even_titles(excluded) if excluded else frozenset(),
            sample=Sample(options.sample, options.seed),
        )
    except DatasetError as error:
        sys.exit(str(error))
    sys.stdout.write(f"{options.out}: {n_documents:,} paragraphs, {n_questions:,} questions\n")


def write_squad_folder(
    squad: Path, out: Path, *, left_out_titles: Collection[str], sample: Sample
) -> tuple[int, int]:
    """Write `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`; files that were there go.

    Args:
        squad: SQuAD's JSON.
        out: made when missing.
        left_out_titles: of articles whose questions are not asked; their paragraphs stay.
        sample: of the questions.

    Returns:
        How many paragraphs, and how many questions.

    Raises:
        DatasetError: the file is no JSON or not built as SQuAD's, or no question remains.
    """
    paragraphs = list(squad_paragraphs(squad))
    asked = [
        (str(question["question"]).strip(), paragraph.document_id)
        for paragraph in paragraphs
        if _title(paragraph) not in left_out_titles
        for question in paragraph.questions
        if question.get("answers")
    ]
    if not asked:
        raise DatasetError(f"{squad} holds no question that may be asked; name another file")
    drawn = tuple(enumerate(sample.of(asked)))
    (out / "qrels").mkdir(parents=True, exist_ok=True)
    _write_lines(
        out / "corpus.jsonl",
        (
            json.dumps({"_id": p.document_id, "title": _title(p), "text": p.context})
            for p in paragraphs
        ),
    )
    _write_lines(
        out / "queries.jsonl",
        (json.dumps({"_id": str(number), "text": text}) for number, (text, _) in drawn),
    )
    judged = (f"{number}\t{document}\t1" for number, (_, document) in drawn)
    _write_lines(out / "qrels" / "test.tsv", ("query-id\tcorpus-id\tscore", *judged))
    return len(paragraphs), len(drawn)


def _title(paragraph: SquadParagraph) -> str:
    return paragraph.title.replace("_", " ")  # as `even_titles` gives them


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
