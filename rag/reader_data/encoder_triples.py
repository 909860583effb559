"""Triples that an encoder is taught with, from the examples of a reader and SciFact's claims."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from embeddings.training.example import ReaderExample, read_examples
from embeddings.training.triple import Triple
from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.systems.retrieval import whole_text
from rag.errors import TrainingDataError
from rag.index import analysis
from rag.reader_data.own_questions import ANSWERED, UNANSWERED

# Share of each source among the triples of sentences, and the files that it is made from.
_SENTENCES_OF = {
    ("squad", "retrieved"): 0.65,
    ("medquad",): 0.15,
    ("fairytaleqa",): 0.1,
    ("scifact",): 0.1,
}
_OWN = (ANSWERED, UNANSWERED)
SOURCES = (*(name for names in _SENTENCES_OF for name in names), *_OWN)
_LONGEST_SENTENCE = 400  # characters; one long text makes its whole batch slow
_LONGEST_PASSAGE = 1400
_ECHOES = 0.5  # share of misleading sentences that say most of the question's own words


@dataclass(slots=True)
class _Texts:
    """Of one question; in order of appearance, each once."""

    answering: dict[str, None] = field(default_factory=dict)
    others: dict[str, None] = field(default_factory=dict)

    @property
    def misleading(self) -> list[str]:
        return [text for text in self.others if text not in self.answering]


def encoder_triples(
    examples: Path, data: Path, *, n_sentences: int, n_passages: int, n_own_passages: int, seed: int
) -> dict[str, list[Triple]]:
    """Triples by kind: "sentences", "passages", "abstracts", "own_sentences" and "own_passages".

    Args:
        examples: folder with the files that `examples_of` writes.
        data: folder of the data sets, with `scifact/` in BEIR's layout; of its split "train" each
            claim is paired with the abstracts that are judged relevant.
        n_sentences: drawn from the data sets, or as many as there are. Of the corpora of our own
            every question is taught with a sentence.
        n_passages: paragraphs drawn, and abstracts, or as many as there are.
        n_own_passages: drawn from the corpora of our own, or as many as there are.
        seed: of the draws.

    Raises:
        TrainingDataError: a file of examples is missing.
        DatasetError: SciFact is missing or malformed.
    """
    rng = random.Random(seed)  # noqa: S311 a reproducible draw, no secret
    sentences: list[Triple] = []
    for names, share in _SENTENCES_OF.items():
        found = chain.from_iterable(_read(examples / f"{name}.jsonl") for name in names)
        sentences += sentence_triples(found, n=round(share * n_sentences), rng=rng)
    asked = chain(_read(examples / "squad.jsonl"), _read(examples / "retrieved.jsonl"))
    own = [example for name in _OWN for example in _read(examples / f"{name}.jsonl")]
    return {
        "sentences": sentences,
        "passages": passage_triples(asked, n=n_passages, rng=rng),
        "abstracts": _abstract_pairs(data / "scifact", n=n_passages, rng=rng),
        "own_sentences": sentence_triples(own, n=len(own), rng=rng),
        "own_passages": passage_triples(own, n=n_own_passages, rng=rng),
    }


def sentence_triples(
    examples: Iterable[ReaderExample], *, n: int, rng: random.Random
) -> list[Triple]:
    """Of `n` questions that have both: a sentence that answers, and one of theirs that does not.

    Half of the latter share most terms with the question, the first of equals; half are any.
    """
    texts: dict[str, _Texts] = {}
    for example in examples:
        of_question = texts.setdefault(example.question, _Texts())
        for sentence, label in zip(example.sentences, example.relevant, strict=True):
            if label is not None and len(sentence) <= _LONGEST_SENTENCE:
                (of_question.answering if label else of_question.others)[sentence] = None
    return _drawn(texts, n=n, rng=rng, echoes=_ECHOES)


def passage_triples(
    examples: Iterable[ReaderExample], *, n: int, rng: random.Random
) -> list[Triple]:
    """Of `n` questions that have both: a whole text that answers, and one that does not."""
    texts: dict[str, _Texts] = {}
    for example in examples:
        passage = " ".join(example.sentences)
        if example.is_answerable is not None and len(passage) <= _LONGEST_PASSAGE:
            of_question = texts.setdefault(example.question, _Texts())
            (of_question.answering if example.is_answerable else of_question.others)[passage] = None
    return _drawn(texts, n=n, rng=rng, echoes=0.0)


def _drawn(texts: dict[str, _Texts], *, n: int, rng: random.Random, echoes: float) -> list[Triple]:
    whole = [question for question, of in texts.items() if of.answering and of.misleading]
    triples = []
    for question in rng.sample(whole, min(n, len(whole))):
        of_question = texts[question]
        others = of_question.misleading
        is_echo = rng.random() < echoes
        misleading = _nearest(question, others) if is_echo else rng.choice(others)
        triples.append(Triple(question, rng.choice(list(of_question.answering)), misleading))
    return triples


def _nearest(question: str, others: list[str]) -> str:
    asked = frozenset(analysis.terms(question))
    return max(others, key=lambda text: len(asked & frozenset(analysis.terms(text))))


def _abstract_pairs(folder: Path, *, n: int, rng: random.Random) -> list[Triple]:
    dataset = open_dataset(str(folder), split="train")
    judged = [
        (query.text, document_id)
        for query in dataset.queries
        for document_id, grade in dataset.qrels.get(query.query_id, {}).items()
        if grade > 0
    ]
    drawn = rng.sample(judged, min(n, len(judged)))
    wanted = {document_id for _, document_id in drawn}
    texts = {d.document_id: whole_text(d) for d in dataset.documents() if d.document_id in wanted}
    return [Triple(claim, texts[document_id]) for claim, document_id in drawn]


def _read(path: Path) -> Iterable[ReaderExample]:
    if not path.is_file():
        raise TrainingDataError(
            f"{path} is missing; name the folder `examples` that `footnote models train-reader` "
            "writes into its --work"
        )
    return read_examples(path)
