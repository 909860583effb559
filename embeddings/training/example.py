"""What a reader is taught with: a question, the sentences of one text, and which of them answer."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """The words that answer: characters `[start, end)` of `sentences[sentence]`."""

    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReaderExample:
    """One question against consecutive sentences of one text.

    Args:
        source: name of the data set, for weights and reports.
        question: as it is asked.
        sentences: in text order, at least one, none empty.
        relevant: for each sentence whether it answers; None teaches nothing about it.
        answer: the words that answer. None where nothing is relevant means that no words answer;
            None beside a relevant sentence means that they are not known.

    Raises:
        ValueError: the lengths differ, there is no sentence, or the answer lies outside the
            sentences or its own.
    """

    source: str
    question: str
    sentences: tuple[str, ...]
    relevant: tuple[bool | None, ...]
    answer: AnswerWords | None = None

    def __post_init__(self) -> None:
        if not self.sentences or len(self.sentences) != len(self.relevant):
            raise ValueError(
                f"{len(self.sentences)} sentences have {len(self.relevant)} labels; "
                "at least one sentence is needed, and a label for each"
            )
        if self.answer is not None:
            if not 0 <= self.answer.sentence < len(self.sentences):
                raise ValueError(
                    f"the answer {self.answer} lies outside the {len(self.sentences)} sentences"
                )
            text = self.sentences[self.answer.sentence]
            if not 0 <= self.answer.start < self.answer.end <= len(text):
                raise ValueError(f"the answer {self.answer} lies outside its sentence {text!r}")

    @property
    def is_answerable(self) -> bool | None:
        """Whether a sentence answers; None when none is known to and some are not known."""
        if any(self.relevant):
            return True
        return None if None in self.relevant else False

    def cut(self, start: int, end: int) -> "ReaderExample":
        """The same question against sentences `[start, end)` alone."""
        answer = self.answer
        if answer is not None:
            is_inside = start <= answer.sentence < end
            answer = (
                AnswerWords(answer.sentence - start, answer.start, answer.end)
                if is_inside
                else None
            )
        return ReaderExample(
            self.source,
            self.question,
            self.sentences[start:end],
            self.relevant[start:end],
            answer,
        )


def write_examples(path: Path, examples: Iterable[ReaderExample]) -> int:
    """Write JSON Lines, one example a line; returns how many. A file that was there is replaced."""
    beside = path.with_name(f".{path.name}.new")
    count = 0
    with beside.open("w", encoding="utf-8") as file:
        for count, example in enumerate(examples, start=1):  # noqa: B007 counted after the loop
            answer = example.answer
            record = {
                "source": example.source,
                "question": example.question,
                "sentences": example.sentences,
                "relevant": example.relevant,
                "answer": answer and [answer.sentence, answer.start, answer.end],
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    beside.replace(path)
    return count


def read_examples(path: Path) -> Iterator[ReaderExample]:
    """The examples that `write_examples` wrote, in their order.

    Raises:
        ValueError: a line is no example.
    """
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                record = json.loads(line)
                answer = record["answer"]
                yield ReaderExample(
                    source=record["source"],
                    question=record["question"],
                    sentences=tuple(record["sentences"]),
                    relevant=tuple(record["relevant"]),
                    answer=None if answer is None else AnswerWords(*answer),
                )
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(
                    f"{path}, line {number} is no example ({error}); build the file again"
                ) from error
