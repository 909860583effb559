"""The command `footnote index`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.invocation import invocation_of
from server.cli.output import counted, json_ready, show, show_columns, show_json
from server.cli.progress import progress_bar

if TYPE_CHECKING:
    from rag.index.build import IndexReport
    from rag.settings import Settings


def index(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files and folders; those of the last time when none are given."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Index documents: exactly what PATHS hold now. Only new or changed text is embedded."""
    settings = invocation_of(context).load().settings
    from embeddings.catalogue import load_encoder
    from rag.index.build import build_index

    sources = paths or _recorded_sources(settings)
    encoder = load_encoder(settings.encoder.name, threads=settings.encoder.threads)
    with progress_bar() as progress:
        report = build_index(sources, settings, encoder, progress=progress)
    if as_json:
        show_json(json_ready(report))
    else:
        _show_report(report)


def _recorded_sources(settings: "Settings") -> list[Path]:
    from rag.errors import IndexUnusable
    from rag.index.generations import current_generation
    from rag.index.manifest import read_manifest

    try:
        manifest = read_manifest(current_generation(settings.index.path))
    except IndexUnusable as error:
        raise typer.BadParameter(
            f"name the files or folders to index: none are recorded ({error})"
        ) from error
    return [Path(source) for source in manifest.sources]


def _show_report(report: "IndexReport") -> None:
    changes = report.changes
    show(
        f"Indexed {counted(report.n_documents, 'document')} in {report.seconds:.1f} s: "
        f"{counted(report.n_passages, 'passage')}, {counted(report.n_sentences, 'sentence')}",
        bold=True,
    )
    show_columns(
        [
            ("documents", f"{changes.added} added, {changes.changed} changed, "
             f"{changes.removed} removed, {changes.unchanged} unchanged"),
            ("texts", f"{report.n_embedded:,} embedded, {report.n_from_cache:,} from the cache"),
            ("generation", report.generation),
        ]
    )  # fmt: skip
    if report.split_sentences:
        show(
            f"{counted(len(report.split_sentences), 'sentence')} longer than the encoder reads, "
            "split at a clause"
        )
    if report.held_back:
        n_held_back = counted(len(report.held_back), "passage")
        show(f"Held back {n_held_back} with unsafe wording (docs/safety.md):", bold=True)
        show_columns((held.name, held.rule) for held in report.held_back)
    if report.release_remarks:
        show("In safety.released, look at (docs/safety.md):", bold=True)
        show_columns((remark.name, remark.detail) for remark in report.release_remarks)
    if report.unused_stances:
        n_unused = counted(len(report.unused_stances), "stance")
        show(f"Left out {n_unused}; mend the stance file (docs/stances.md):", bold=True)
        show_columns((unused.path, unused.detail) for unused in report.unused_stances)
    if report.skipped:
        show(f"Skipped {counted(len(report.skipped), 'file')}:", bold=True)
        show_columns((skipped.path, skipped.reason, skipped.detail) for skipped in report.skipped)
