"""Questions of SQuAD-format articles, asked through the index and retrieval that serve."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from rag.answers.windows import Window
from rag.index.build import build_index
from rag.index.generations import current_generation
from rag.index.opened import OpenGeneration, open_generation
from rag.settings import IndexSettings, Settings


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with the document that holds its paragraph, and the words that answer."""

    question: str
    document_id: str
    answer: str

    def labels(self, window: Window) -> list[bool]:
        """For each sentence of the window whether it is of the paragraph and holds the answer."""
        is_its_paragraph = window.document.document_id == self.document_id
        return [is_its_paragraph and self.answer in text for text in window.texts]


def read_articles(path: Path) -> list[dict[str, object]]:
    """The articles of a SQuAD-format file, as they stand there."""
    articles: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))["data"]
    return articles


def write_corpus(path: Path, articles: Sequence[dict[str, object]]) -> list[AskedQuestion]:
    """Every paragraph as one document, in BEIR's form; returns the questions asked of them."""
    asked: list[AskedQuestion] = []
    lines: list[str] = []
    for article in articles:
        title = str(article["title"]).replace("_", " ")
        paragraphs = article["paragraphs"]
        assert isinstance(paragraphs, list)
        for paragraph in paragraphs:
            number = str(len(lines))
            lines.append(json.dumps({"_id": number, "title": title, "text": paragraph["context"]}))
            asked.extend(
                AskedQuestion(
                    qa["question"].strip(),
                    f"{path.stem}/{number}",
                    qa["answers"][0]["text"].strip(),
                )
                for qa in paragraph["qas"]
                if qa["answers"] and qa["answers"][0]["answer_start"] >= 0
            )
    path.write_text("\n".join(lines), encoding="utf-8")
    return asked


def indexed(
    corpus: Path, encoder: Encoder, *, index: Path | None = None
) -> tuple[OpenGeneration, Settings]:
    """An open index of the corpus, beside it or in `index`, and the settings it was made with."""
    settings = Settings(index=IndexSettings(path=index or corpus.parent / "index"))
    build_index([corpus], settings, encoder)
    return open_generation(current_generation(settings.index.path), encoder), settings


def hit_rate(
    scores: NDArray[np.float64],
    labels: NDArray[np.bool_],
    questions: NDArray[np.int64],
    chosen: NDArray[np.bool_],
    k: int,
) -> float:
    """Share of the chosen questions with a right sentence among the k best.

    Args:
        scores: (n_sentences,) higher is better.
        labels: (n_sentences,) whether it answers.
        questions: (n_sentences,) number of its question.
        chosen: (n_sentences,) which rows count.
        k: 1 or more.
    """
    hits = [
        bool(labels[questions == q][np.argsort(-scores[questions == q], kind="stable")[:k]].any())
        for q in np.unique(questions[chosen])
    ]
    return round(float(np.mean(hits)), 4)
