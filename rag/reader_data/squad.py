"""Questions on the paragraphs of a SQuAD file, versions 1 and 2, as examples for the reader.

Format: Rajpurkar et al., EMNLP 2016 and ACL 2018, https://rajpurkar.github.io/SQuAD-explorer/.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.training.example import AnswerWords, ReaderExample
from rag.errors import TrainingDataError
from rag.index import analysis
from rag.sentences import split_sentences
from rag.spans import Span


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question with the first of its answers; `answer` is None where the file says impossible."""

    text: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class SquadParagraph:
    """A paragraph with its sentences and questions."""

    title: str
    context: str
    sentences: tuple[Span, ...]
    questions: tuple[SquadQuestion, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(span.of(self.context) for span in self.sentences)


def read_squad(
    path: Path, *, takes_article: Callable[[int], bool] = lambda _number: True
) -> Iterator[SquadParagraph]:
    """The paragraphs of a file, in its order.

    Args:
        path: the file; answers whose `answer_start` is -1 are dropped, with their question.
        takes_article: told the number of each article, from 0; False leaves it out.

    Raises:
        TrainingDataError: the file is missing or not built as SQuAD's.
    """
    try:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        for number, article in enumerate(articles):
            if not takes_article(number):
                continue
            for paragraph in article["paragraphs"]:
                context = paragraph["context"]
                yield SquadParagraph(
                    title=article["title"].replace("_", " "),
                    context=context,
                    sentences=split_sentences(context),
                    questions=tuple(_questions(paragraph["qas"])),
                )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TrainingDataError(
            f"{path} cannot be read as a SQuAD file ({type(error).__name__}: {error}); name a JSON "
            "file with data, paragraphs, qas and answers"
        ) from error


def squad_examples(paragraphs: Iterator[SquadParagraph], *, source: str) -> Iterator[ReaderExample]:
    """One example a question: all sentences of its paragraph, the answer's sentence relevant.

    The file's `answer_start` is the first place where the words stand, which need not be the one
    that was meant. Of several sentences with the answer's words the one that shares most terms
    with the question is taken; the others teach nothing. An answer that no single sentence holds
    is left out.
    """
    for paragraph in paragraphs:
        texts = paragraph.texts
        for question in paragraph.questions:
            if question.answer is None:
                yield ReaderExample(source, question.text, texts, (False,) * len(texts))
            elif (found := _best_place(question.text, question.answer, texts)) is not None:
                places = {place.sentence for place in _places(question.answer, texts)}
                relevant = tuple(
                    True if i == found.sentence else None if i in places else False
                    for i in range(len(texts))
                )
                yield ReaderExample(source, question.text, texts, relevant, found)


def _questions(entries: Sequence[dict[str, object]]) -> Iterator[SquadQuestion]:
    for entry in entries:
        text = str(entry["question"]).strip()
        if entry.get("is_impossible"):
            yield SquadQuestion(text, None)
            continue
        answers = entry["answers"]
        if not isinstance(answers, list):
            raise TypeError(f"answers is {answers!r}, expected a list")  # read_squad names the file
        placed = [answer["text"].strip() for answer in answers if answer["answer_start"] >= 0]
        if text and placed and placed[0]:
            yield SquadQuestion(text, placed[0])


def _places(answer: str, sentences: Sequence[str]) -> Iterator[AnswerWords]:
    """The first place in each sentence where the answer stands as whole words."""
    pattern = re.compile(rf"(?<!\w){re.escape(answer)}(?!\w)")
    for number, sentence in enumerate(sentences):
        if (match := pattern.search(sentence)) is not None:
            yield AnswerWords(number, match.start(), match.end())


def _best_place(question: str, answer: str, sentences: Sequence[str]) -> AnswerWords | None:
    places = list(_places(answer, sentences))
    if len(places) < 2:
        return places[0] if places else None
    asked = frozenset(analysis.terms(question))
    return max(places, key=lambda p: len(asked & frozenset(analysis.terms(sentences[p.sentence]))))
