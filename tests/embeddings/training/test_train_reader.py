import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import torch

from embeddings.errors import InvalidLayers
from embeddings.training import train_reader as training
from embeddings.training.example import ReaderExample
from embeddings.training.reader_network import ReaderNetwork
from embeddings.training.recipe import Recipe, Stage
from embeddings.training.train_reader import LOG_NAME, Progress, State, train_reader
from tests.embeddings.tiny_tokenizer import tiny_tokenizer
from tests.embeddings.training.tiny_network import tiny_network
from tests.embeddings.training.toy_examples import TOLD, UNTOLD

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("one_thread")]

EXAMPLES = {"told": [TOLD] * 24, "untold": [UNTOLD] * 12}


def recipe_of(*passes: Mapping[str, float], seed: int = 7, rate: float = 3e-3) -> Recipe:
    return Recipe(
        seed=seed,
        batch_tokens=100,
        max_tokens=100,
        warm_up_steps=2,
        stages=tuple(Stage(dict(each), rate, rate / 10) for each in passes),
    )


TWO_STAGES = recipe_of({"told": 2.5}, {"told": 1.0, "untold": 2.0})


class Stopped(Exception):
    """What a test throws to interrupt a run."""


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight examples between two possible checkpoints, so that a short run has several."""
    monkeypatch.setattr(training, "_CHUNK", 8)


def trained(
    work: Path,
    recipe: Recipe = TWO_STAGES,
    *,
    examples: Mapping[str, Sequence[ReaderExample]] = EXAMPLES,
    stop_after: int | None = None,
    checkpoint_s: float = 0.0,
) -> tuple[ReaderNetwork, State]:
    """A run in `work` from the same first weights; stopped when `stop_after` chunks are told."""
    network, told = tiny_network(), list[Progress]()

    def tell(progress: Progress) -> None:
        told.append(progress)
        if len(told) == stop_after:
            raise Stopped

    state = train_reader(
        network,
        tiny_tokenizer(),
        examples,
        recipe,
        work=work,
        checkpoint_s=checkpoint_s,
        progress=tell,
    )
    return network, state


def are_equal(one: ReaderNetwork, other: ReaderNetwork) -> bool:
    theirs = other.state_dict()
    return all(torch.equal(weights, theirs[name]) for name, weights in one.state_dict().items())


def log_of(work: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (work / LOG_NAME).read_text().splitlines()]


def test_a_toy_task_is_learnt(tmp_path: Path) -> None:
    _, state = trained(tmp_path, recipe_of({"told": 12.0, "untold": 8.0}, rate=1e-2))
    log = log_of(tmp_path)
    assert (state.stage, state.examples) == (1, 12 * 24 + 8 * 12)
    for part in ("span", "sentence", "window"):
        first, last = (sum(row[part] for row in rows) / 5 for rows in (log[:5], log[-5:]))
        assert last < 0.7 * first, part


def test_the_same_seed_gives_the_same_weights_and_another_other_ones(tmp_path: Path) -> None:
    first, _ = trained(tmp_path / "a")
    again, _ = trained(tmp_path / "b")
    other, _ = trained(
        tmp_path / "c", recipe_of({"told": 2.5}, {"told": 1.0, "untold": 2.0}, seed=8)
    )
    assert are_equal(first, again)
    assert not are_equal(first, other)


# The first stage has 60 examples in 8 chunks, the second 48 in 6.
@pytest.mark.parametrize("stop_after", [3, 8, 9])
def test_a_run_that_was_interrupted_ends_as_if_it_had_not_been(
    tmp_path: Path, stop_after: int
) -> None:
    whole, state = trained(tmp_path / "whole")
    with pytest.raises(Stopped):
        trained(tmp_path / "part", stop_after=stop_after)
    resumed, resumed_state = trained(tmp_path / "part")
    assert are_equal(whole, resumed)
    counted = ("stage", "chunk", "steps", "examples", "tokens")
    assert [getattr(resumed_state, n) for n in counted] == [getattr(state, n) for n in counted]
    assert log_of(tmp_path / "part") == log_of(tmp_path / "whole")


def test_a_run_without_a_checkpoint_yet_begins_anew_with_its_log(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        trained(tmp_path / "part", stop_after=5, checkpoint_s=1000)
    assert len(log_of(tmp_path / "part")) == 5
    whole, _ = trained(tmp_path / "whole")
    resumed, _ = trained(tmp_path / "part")
    assert are_equal(whole, resumed)
    assert len(log_of(tmp_path / "part")) == len(log_of(tmp_path / "whole")) == 14


def test_a_run_that_is_done_learns_nothing_more(tmp_path: Path) -> None:
    first, state = trained(tmp_path)
    again, same = trained(tmp_path)
    assert are_equal(first, again)
    assert same == state
    assert len(log_of(tmp_path)) == 14


def test_one_checkpoint_is_kept(tmp_path: Path) -> None:
    trained(tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {LOG_NAME, "state.json", "checkpoint-2-0"}


def test_examples_are_seen_as_often_as_the_recipe_says(tmp_path: Path) -> None:
    _, state = trained(tmp_path)
    assert state.examples == 60 + 24 + 24  # 2.5 of 24, then 1 of 24 and 2 of 12
    assert [row["examples"] for row in log_of(tmp_path)][-1] == 108
    assert {row["stage"] for row in log_of(tmp_path)} == {0, 1}


def test_a_source_without_examples_is_passed_over(tmp_path: Path) -> None:
    _, state = trained(tmp_path, recipe_of({"none": 3.0}, {"untold": 1.0}), examples={
        "none": [], "untold": [UNTOLD] * 3
    })  # fmt: skip
    assert (state.stage, state.examples) == (2, 3)


def test_word_embeddings_stay_and_everything_else_learns(tmp_path: Path) -> None:
    network, _ = trained(tmp_path)
    before = tiny_network().state_dict()
    same = {n for n, weights in network.state_dict().items() if torch.equal(weights, before[n])}
    # A softmax over keys does not change with their bias, so it has no gradient to speak of.
    assert {n for n in same if not n.endswith("key.bias")} <= {
        "bert.embeddings.word_embeddings.weight",
        "bert.embeddings.position_ids",
        "bert.embeddings.token_type_ids",
    }
    assert "bert.embeddings.word_embeddings.weight" in same


def test_of_the_passes_the_share_is_seen(tmp_path: Path) -> None:
    half = Recipe(1, 100, 100, 0, (Stage({"told": 2.0}, 1e-3, 0.0, share=0.5),))
    _, state = trained(tmp_path, half)
    assert state.examples == 24
    assert log_of(tmp_path)[-1]["rate"] < 2e-4  # it falls to its end over what is seen


def test_frozen_layers_rest_for_their_stage_and_learn_in_the_next(tmp_path: Path) -> None:
    stages = (Stage({"told": 1.0}, 1e-2, 1e-2, frozen_layers=1), Stage({"told": 1.0}, 1e-2, 1e-2))
    whole, _ = trained(tmp_path / "whole", Recipe(1, 100, 100, 0, stages))
    with pytest.raises(Stopped):
        trained(tmp_path / "part", Recipe(1, 100, 100, 0, stages), stop_after=4)
    frozen, _ = trained(tmp_path / "frozen", Recipe(1, 100, 100, 0, stages[:1]))
    start, rested, after = (n.state_dict() for n in (tiny_network(), frozen, whole))
    lower, upper = (f"bert.encoder.layer.{i}.output.dense.weight" for i in (0, 1))
    assert torch.equal(rested[lower], start[lower])
    assert not torch.equal(rested[upper], start[upper])
    assert not torch.equal(after[lower], start[lower])
    resumed, _ = trained(tmp_path / "part", Recipe(1, 100, 100, 0, stages))
    assert are_equal(resumed, whole)


KEEPS_ONE = Recipe(
    seed=1,
    batch_tokens=100,
    max_tokens=100,
    warm_up_steps=0,
    stages=(
        Stage({"told": 1.0}, 1e-2, 1e-2, frozen_layers=1),
        Stage({"told": 1.0}, 1e-2, 1e-2, kept_layers=(1,)),
        Stage({"untold": 1.0}, 1e-2, 1e-2),
    ),
)


def test_a_stage_goes_on_with_the_layers_that_it_keeps(tmp_path: Path) -> None:
    before, _ = trained(tmp_path / "before", replace(KEEPS_ONE, stages=KEEPS_ONE.stages[:1]))
    still = replace(KEEPS_ONE.stages[1], rate_from=0.0, rate_to=0.0)
    kept, _ = trained(tmp_path / "kept", replace(KEEPS_ONE, stages=(KEEPS_ONE.stages[0], still)))
    (layer,) = kept.bert.encoder.layer
    for name, weights in before.bert.encoder.layer[1].state_dict().items():
        assert torch.equal(layer.state_dict()[name], weights), name


def test_all_of_what_is_kept_learns(tmp_path: Path) -> None:
    one = replace(KEEPS_ONE, stages=KEEPS_ONE.stages[:2])
    still = replace(KEEPS_ONE.stages[1], rate_from=0.0, rate_to=0.0)
    kept, _ = trained(tmp_path / "kept", replace(one, stages=(one.stages[0], still)))
    learnt, _ = trained(tmp_path / "learnt", one)
    same = {
        n
        for n, weights in learnt.state_dict().items()
        if torch.equal(weights, kept.state_dict()[n])
    }
    assert {n for n in same if not n.endswith("key.bias")} <= {
        "bert.embeddings.word_embeddings.weight"
    }


# The first stage has 3 chunks of 24 examples, so has the second, the third 2 of 12.
@pytest.mark.parametrize("stop_after", [2, 3, 4, 6, 7])
def test_a_run_that_takes_layers_out_ends_as_if_not_interrupted(
    tmp_path: Path, stop_after: int
) -> None:
    whole, _ = trained(tmp_path / "whole", KEEPS_ONE)
    with pytest.raises(Stopped):
        trained(tmp_path / "part", KEEPS_ONE, stop_after=stop_after)
    resumed, _ = trained(tmp_path / "part", KEEPS_ONE)
    assert are_equal(whole, resumed)
    done, _ = trained(tmp_path / "part", KEEPS_ONE)
    assert are_equal(whole, done)


@pytest.mark.parametrize("kept", [(0, 2), (1,)])
def test_layers_that_are_not_there_are_refused_before_anything_is_learnt(
    tmp_path: Path, kept: tuple[int, ...]
) -> None:
    stages = (
        Stage({"told": 1.0}, 1e-2, 1e-2, kept_layers=(0,)),
        Stage({"told": 1.0}, 1e-2, 1e-2, kept_layers=kept),
    )
    with pytest.raises(InvalidLayers, match=r"keeps the layers \[.*\], the network has 1"):
        trained(tmp_path, Recipe(1, 100, 100, 0, stages))
    assert not list(tmp_path.iterdir())


def test_examples_are_augmented_with_the_stage_before_they_are_cut(tmp_path: Path) -> None:
    seen: list[tuple[str, Stage]] = []

    def note(example: ReaderExample, stage: Stage, _rng: Random) -> ReaderExample:
        seen.append((example.source, stage))
        return UNTOLD

    recipe = recipe_of({"told": 0.5}, {"untold": 1.0})
    train_reader(tiny_network(), tiny_tokenizer(), EXAMPLES, recipe, work=tmp_path, augment=note)
    assert seen == [("told", recipe.stages[0])] * 12 + [("untold", recipe.stages[1])] * 12


def test_an_error_in_an_example_ends_the_run(tmp_path: Path) -> None:
    def fail(_example: ReaderExample, _stage: Stage, _rng: Random) -> ReaderExample:
        raise Stopped

    with pytest.raises(Stopped):
        train_reader(
            tiny_network(), tiny_tokenizer(), EXAMPLES, TWO_STAGES, work=tmp_path, augment=fail
        )
