"""The command `footnote calibrate`."""

from pathlib import Path
from typing import Annotated

import typer

from server.cli.invocation import invocation_of
from server.cli.output import json_ready, note, show, show_columns, show_json


def calibrate(
    context: typer.Context,
    questions: Annotated[
        Path,
        typer.Argument(
            help="YAML list of questions, answerable and not.", exists=True, dir_okay=False
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="File to write; the setting answers.calibration when not given."),
    ] = None,
    false_refusals: Annotated[
        float,
        typer.Option(
            help="Share of the answerable questions that may be refused.", min=0.0, max=0.5
        ),
    ] = 0.05,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Learn from known questions when to answer."""
    invocation = invocation_of(context)
    target = out or invocation.load().settings.answers.calibration or Path("calibration.json")
    from rag.evaluation.calibrate import calibrate as run

    report = run(invocation.open_engine(), questions, out=target, false_refusals=false_refusals)
    if as_json:
        show_json(json_ready(report))
    else:
        show(f"Wrote {report.path}", bold=True)
        facts = json_ready(report.calibration)
        curves = {name: facts.pop(name) for name in ("curve", "reliability")}
        show_columns((key, str(value)) for key, value in facts.items())
        show("Threshold, answerable and unanswerable questions that it refuses", bold=True)
        show_columns(_percent(*point) for point in curves["curve"][::5])
        show("Confidence, share that was right, questions", bold=True)
        show_columns((f"{c:.2f}", f"{right:.0%}", str(n)) for c, right, n in curves["reliability"])
    if invocation.load().settings.answers.calibration != target:
        note(f"set answers.calibration to {target} to use it")


def _percent(threshold: float, answerable: float, unanswerable: float) -> tuple[str, str, str]:
    return f"{threshold:.2f}", f"{answerable:.0%}", f"{unanswerable:.0%}"
