"""The command `footnote models`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.output import note, show, show_columns, show_json
from server.cli.progress import progress_bar

if TYPE_CHECKING:
    from embeddings.export import BuildReport

app = typer.Typer(
    help="The models that turn text into vectors and read sentences.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="The list as JSON.")] = False,
) -> None:
    """Show the models that come with Footnote."""
    from embeddings.catalogue import load_encoder, load_reader
    from embeddings.shipped import shipped_encoders, shipped_readers

    identities: list[dict[str, object]] = [
        {"kind": "encoder", **load_encoder(name, threads=1).identity.as_dict()}
        for name in shipped_encoders()
    ]
    identities += [
        {"kind": "reader", **asdict(load_reader(name, threads=1).identity)}
        for name in shipped_readers()
    ]
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
    """Build all-MiniLM-L6-v2 from its published weights. Needs the extra `models`."""
    from embeddings.export import build_model, published_weights
    from embeddings.shipped import MODELS_FOLDER, PUBLISHED_ENCODER

    note("checking the weights")
    weights = published_weights()
    report = build_model(weights, out or MODELS_FOLDER / PUBLISHED_ENCODER, progress=note)
    _show_report(report, as_json=as_json)


@app.command("train-encoder")
def train_encoder(
    data: Annotated[
        Path, typer.Argument(help="Folder of the data sets.", exists=True, file_okay=False)
    ],
    work: Annotated[Path, typer.Option(help="Folder for examples and fp32 weights.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder to write; that of the default encoder if not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Tune all-MiniLM-L6-v2 to the default encoder. Needs the extra `models`; half an hour."""
    from embeddings.shipped import DEFAULT_ENCODER, MODELS_FOLDER
    from rag.reader_data.encoder_training import train_and_build_encoder

    folder = out or MODELS_FOLDER / DEFAULT_ENCODER
    with progress_bar() as progress:
        report = train_and_build_encoder(data, work=work, out=folder, progress=progress)
    _show_report(report, as_json=as_json)
    note("fit `python -m rag.evaluation.fit_similarity` and `fit_reader`, then measure it")


def _show_report(report: "BuildReport", *, as_json: bool) -> None:
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


@app.command("train-reader")
def train_reader(
    data: Annotated[
        Path, typer.Argument(help="Folder of the data sets.", exists=True, file_okay=False)
    ],
    work: Annotated[
        Path, typer.Option(help="Folder for examples and checkpoints; a run goes on from there.")
    ],
    recipe: Annotated[
        Path | None, typer.Option(help="YAML recipe; that of the shipped reader if not given.")
    ] = None,
    base: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the published BERT encoder to begin with, as Hugging Face lays it out; "
            "the packaged all-MiniLM-L6-v2 if not given. The shipped recipe is for gte-small.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--from", help="Reader to go on from, name or folder; begins anew if not given."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write; that of the shipped reader if not given.")
    ] = None,
) -> None:
    """Train the reader and build its files. Needs the extra `models`; takes hours on a CPU."""
    from embeddings.shipped import DEFAULT_READER, MODELS_FOLDER
    from rag.reader_data.training import train_and_build

    with progress_bar() as progress:
        folder = out or MODELS_FOLDER / DEFAULT_READER
        identity = train_and_build(
            data,
            work=work,
            out=folder,
            recipe=recipe,
            base=base,
            start=start,
            progress=progress,
        )
    show(f"Wrote {folder}", bold=True)
    show_columns((key, str(value)) for key, value in asdict(identity).items())
    note("fit how its scores count with `python -m rag.evaluation.fit_reader`, then measure it")
