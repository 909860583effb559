"""The command `footnote bench refusals`."""

from pathlib import Path
from typing import Annotated

import typer

from server.cli.invocation import invocation_of
from server.cli.output import show, show_json
from server.cli.question import reasons


def refusals(
    context: typer.Context,
    queries: Annotated[
        Path,
        typer.Argument(
            help="JSON lines of {_id, text}: queries off the topic.", exists=True, dir_okay=False
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="The answered ones, and those met with help, as JSON.")
    ] = False,
) -> None:
    """Ask what the documents indexed cannot answer: is everything refused?"""
    from pydantic import ValidationError

    from rag.benchmark.datasets.beir import read_queries
    from rag.benchmark.datasets.errors import DatasetError
    from rag.messages import AskRequest, Outcome

    texts = read_queries(queries)
    if not texts:
        raise DatasetError(f"{queries} holds no query; a line needs _id and text, as in BEIR")
    try:
        asked = {name: AskRequest(question=text) for name, text in texts.items()}
    except ValidationError as error:
        raise DatasetError(
            f"{queries} holds a query that cannot be asked ({reasons(error)}); mend its line"
        ) from error
    engine = invocation_of(context).open_engine()
    answers = {name: engine.ask(request) for name, request in asked.items()}
    answered = {
        name: answer.statements[0].text
        for name, answer in answers.items()
        if answer.outcome is Outcome.ANSWERED
    }
    helped = [name for name, answer in answers.items() if answer.outcome is Outcome.SAFETY]
    if as_json:
        show_json({"asked": len(answers), "answered": answered, "safety": helped})
        return
    n_refused = len(answers) - len(answered) - len(helped)
    show(f"{n_refused} of {len(answers):,} queries not answered ({n_refused / len(answers):.3f})")
    if helped:
        show(f"{len(helped)} of {len(answers):,} met with help instead")
