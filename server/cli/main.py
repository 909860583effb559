"""The command `footnote`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from server.cli import (
    ask,
    bench,
    calibrate,
    config,
    doctor,
    highlight,
    index,
    models,
    search,
    serve,
    verify,
)
from server.cli.invocation import Invocation
from server.cli.os_errors import told
from server.cli.output import FAILED, USAGE, note
from server.version import app_version
from server.whereabouts import where

app = typer.Typer(
    name="footnote",
    help="Answers questions from your documents with verbatim, cited sentences. Offline.",
    epilog="Exit codes: 0 done, 1 failed, 2 usage, 3 no answer.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help reads the same in a terminal, a pipe and a screen reader
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("index")(index.index)
app.command("ask")(ask.ask)
app.command("search")(search.search)
app.command("highlight")(highlight.highlight)
app.command("serve")(serve.serve)
app.command("verify")(verify.verify)
app.command("calibrate")(calibrate.calibrate)
app.command("doctor")(doctor.doctor)
app.add_typer(bench.app, name="bench")
app.add_typer(models.app, name="models")
app.add_typer(config.app, name="config")


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"footnote {app_version()}")
        raise typer.Exit


@app.callback()
def _global_options(
    context: typer.Context,
    config_file: Annotated[
        Path | None,
        typer.Option("--config", help="Settings file; footnote.yaml when there is one."),
    ] = None,
    index_folder: Annotated[
        Path | None, typer.Option("--index", help="Folder of the index (setting index.path).")
    ] = None,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    context.obj = Invocation(config=config_file, index=index_folder)


def main() -> None:
    """Run the command line; errors that are raised on purpose become one line and a code."""
    try:
        app()
    except OSError as error:
        note(f"footnote: {told(error)}")
        sys.exit(FAILED)
    except Exception as error:
        # Imported only now: a command that needs no engine must start without its libraries.
        from embeddings.errors import EmbeddingError
        from rag.errors import FootnoteError, InvalidQuestion

        if not isinstance(error, FootnoteError | EmbeddingError):
            # Not the text of the error: it may hold the question.
            note(f"footnote: this is a fault of Footnote: {where(error)}")
            sys.exit(FAILED)
        note(f"footnote: {error}")
        sys.exit(USAGE if isinstance(error, InvalidQuestion) else FAILED)
