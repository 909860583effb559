"""The command `footnote search`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.help_card import region_or_locale, show_card
from server.cli.invocation import invocation_of
from server.cli.output import NO_ANSWER, show, show_json, titled_section
from server.cli.question import question_text, usage_error

if TYPE_CHECKING:
    from rag.messages import Safety, SearchRequest


class Ranking(StrEnum):
    """The values of `rag.messages.System`, without loading it for every command."""

    HYBRID = "hybrid"
    DENSE = "dense"
    BM25 = "bm25"


def search(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question, or - to read it from stdin.")],
    top_k: Annotated[int, typer.Option(help="Passages at most.")] = 10,
    system: Annotated[Ranking, typer.Option(help="Which ranking to use.")] = Ranking.HYBRID,
    as_json: Annotated[bool, typer.Option("--json", help="The hits as over HTTP.")] = False,
    region: Annotated[
        str | None, typer.Option(help="Whose help lines to show, as GB; the locale's if left out.")
    ] = None,
) -> None:
    """Rank the passages for a question. Exits with 3 when there are none."""
    asked, where = question_text(question), region_or_locale(region)
    invocation = invocation_of(context)
    safety = invocation.help_for(asked, region=where)
    if safety is not None:
        _show_help(safety, as_json=as_json)
        return
    request = _request(asked, top_k, system, where)
    response = invocation.open_engine().search(request)
    if as_json:
        show_json(response)
    else:
        for rank, hit in enumerate(response.hits, start=1):
            section = titled_section(hit.section, hit.title)
            show(f"{rank}. {hit.title}{section}", bold=True)
            show(f"   {hit.passage_id}  {hit.score_kind.value} {hit.score:.3f}", dim=True)
            show(f"   {hit.text}")
    if not response.hits:
        raise typer.Exit(NO_ANSWER)


def _show_help(safety: "Safety", *, as_json: bool) -> None:
    from rag.safety.help_responses import help_hits

    if as_json:
        show_json(help_hits(safety, generation=""))
    else:
        show_card(safety)


def _request(question: str, top_k: int, system: Ranking, region: str | None) -> "SearchRequest":
    from pydantic import ValidationError

    from rag.messages import SearchRequest, System

    try:
        return SearchRequest(
            question=question, top_k=top_k, system=System(system.value), region=region
        )
    except ValidationError as error:
        raise usage_error(error) from None
