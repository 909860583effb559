"""Questions rewritten so that their paragraph answers them no longer, whatever the rewriting is."""

import random
from collections.abc import Callable, Iterator, Sequence

from embeddings.training.example import ReaderExample
from rag.reader_data.squad import SquadParagraph

# (question, its paragraph, draws) -> the question rewritten, None when nothing in it can be.
Rewrite = Callable[[str, SquadParagraph, random.Random], str | None]


def rewritten_questions(
    paragraphs: Sequence[SquadParagraph],
    rewrite: Rewrite,
    *,
    source: str,
    n_examples: int,
    seed: int,
) -> Iterator[ReaderExample]:
    """Examples without an answer: rewritten questions with the paragraphs of the originals.

    Args:
        paragraphs: whose answerable questions are taken in random order.
        rewrite: see above.
        source: of the examples.
        n_examples: as many are drawn, if so many questions can be rewritten.
        seed: of the draws.
    """
    rng = random.Random(seed)  # noqa: S311 a draw, not a secret
    asked = [(p, q) for p in paragraphs for q in p.questions if q.answer is not None]
    rng.shuffle(asked)
    made = 0
    for paragraph, question in asked:
        if made == n_examples:
            return
        rewritten = rewrite(question.text, paragraph, rng)
        if rewritten is not None:
            made += 1
            texts = paragraph.texts
            yield ReaderExample(source, rewritten, texts, (False,) * len(texts))
