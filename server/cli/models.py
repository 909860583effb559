"""The command `footnote models`."""

from pathlib import Path
from typing import Annotated

import typer

from server.cli.output import note, show, show_columns, show_json

app = typer.Typer(
    help="The models that turn text into vectors.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="The list as JSON.")] = False,
) -> None:
    """Show the models that come with Footnote."""
    from embeddings.catalogue import load_encoder
    from embeddings.shipped import shipped_encoders

    identities = [load_encoder(name, threads=1).identity.as_dict() for name in shipped_encoders()]
    if as_json:
        show_json(identities)
        return
    for identity in identities:
        show(str(identity["name"]), bold=True)
        show_columns((key, str(value)) for key, value in identity.items() if key != "name")


@app.command("build")
def build(
    out: Annotated[
        Path | None, typer.Option(help="Folder to write; that of the shipped model if not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Build the shipped model from its published weights. Needs the extra `models`."""
    from embeddings.export import build_model
    from embeddings.shipped import DEFAULT_ENCODER, MODELS_FOLDER

    report = build_model(out or MODELS_FOLDER / DEFAULT_ENCODER, progress=note)
    facts = {
        "folder": str(report.folder),
        "model_bytes": report.model_bytes,
        "lowest_cosine": report.lowest_cosine,
        **report.identity.as_dict(),
    }
    if as_json:
        show_json(facts)
    else:
        show_columns((key, str(value)) for key, value in facts.items())
