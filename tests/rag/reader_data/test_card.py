from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.reader import ReaderIdentity
from embeddings.training.recipe import SHIPPED_RECIPE, Recipe, Stage, read_recipe
from embeddings.training.train_reader import State
from rag.benchmark.reading.report import MeasuredValue, ReadingReport, ReadingSection
from rag.benchmark.reading.timed_reader import Speed
from rag.reader_data.build import SOURCES
from rag.reader_data.card import write_card

pytestmark = pytest.mark.models

RECIPE = Recipe(
    seed=20261125,
    batch_tokens=4096,
    max_tokens=192,
    warm_up_steps=300,
    stages=(
        Stage({"squad": 1.0}, 2e-4, 1e-4),
        Stage({"squad": 0.5, "medquad": 3.0}, 2e-4, 2e-6, echoed=0.15, typed=0.25),
    ),
)
STATE = State(2, 0, steps=12_345, examples=678_901, tokens=23_456_789, seconds=9_000.0)


READER = ReaderIdentity("footnote-reader", "ab" * 32, 192)


def card(
    folder: Path,
    recipe: Recipe = RECIPE,
    *,
    measured: ReadingReport | None = None,
    pools: bool = True,
    base: str | None = None,
) -> str:
    path = folder / "CARD.md"
    counts = dict.fromkeys(recipe.sources, 87_599)
    write_card(
        path,
        recipe,
        STATE,
        counts=counts,
        identity=READER,
        pools=pools,
        base=base,
        measured=measured,
    )
    return path.read_text(encoding="utf-8")


def test_sources_stand_with_their_counts_and_passes_by_stage(tmp_path: Path) -> None:
    text = card(tmp_path)
    assert "| `squad` | 87,599 | 1 + 0.5 |" in text
    assert "| `medquad` | 87,599 | 0 + 3 |" in text


def test_what_was_done_is_told_in_numbers(tmp_path: Path) -> None:
    text = " ".join(card(tmp_path).split())
    assert "12,345 steps, 678,901 windows, 23.5 million tokens, 2.5 hours" in text
    assert "4,096 tokens a step, seed 20261125" in text
    assert "1. rate 0.0002 to 0.0001, echoes put into 0% of the examples, 0% of the" in text
    assert "2. rate 0.0002 to 2e-06, echoes put into 15% of the examples, 25% of the" in text
    assert "Reads 192 tokens at once" in text
    assert f"`{'ab' * 32}`" in text
    assert "$" not in text


def test_another_base_is_named_and_its_licence_not_guessed(tmp_path: Path) -> None:
    text = card(tmp_path, base="ann/tiny")
    assert "Started from the weights of ann/tiny (under its own licence), with" in text


def test_how_a_sentences_relevance_is_read_is_said(tmp_path: Path) -> None:
    assert "relevance is the mean over its tokens" in card(tmp_path, pools=True)
    assert "relevance is read at the `[SEP]` that closes it" in card(tmp_path, pools=False)


def test_every_source_of_the_shipped_recipe_has_its_licence(tmp_path: Path) -> None:
    recipe = read_recipe(SHIPPED_RECIPE)
    assert set(recipe.sources) <= set(SOURCES)
    origin = card(tmp_path, recipe).partition("## Origin and licence")[2].partition("\n## ")[0]
    table, _, prose = origin.partition("\n- ")
    for source in recipe.sources:
        assert f"| `{source}` |" in table
        assert f"`{source}`" in prose
    for licence in ("CC BY-SA 4.0", "CC BY 4.0", "ODC-By", "Apache-2.0", "MIT"):
        assert licence in origin


def test_passes_of_a_stage_that_sees_a_share_are_told_as_seen(tmp_path: Path) -> None:
    stage = Stage({"squad": 1.2}, rate_from=1e-4, rate_to=1e-5, share=0.25, frozen_layers=2)
    text = card(tmp_path, replace(RECIPE, stages=(*RECIPE.stages[:1], stage)))
    assert "| `squad` | 87,599 | 1 + 0.3 |" in text
    assert "the lowest 2 layers at rest" in text


def test_layers_that_a_stage_keeps_are_told(tmp_path: Path) -> None:
    stage = Stage({"squad": 1.0}, rate_from=1e-4, rate_to=1e-5, kept_layers=(0, 2, 5))
    text = card(tmp_path, replace(RECIPE, stages=(*RECIPE.stages[:1], stage)))
    assert text.count("of the layers only") == 1
    assert "of the layers only 0, 2, 5 kept" in text


def test_measures_stand_in_the_card_or_the_card_says_that_there_are_none(tmp_path: Path) -> None:
    assert "Not measured when it was built" in card(tmp_path)
    section = ReadingSection(
        title="dev.json",
        reader="footnote-reader",
        facts=("7 questions measured",),
        measures=(MeasuredValue("EM", 0.5, (0.25, 0.75)),),
        speed=Speed(1.0, 2.0, 2.0),
    )
    text = card(tmp_path, measured=ReadingReport(READER, None, (section,)))
    assert "| dev.json | EM | 0.5000 | [0.2500, 0.7500] |" in text
    assert "- dev.json: 7 questions measured" in text
