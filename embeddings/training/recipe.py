"""How a reader is trained: what it sees, how often, and how fast it learns."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from embeddings.errors import InvalidRecipe

SHIPPED_RECIPE = Path(__file__).with_name("reader_recipe.yaml")

_NUMBERS = ("rate_from", "rate_to", "echoed", "typed", "share", "frozen_layers")  # of a stage


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of training over one mixture.

    Args:
        passes: for each source how often each of its examples is seen, on average.
        rate_from, rate_to: learning rate at its first and last step, linear between.
        echoed: share of examples with an echo of the question put in.
        typed: share of questions as people type them.
        share: of the shuffled passes, the first so many are seen; the rate spans those.
        frozen_layers: lowest layers that learn no more, which saves the way back through them.
        kept_layers: before this stage all layers but these are taken out, counted from 0 as the
            stage before left them; empty keeps all.
    """

    passes: dict[str, float]
    rate_from: float
    rate_to: float
    echoed: float = 0.0
    typed: float = 0.0
    share: float = 1.0
    frozen_layers: int = 0
    kept_layers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LossWeights:
    """What each of the three losses counts; 0 leaves its scores untaught.

    Args:
        span: of start and end.
        sentence: of the relevance of each sentence.
        window: of the relevance of the whole window.
    """

    span: float = 1.0
    sentence: float = 1.0
    window: float = 0.5


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a training run depends on, its data and weights apart.

    Args:
        seed: of every draw.
        batch_tokens: in one step, padding included.
        max_tokens: longest window.
        warm_up_steps: over which the rate rises from 0, once.
        stages: in order.
        losses: how much each counts in what is lowered.
    """

    seed: int
    batch_tokens: int
    max_tokens: int
    warm_up_steps: int
    stages: tuple[Stage, ...]
    losses: LossWeights = LossWeights()

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of all sources, in order of first use."""
        return tuple(dict.fromkeys(name for stage in self.stages for name in stage.passes))


def read_recipe(path: Path) -> Recipe:
    """The recipe of a YAML file.

    Raises:
        InvalidRecipe: the file is missing, there is no stage, or a key is missing, unknown or of
            the wrong kind.
    """
    try:
        fields: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        stages = tuple(_stage(stage) for stage in fields.pop("stages"))
        losses = LossWeights(**fields.pop("losses", {}))
        recipe = Recipe(stages=stages, losses=losses, **fields)
        _check(recipe)
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidRecipe(path, f"{type(error).__name__}: {error}") from error
    return recipe


def _stage(fields: dict[str, Any]) -> Stage:
    kept = fields.get("kept_layers", [])
    if not isinstance(kept, list):
        raise TypeError(f"kept_layers is {kept!r}, expected a list of layers")
    return Stage(**{**fields, "kept_layers": tuple(kept)})


def _check(recipe: Recipe) -> None:
    """YAML gives any kind of value: 2e-4 without a point, for one, is a text."""
    for name in ("seed", "batch_tokens", "max_tokens", "warm_up_steps"):
        if not isinstance(value := getattr(recipe, name), int):
            raise TypeError(f"{name} is {value!r}, expected a whole number")
    if not recipe.stages:
        raise ValueError("there is no stage")
    _check_numbers(asdict(recipe.losses))
    for stage in recipe.stages:
        if not isinstance(stage.passes, dict):
            raise TypeError(f"passes is {stage.passes!r}, expected a number for each source")
        _check_numbers({name: getattr(stage, name) for name in _NUMBERS} | stage.passes)
        _check_layers(stage.kept_layers)


def _check_numbers(numbers: Mapping[str, object]) -> None:
    for name, value in numbers.items():
        if not isinstance(value, int | float) or value < 0:
            raise TypeError(f"{name} is {value!r}, expected a number, 0 or more")


def _check_layers(kept: tuple[object, ...]) -> None:
    """Each once and in order."""
    numbers = [layer for layer in kept if isinstance(layer, int) and layer >= 0]
    if len(numbers) < len(kept) or numbers != sorted(set(numbers)):
        raise TypeError(f"kept_layers is {list(kept)}, expected rising whole numbers, 0 or more")
