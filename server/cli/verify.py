"""The command `footnote verify`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.cli.invocation import Invocation, invocation_of
from server.cli.output import FAILED, counted, json_ready, show, show_columns, show_json

if TYPE_CHECKING:
    from rag.messages import Citation


def verify(
    context: typer.Context,
    citation: Annotated[
        Path | None,
        typer.Option(help="A citation, or a whole answer, as JSON; - reads stdin."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON.")] = False,
) -> None:
    """Check the index, or the quotes of citations.

    For the index: every span, vector count and checksum.
    """
    invocation = invocation_of(context)
    is_right = (
        _verify_index(invocation, as_json=as_json)
        if citation is None
        else _verify_citations(invocation, citation, as_json=as_json)
    )
    if not is_right:
        raise typer.Exit(FAILED)


def _verify_index(invocation: Invocation, *, as_json: bool) -> bool:
    from rag.index.verify import verify_generation

    report = verify_generation(invocation.load().settings.index.path)
    if as_json:
        show_json(json_ready(report))
        return not report.problems
    checked = (
        f"{counted(report.n_documents, 'document')}, {counted(report.n_spans, 'span')}, "
        f"{counted(report.n_vectors, 'vector')}"
    )
    if report.problems:
        show(f"Generation {report.generation} is damaged ({checked}):", bold=True)
        show_columns((problem,) for problem in report.problems)
    else:
        show(f"Generation {report.generation} is whole: {checked}")
    return not report.problems


def _verify_citations(invocation: Invocation, path: Path, *, as_json: bool) -> bool:
    is_answer, citations = _read_citations(path)
    engine = invocation.open_engine()
    results = [engine.verify(citation) for citation in citations]
    if as_json:
        found: list[dict[str, Any]] = [result.model_dump(mode="json") for result in results]
        show_json(found if is_answer else found[0])
    else:
        for citation, result in zip(citations, results, strict=True):
            verdict = "verified" if result.verified else f"not verified: {result.reason}"
            show(f"[{citation.index}] {citation.title}: {verdict}")
    return all(result.verified for result in results)


def _read_citations(path: Path) -> "tuple[bool, tuple[Citation, ...]]":
    from rag.messages import Answer, Citation

    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"cannot read {path}: {error.strerror}") from error
    try:
        fields = json.loads(content)
        if isinstance(fields, dict) and "citations" in fields:
            return True, Answer.model_validate_json(content).citations
        return False, (Citation.model_validate_json(content),)
    except ValueError as error:  # pydantic's errors are ValueErrors too
        raise typer.BadParameter(
            f"{path} holds neither a citation nor an answer as `footnote ask --json` writes it"
        ) from error
