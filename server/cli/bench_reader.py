"""The command `footnote bench reader`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.output import FAILED, is_terminal, json_ready, note, printable, show_json
from server.cli.progress import progress_bar

if TYPE_CHECKING:
    from rag.benchmark.reading import ReadingReport
    from rag.benchmark.reading.evidence import Selector


def reader(
    reader: Annotated[
        str | None,
        typer.Option(help="A reader's name or folder; the shipped one if not given."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(help="Another reader, measured beside it with paired differences."),
    ] = None,
    squad: Annotated[
        list[Path] | None,
        typer.Option(
            help="SQuAD JSON; repeat. Version 1.1 measures the answer's words, version 2.0 "
            "answerability, and of a version 2.0 file only the odd-numbered articles (1, 3, …).",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    exclude_titles_of: Annotated[
        Path | None,
        typer.Option(
            help="A SQuAD v2.0 file whose even-numbered articles (0, 2, …) may have taught the "
            "reader: articles of their titles are left out of every --squad file.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    wikiqa: Annotated[
        Path | None,
        typer.Option(help="JSON lines of question, sentence, label.", exists=True, dir_okay=False),
    ] = None,
    trecqa: Annotated[
        Path | None,
        typer.Option(
            help="The same; questions without a wrong candidate are left out too.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    scifact: Annotated[
        Path | None,
        typer.Option(
            help="Folder with claims_train.csv, claims_validation.csv, abstract_sentences.json.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    threshold: Annotated[
        float, typer.Option(help="SciFact: lowest relevance logit of a selected sentence.")
    ] = 0.0,
    calibration: Annotated[
        Path | None,
        typer.Option(
            help="SciFact: of highlights; the shipped one if not given.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    window: Annotated[
        int, typer.Option(help="Sentences of a paragraph read together; 0 for all.", min=0)
    ] = 0,
    sample: Annotated[
        int | None, typer.Option(help="Questions of each data set; all if not given.", min=1)
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the sample.")] = 0,
    threads: Annotated[
        int, typer.Option(help="Windows read at once; 0 for one on each core.", min=0)
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON.")] = False,
) -> None:
    """Measure a reader on its own, without an index: gold paragraphs and given candidates."""
    if not (squad or wikiqa or trecqa or scifact):
        raise typer.BadParameter("nothing to measure; give --squad, --wikiqa, --trecqa, --scifact")
    from embeddings.catalogue import load_encoder, load_reader
    from embeddings.shipped import DEFAULT_READER
    from rag.benchmark.reading import ReadingData, Sample, measure_reader

    data = ReadingData(
        squad=tuple(squad or ()),
        exclude_titles_of=exclude_titles_of,
        wikiqa=wikiqa,
        trecqa=trecqa,
        scifact=scifact,
        threshold=threshold,
        selectors=_highlights(calibration) if scifact else {},
        window=window,
        sample=Sample(sample, seed),
    )
    measured = load_reader(reader or DEFAULT_READER, threads=threads)
    other = load_reader(against, threads=threads) if against else None
    with progress_bar() as progress:
        report = measure_reader(
            measured, data, against=other, encoder=load_encoder, progress=progress
        )
    if as_json:
        show_json(json_ready(report))
    else:
        _show(report)
    for failure in report.failures:
        note(f"not measured: {failure}")
    if report.failures:
        raise typer.Exit(FAILED)


def _highlights(path: Path | None) -> "dict[str, Selector]":
    """As highlights select by the calibration in `path` or the shipped one; a remark without."""
    from rag.benchmark.reading.highlighted import as_highlighted
    from rag.errors import CalibrationError
    from rag.highlight.calibration import load_highlight_calibration

    try:
        calibration = load_highlight_calibration(path)
    except CalibrationError as error:
        if path is not None:
            raise
        note(f"not measured as highlights: {error}")
        return {}
    made_for = calibration.reader_sha256[:12]
    return {f"as highlights, calibrated for weights {made_for}": as_highlighted(calibration)}


def _show(report: "ReadingReport") -> None:
    """Tables for a person, Markdown for a pipe or file."""
    if _is_read_by_a_person():
        _show_tables(report)
        return
    from rag.benchmark.reading import reading_markdown

    typer.echo(printable(reading_markdown(report)), nl=False)


def _is_read_by_a_person() -> bool:
    return is_terminal(sys.stdout)


def _show_tables(report: "ReadingReport") -> None:
    from rich.console import Console
    from rich.table import Table

    from rag.benchmark.reading.table import readers_of, remarks_of, table_of

    console = Console(markup=False, highlight=False)
    console.print(printable(readers_of(report)), style="bold")
    for section in report.sections:
        head, rows = table_of(section)
        table = Table(title=printable(section.title), title_justify="left", title_style="bold")
        for at, name in enumerate(head):
            table.add_column(name, justify="right" if at else "left")
        for row in rows:
            table.add_row(*row)
        console.print()
        console.print(table)
        for remark in remarks_of(section):
            console.print(printable(f"  {remark}"), style="dim")
