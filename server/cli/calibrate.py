"""The command `footnote calibrate`."""

from pathlib import Path
from typing import Annotated

import typer

from server.cli.invocation import invocation_of
from server.cli.output import json_ready, note, show, show_columns, show_json


def calibrate(
    context: typer.Context,
    questions: Annotated[
        Path, typer.Argument(help="YAML list of questions, answerable and not.", exists=True)
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="File to write; the setting answers.calibration when not given."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Learn from known questions when to answer."""
    invocation = invocation_of(context)
    target = out or invocation.load().settings.answers.calibration or Path("calibration.json")
    from rag.evaluation.calibrate import calibrate as run

    report = run(invocation.open_engine(), questions, out=target)
    if as_json:
        show_json(json_ready(report))
    else:
        show(f"Wrote {report.path}", bold=True)
        facts = json_ready(report.calibration)
        show_columns((key, str(value)) for key, value in facts.items())
    if invocation.load().settings.answers.calibration != target:
        note(f"set answers.calibration to {target} to use it")
