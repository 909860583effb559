import json
import sys
from pathlib import Path

import pytest

from embeddings.errors import MissingExtra
from embeddings.training.loss_curve import draw_losses

PNG = b"\x89PNG"


def log(folder: Path, *stages: int) -> Path:
    """A log with one chunk of each of `stages`."""
    path = folder / "losses.jsonl"
    rows = [
        {"stage": s, "examples": 8 * (i + 1), "span": 2.0, "sentence": 1 / (i + 1), "window": 0.5}
        for i, s in enumerate(stages)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.mark.parametrize("stages", [(0,), (0, 0, 0, 1, 1, 1, 1, 2)])
def test_a_log_becomes_a_picture(tmp_path: Path, stages: tuple[int, ...]) -> None:
    draw_losses(log(tmp_path, *stages), tmp_path / "losses.png")
    assert (tmp_path / "losses.png").read_bytes().startswith(PNG)


def test_without_matplotlib_the_library_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(MissingExtra, match="drawing the losses") as caught:
        draw_losses(log(tmp_path, 0), tmp_path / "losses.png")
    assert caught.value.library == "matplotlib"
