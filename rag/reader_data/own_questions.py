"""Questions on corpora written for this project, with what the service reads for each of them."""

from collections.abc import Iterator, Sequence

from embeddings.encoder import Encoder
from embeddings.training.example import ReaderExample
from rag.answers.close_reading import Stretch
from rag.answers.trained_reader import read_text
from rag.answers.windows import Window
from rag.evaluation.practice import PracticeCorpus
from rag.evaluation.questions import Question, read_questions
from rag.evaluation.reading_source import WindowSource, gold_labels, source_of

ANSWERED, UNANSWERED = "own_answered", "own_unanswered"  # what the examples of each source are
_TOKENS = 600  # read for a question: more than is served, for its negatives


def own_questions(
    corpora: Sequence[PracticeCorpus], encoder: Encoder, *, answered: bool
) -> Iterator[ReaderExample]:
    """The windows read for each question that hold an answer, or those that hold none.

    Every corpus is indexed alone, so that what does not answer is mostly near: other sentences on
    the same matter. A sentence that answers is read even where the similarities overlook it, as
    long as its passage is found. Follow-ups are asked in their full form, and left out without one.

    Args:
        corpora: with question files in which every answering sentence is named.
        encoder: finds the passages.
        answered: which windows. There are about eight times as many without an answer.
    """
    for corpus in corpora:
        with source_of(corpus.documents, encoder, tokens=_TOKENS) as source:
            for question in read_questions(corpus.questions):
                if len(question.turns) == 1 or question.full:
                    made = _examples(question, source)
                    yield from (e for e in made if e.is_answerable is answered)


def _examples(question: Question, source: WindowSource) -> Iterator[ReaderExample]:
    found = source.find_known(question)
    _, chosen = source.likeliest(found)
    for number, window in enumerate(found.windows):
        labels = gold_labels(question, window)
        read = [stretch for stretch in chosen if stretch.window == number]
        for stretch in [*read, *_overlooked(number, labels, read)]:
            yield _example(question.full or question.text, window, stretch, labels)


def _overlooked(number: int, labels: Sequence[bool], read: Sequence[Stretch]) -> Iterator[Stretch]:
    """Each sentence that answers and is not read, with its neighbours."""
    for position, is_right in enumerate(labels):
        if is_right and not any(s.start <= position < s.end for s in read):
            yield Stretch(number, max(0, position - 1), min(len(labels), position + 2))


def _example(
    question: str, window: Window, stretch: Stretch, labels: Sequence[bool]
) -> ReaderExample:
    texts = read_text(window, stretch)
    own = tuple(labels[stretch.start : stretch.end])
    # A heading may stand first: it only says what the sentences are about.
    relevant = (False,) * (len(texts) - len(own)) + own
    source = ANSWERED if any(relevant) else UNANSWERED
    return ReaderExample(source, question, texts, relevant)
