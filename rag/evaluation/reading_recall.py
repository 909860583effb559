"""How much of what answers is found and read: `python -m rag.evaluation.reading_recall FOLDER…`.

What a trained reader is not shown it cannot put first. Of the answerable questions of folders with
documents and questions.yaml, the share whose right sentence is in the passages found, is the
likeliest by similarity alone, and is among what is read within a number of tokens.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from rag.answers.close_reading import stretches
from rag.answers.trained_reader import AROUND, FURTHER
from rag.evaluation.questions import Question, read_questions
from rag.evaluation.reading_source import WindowSource, gold_labels, source_of
from rag.settings import ReaderSettings

_Reached = tuple[bool, ...]  # in the order of the columns


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a Markdown table with a line for all questions and one for each category."""
    parser = argparse.ArgumentParser(
        prog="python -m rag.evaluation.reading_recall", description=__doc__
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    served = ReaderSettings().tokens
    parser.add_argument("--tokens", type=int, nargs="+", default=[served, FURTHER * served])
    options = parser.parse_args(arguments)
    encoder = load_encoder()
    reached: dict[str, list[_Reached]] = defaultdict(list)
    for folder in options.folders:
        for question, where in _reached_in(folder, encoder, options.tokens):
            for name in ("all", question.category):
                reached[name].append(where)
    budgets = [f"in {tokens} tokens" for tokens in options.tokens]
    _row("questions", "n", "in the passages", "likeliest", *budgets)
    _row(*["---"] * (4 + len(budgets)))
    for name, rows in reached.items():
        shares = [f"{sum(column) / len(rows):.3f}" for column in zip(*rows, strict=True)]
        _row(name, str(len(rows)), *shares)


def _reached_in(
    folder: Path, encoder: Encoder, budgets: Sequence[int]
) -> Iterator[tuple[Question, _Reached]]:
    """The answerable questions of a folder, a follow-up in its full form."""
    questions = read_questions(folder / "questions.yaml")
    with source_of(folder, encoder, tokens=None) as source:
        for question in questions:
            if question.is_answerable:
                yield question, _reached(question, source, budgets)


def _reached(question: Question, source: WindowSource, budgets: Sequence[int]) -> _Reached:
    found = source.find_known(question)
    windows = found.windows
    logits = [scores.logits for scores in source.likeliest(found)[0]]
    right = [gold_labels(question, window) for window in windows]
    ranked = [
        (logit, is_right)
        for of_window, labels in zip(logits, right, strict=True)
        for logit, is_right in zip(of_window, labels, strict=True)
    ]
    read = (stretches(windows, logits, tokens=tokens, around=AROUND) for tokens in budgets)
    return (
        any(map(any, right)),
        max(ranked, key=lambda pair: pair[0], default=(0.0, False))[1],
        *(any(any(right[s.window][s.start : s.end]) for s in chosen) for chosen in read),
    )


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
