"""The command `footnote bench removal`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.cli.output import counted, show, show_columns, show_json
from server.cli.progress import progress_bar

if TYPE_CHECKING:
    from rag.benchmark.removal import RemovalReport


def removal(
    squad: Annotated[Path, typer.Argument(help="SQuAD JSON.", exists=True, dir_okay=False)],
    exclude_titles_of: Annotated[
        Path | None,
        typer.Option(
            help="A SQuAD v2.0 file whose even-numbered articles (0, 2, …) may have taught the "
            "reader: no question on articles of their titles is asked.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="Questions, evenly drawn; all if not given.", min=1)
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(help="A reader's name or folder; that of the service if not given."),
    ] = None,
    tokens: Annotated[
        int | None, typer.Option(help="Read for one question; as the service if not given.", min=64)
    ] = None,
    vectors: Annotated[
        Path | None, typer.Option(help="File that keeps vectors for the next call.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON.")] = False,
) -> None:
    """Ask questions with and without their own document: is the confidence worth its name?"""
    from embeddings.catalogue import load_encoder
    from rag.answers.reading import load_network
    from rag.benchmark.datasets.squad import open_squad
    from rag.benchmark.reading.squad_questions import even_titles
    from rag.benchmark.removal import measure_removal
    from rag.settings import ReaderSettings, Settings

    defaults = ReaderSettings()
    settings = Settings(
        reader=ReaderSettings(name=reader or defaults.name, tokens=tokens or defaults.tokens)
    )
    with progress_bar() as progress:
        report = measure_removal(
            open_squad(squad),
            settings,
            load_encoder(settings.encoder.name),
            load_network(settings.reader),
            left_out=even_titles(exclude_titles_of) if exclude_titles_of else (),
            limit=limit,
            vectors=vectors,
            progress=progress or (lambda _progress: None),
        )
    if as_json:
        show_json(_as_dict(report))
        return
    questions = counted(report.n_questions, "question")
    show(f"{questions}, each with and without its document", bold=True)
    show_columns(_rows(report))


def _rows(report: "RemovalReport") -> list[tuple[str, str]]:
    rows = [
        (e.name, f"{e.value:.3f} ({e.interval[0]:.3f} to {e.interval[1]:.3f})")
        for e in report.estimates
    ]
    rows.append(("confidence ECE", f"{report.calibration_error:.3f}"))
    rows.append(("reading, ms, p50", f"{report.p50_read_ms:.1f}"))
    rows.append(("question, ms, p50", f"{report.p50_total_ms:.1f}"))
    return rows


def _as_dict(report: "RemovalReport") -> dict[str, Any]:
    estimates = {e.name: {"value": e.value, "interval": e.interval} for e in report.estimates}
    rest = {k: v for k, v in asdict(report).items() if k != "estimates"}
    return {**rest, "estimates": estimates}
