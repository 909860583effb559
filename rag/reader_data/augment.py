"""Examples as they are met in practice: typed by people, among sentences that echo the question."""

from dataclasses import replace
from random import Random

from embeddings.training.example import ReaderExample
from embeddings.training.recipe import Stage
from embeddings.training.typed_questions import as_typed
from rag.reader_data.echoes import with_echo


def augment(example: ReaderExample, stage: Stage, rng: Random) -> ReaderExample:
    """The example with an echo and a typed question, each by lot, as often as the stage says."""
    if rng.random() < stage.echoed:
        example = with_echo(example, rng)
    if rng.random() < stage.typed:
        example = replace(example, question=as_typed(example.question, rng))
    return example
