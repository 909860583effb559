"""A progress bar on stderr while a person watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from server.cli.output import is_terminal

if TYPE_CHECKING:
    from rag.index.build import IndexProgress


@contextmanager
def progress_bar(label: str = "") -> Iterator["Callable[[IndexProgress], None] | None"]:
    """One line for each stage; nothing, and None, when stderr is no terminal.

    Args:
        label: stands before the name of each stage.
    """
    if not is_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def update(progress: "IndexProgress") -> None:
            if progress.stage not in tasks:
                description = f"{label} {progress.stage}".strip()
                tasks[progress.stage] = bar.add_task(description, total=None)
            task = bar.tasks[tasks[progress.stage]]
            bar.update(task.id, completed=progress.done, total=progress.total)

        yield update
