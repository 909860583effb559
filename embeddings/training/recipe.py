"""How a reader is trained: what it sees, how often, and how fast it learns."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from embeddings.errors import InvalidRecipe

SHIPPED_RECIPE = Path(__file__).with_name("reader_recipe.yaml")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of training over one mixture.

    Args:
        passes: for each source how often each of its examples is seen, on average.
        rate_from, rate_to: learning rate at its first and last step, linear between.
        echoed: share of examples with an echo of the question put in.
        typed: share of questions as people type them.
    """

    passes: dict[str, float]
    rate_from: float
    rate_to: float
    echoed: float = 0.0
    typed: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a training run depends on, its data and weights apart.

    Args:
        seed: of every draw.
        batch_tokens: in one step, padding included.
        max_tokens: longest window.
        warm_up_steps: over which the rate rises from 0, once.
        stages: in order.
    """

    seed: int
    batch_tokens: int
    max_tokens: int
    warm_up_steps: int
    stages: tuple[Stage, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of all sources, in order of first use."""
        return tuple(dict.fromkeys(name for stage in self.stages for name in stage.passes))


def read_recipe(path: Path) -> Recipe:
    """The recipe of a YAML file.

    Raises:
        InvalidRecipe: the file is missing, or a key is missing, unknown or of the wrong kind.
    """
    try:
        fields: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        stages = tuple(Stage(**stage) for stage in fields.pop("stages"))
        return Recipe(stages=stages, **fields)
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise InvalidRecipe(path, f"{type(error).__name__}: {error}") from error
