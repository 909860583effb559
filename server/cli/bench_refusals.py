"""The command `footnote bench refusals`."""

import json
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
    as_json: Annotated[bool, typer.Option("--json", help="The answered ones as JSON.")] = False,
) -> None:
    """Ask what the documents indexed cannot answer: is everything refused?"""
    from pydantic import ValidationError

    from rag.benchmark.datasets.errors import DatasetError
    from rag.messages import AskRequest, Outcome

    engine = invocation_of(context).open_engine()
    try:
        lines = queries.read_text(encoding="utf-8").splitlines()
        asked = {
            str(entry["_id"]): AskRequest(question=str(entry["text"]))
            for entry in map(json.loads, lines)
        }
    except ValidationError as error:
        raise DatasetError(
            f"{queries} holds a query that cannot be asked ({reasons(error)}); mend its line"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(
            f"{queries} is no file of queries ({type(error).__name__} {error}); a line needs _id "
            "and text, as in BEIR"
        ) from error
    answers = {name: engine.ask(request) for name, request in asked.items()}
    answered = {
        name: answer.statements[0].text
        for name, answer in answers.items()
        if answer.outcome is Outcome.ANSWERED
    }
    if as_json:
        show_json({"asked": len(answers), "answered": answered})
        return
    n_refused = len(answers) - len(answered)
    share = n_refused / max(1, len(answers))
    show(f"{n_refused} of {len(answers):,} queries not answered ({share:.3f})")
