from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.errors import InvalidRecipe
from embeddings.training.recipe import SHIPPED_RECIPE, LossWeights, Recipe, Stage, read_recipe

TEXT = """\
seed: 3
batch_tokens: 64
max_tokens: 100
warm_up_steps: 0
stages:
  - {passes: {b: 1, a: 0.5}, rate_from: 1.0e-3, rate_to: 0}
  - {passes: {c: 2.0, a: 1.0}, rate_from: 1.0e-3, rate_to: 1.0e-5, echoed: 0.1, typed: 0.2}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "recipe.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_recipe_is_read_with_its_stages_in_order(tmp_path: Path) -> None:
    assert read_recipe(written(tmp_path, TEXT)) == Recipe(
        seed=3,
        batch_tokens=64,
        max_tokens=100,
        warm_up_steps=0,
        stages=(
            Stage({"b": 1, "a": 0.5}, 1e-3, 0),
            Stage({"c": 2.0, "a": 1.0}, 1e-3, 1e-5, echoed=0.1, typed=0.2),
        ),
    )


def test_a_stage_may_keep_some_layers_alone(tmp_path: Path) -> None:
    text = TEXT.replace("typed: 0.2", "kept_layers: [0, 2, 5]")
    assert [stage.kept_layers for stage in read_recipe(written(tmp_path, text)).stages] == [
        (),
        (0, 2, 5),
    ]


def test_sources_stand_in_order_of_first_use_each_once(tmp_path: Path) -> None:
    assert read_recipe(written(tmp_path, TEXT)).sources == ("b", "a", "c")


def test_losses_count_as_the_recipe_says_and_else_as_usual(tmp_path: Path) -> None:
    assert read_recipe(written(tmp_path, TEXT)).losses == LossWeights(1.0, 1.0, 0.5)
    changed = read_recipe(written(tmp_path, TEXT + "losses: {span: 0, window: 2.0}\n"))
    assert changed.losses == LossWeights(0, 1.0, 2.0)


def test_the_recipes_of_ablations_differ_in_their_losses_alone() -> None:
    folder = SHIPPED_RECIPE.parent / "ablations"
    recipes = [read_recipe(path) for path in sorted(folder.glob("*.yaml"))]
    assert len(recipes) == 3
    first, *others = (replace(recipe, losses=LossWeights()) for recipe in recipes)
    assert others == [first, first]
    assert len({recipe.losses for recipe in recipes}) == 3


def test_the_shipped_recipe_can_be_read() -> None:
    recipe = read_recipe(SHIPPED_RECIPE)
    assert recipe.stages
    assert recipe.batch_tokens >= recipe.max_tokens


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("seed: 3\n", "", "seed"),
        ("seed: 3", "sead: 3\nseed: 3", "sead"),
        ("seed: 3", "seed: three", "seed is 'three', expected a whole number"),
        ("batch_tokens: 64", "batch_tokens: 6.5", "batch_tokens is 6.5"),
        ("rate_from: 1.0e-3, rate_to: 0}", "rate_to: 0}", "rate_from"),
        ("rate_to: 0}", "rate_to: 0, echo: 1}", "echo"),
        # YAML 1.1 takes a number without a point for a text.
        ("rate_from: 1.0e-3, rate_to: 0}", "rate_from: 1e-3, rate_to: 0}", "rate_from is '1e-3'"),
        ("rate_to: 0}", "rate_to: -1}", "rate_to is -1"),
        ("{b: 1, a: 0.5}", "[b, a]", r"passes is \['b', 'a'\]"),
        ("{b: 1, a: 0.5}", "{b: often}", "b is 'often'"),
        ("typed: 0.2", "typed: no thanks", "typed is 'no thanks'"),
        ("typed: 0.2", "kept_layers: [2, 1]", r"kept_layers is \[2, 1\], expected rising"),
        ("typed: 0.2", "kept_layers: [0, -1]", r"kept_layers is \[0, -1\]"),
        ("typed: 0.2", "kept_layers: [0, two]", r"kept_layers is \[0, 'two'\]"),
        ("typed: 0.2", "kept_layers: 2", "kept_layers is 2, expected a list"),
        ("seed: 3", "losses: {spam: 0}\nseed: 3", "spam"),
        ("seed: 3", "losses: {span: -1}\nseed: 3", "span is -1"),
    ],
)
def test_a_wrong_key_or_value_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(InvalidRecipe, match=said) as caught:
        read_recipe(written(tmp_path, TEXT.replace(old, new, 1)))
    assert caught.value.path == tmp_path / "recipe.yaml"


@pytest.mark.parametrize(
    "text", ["", "[]", "seed", "{", "stages: 7", "stages: [x]", TEXT.partition("stages:")[0]]
)
def test_what_is_no_recipe_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidRecipe, match=r"reader_recipe\.yaml for the keys"):
        read_recipe(written(tmp_path, text))


def test_a_recipe_without_a_stage_is_refused(tmp_path: Path) -> None:
    text = TEXT.partition("stages:")[0] + "stages: []\n"
    with pytest.raises(InvalidRecipe, match="there is no stage"):
        read_recipe(written(tmp_path, text))


def test_a_missing_or_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecipe, match="absent"):
        read_recipe(tmp_path / "absent.yaml")
    (tmp_path / "recipe.yaml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(InvalidRecipe, match="UnicodeDecodeError"):
        read_recipe(tmp_path / "recipe.yaml")
