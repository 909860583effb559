"""The command `footnote ask`."""

from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.help_card import region_or_locale, show_card
from server.cli.invocation import invocation_of
from server.cli.output import NO_ANSWER, show, show_json, titled_section
from server.cli.question import question_text, usage_error

if TYPE_CHECKING:
    from rag.engine import Engine
    from rag.messages import Answer, AskRequest, Citation, Safety

_KINDS_LOOKED_AT = 1000


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question, or - to read it from stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="The answer as over HTTP.")] = False,
    after: Annotated[
        list[str] | None,
        typer.Option(help="An earlier question of the conversation; repeat, oldest first."),
    ] = None,
    max_statements: Annotated[int, typer.Option(help="Sentences at most.")] = 8,
    kind: Annotated[list[str] | None, typer.Option(help="Only documents of this kind.")] = None,
    document: Annotated[
        list[str] | None, typer.Option(help="Only the document with this id.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="Whose help lines to show, as GB; the locale's if left out.")
    ] = None,
) -> None:
    """Answer a question with cited sentences. Exits with 3 when the documents do not answer."""
    asked, where = question_text(question), region_or_locale(region)
    invocation = invocation_of(context)
    safety = invocation.help_for(asked, region=where, earlier=after or ())
    if safety is not None:
        _show_help(safety, as_json=as_json)
        return
    request = _request(asked, max_statements, kind or [], document or [], where)
    from rag.messages import Outcome

    engine = invocation.open_engine()
    if after:
        request = _in_conversation(request, after, engine)
    answer = engine.ask(request)
    if answer.outcome is not Outcome.SAFETY:  # help comes before any complaint
        _require_known(kind or [], document or [], engine)
    if as_json:
        show_json(answer)
    else:
        _show_answer(answer, engine)
    if answer.outcome is Outcome.NO_ANSWER:
        raise typer.Exit(NO_ANSWER)


def _show_help(safety: "Safety", *, as_json: bool) -> None:
    from rag.safety.help_responses import help_answer

    if as_json:
        show_json(help_answer(safety, generation=""))
    else:
        show_card(safety)


def _request(
    question: str,
    max_statements: int,
    kinds: list[str],
    document_ids: list[str],
    region: str | None,
) -> "AskRequest":
    from pydantic import ValidationError

    from rag.messages import AskRequest, Filters

    try:
        return AskRequest(
            question=question,
            max_statements=max_statements,
            region=region,
            filters=Filters(kind=tuple(kinds), document_ids=tuple(document_ids)),
        )
    except ValidationError as error:
        raise usage_error(error) from None


def _require_known(kinds: list[str], document_ids: list[str], engine: "Engine") -> None:
    """A filter that no document can pass is a slip, and not a question without an answer."""
    from rag.errors import NotFound
    from rag.stances.nearest import nearest

    for name in document_ids:
        try:
            engine.document(name)
        except NotFound as error:
            known = (found.document_id for found in engine.summaries(limit=engine.n_documents))
            raise typer.BadParameter(f"--document: {error}{nearest(name, known)}") from None
    facet = engine.facets(most=_KINDS_LOOKED_AT).kind
    by_case = {found.value.casefold() for found in facet.values}
    for name in kinds:
        if name.casefold() not in by_case and facet.n_values <= _KINDS_LOOKED_AT:
            known = (found.value for found in facet.values)
            raise typer.BadParameter(
                f"--kind: no document is of the kind {name!r}{nearest(name, known)}"
            )


def _in_conversation(request: "AskRequest", earlier: list[str], engine: "Engine") -> "AskRequest":
    from pydantic import ValidationError

    from rag.conversation import history_of
    from rag.messages import AskRequest

    try:
        history = history_of(earlier, engine.ask)
        return AskRequest(**{**dict(request), "history": history})
    except ValidationError as error:
        raise usage_error(error) from None


_REFUSALS = {
    "nothing_found": "No sentence found that answers this well enough to quote.",
    "small_talk": "Ask something of the documents: Footnote answers with sentences from them.",
    "form": "Footnote only quotes: it cannot shorten, translate or reword its documents.",
    "sources": "Every quote is followed by the number of its source, listed below the answer.",
    "contents": "Ask about what the documents cover: Footnote answers with sentences from them.",
    "displeased": "Sorry. Ask in other words, or name what you are looking for.",
    "personal": "That is for a doctor or therapist who knows you; Footnote only quotes documents.",
    "order": "Footnote takes no orders: it answers questions with sentences of its documents.",
}


def _show_answer(answer: "Answer", engine: "Engine") -> None:
    from rag.messages import Outcome

    if answer.interpreted_as is not None:
        show(f"Understood as: {answer.interpreted_as}", dim=True)
        show()
    if answer.outcome is Outcome.NO_ANSWER:
        _show_nearest(answer)
    else:
        for statement in answer.statements:
            if statement.group is not None:
                show(f"{statement.group.plain_name} ({statement.group_assigned_by})", dim=True)
            marks = "".join(f" [{number}]" for number in statement.citations)
            if statement.before is not None:
                show(f"Before it: “{statement.before.text}”", dim=True)
            show(f"“{statement.text}”{marks}")
            if statement.after is not None:
                show(f"After it: “{statement.after.text}”", dim=True)
            show()
        for question in answer.unanswered:
            show(f"No sentence found that answers this: {question}")
            show()
        _show_not_mentioned(answer)
        show("Sources", bold=True)
        for citation in answer.citations:
            _show_source(citation, engine)


def _show_not_mentioned(answer: "Answer") -> None:
    if answer.not_mentioned:
        words = ", ".join(f"“{word}”" for word in answer.not_mentioned)
        show(f"No document of this index uses: {words}")
        show()


def _show_source(citation: "Citation", engine: "Engine") -> None:
    from rag.messages import TextPositionSelector

    section = titled_section(citation.section, citation.title)
    page = f", page {citation.page}" if citation.page else ""
    show(f"[{citation.index}] {citation.title}{section}{page}")
    place = engine.document(citation.document_id).source_path
    for selector in citation.selector:
        if isinstance(selector, TextPositionSelector):
            place += f", characters {selector.start}–{selector.end} of its text"
    show(f"    {place}", dim=True)


def _show_nearest(answer: "Answer") -> None:
    show(_REFUSALS[answer.reason or "nothing_found"])
    _show_not_mentioned(answer)
    if answer.nearest:
        show()
        show("Nearest passages (not an answer)", bold=True)
    for hit in answer.nearest:
        section = titled_section(hit.section, hit.title)
        show(f"- {hit.title}{section}")
        show(f"  {hit.text}", dim=True)
    show()
    show("What the documents cover", bold=True)
    for document in answer.covers:
        sections = f": {', '.join(document.sections)}" if document.sections else ""
        show(f"- {document.title}{sections}")
