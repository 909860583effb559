"""Documents for people: all of them, and each at its cited places."""

import re
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response

from server.help_lines import PageHelp
from server.page_response import page_response
from server.problems import NOT_FOUND, Problem
from server.sources.cited_places import cited_places
from server.sources.related import related_links
from server.sources.source_page import source_view
from server.state import State

if TYPE_CHECKING:  # the engine's libraries load in the background, after the port answers
    from rag.engine import Engine

router = APIRouter(include_in_schema=False)
DOCUMENTS_ON_A_PAGE = 50


@router.get("/documents")
async def documents_page(
    state: State, help_lines: PageHelp, page: Annotated[str, Query()] = "1"
) -> Response:
    """Every document with what it states of itself, fifty on a page."""
    if not re.fullmatch(r"[1-9][0-9]{0,8}", page, re.ASCII):
        raise Problem(NOT_FOUND, "The list of documents has no such page.")
    number = int(page)

    def work(engine: "Engine") -> Response:
        n_pages = max(1, -(-engine.n_documents // DOCUMENTS_ON_A_PAGE))
        if number > n_pages:
            raise Problem(NOT_FOUND, f"The list of documents ends with page {n_pages}.")
        offset = (number - 1) * DOCUMENTS_ON_A_PAGE
        return page_response(
            "documents.html",
            help_lines,
            summaries=engine.summaries(limit=DOCUMENTS_ON_A_PAGE, offset=offset),
            total=engine.n_documents,
            first=offset + 1,
            number=number,
            n_pages=n_pages,
        )

    return await state.with_engine(work)


@router.get("/sources/{document_id:path}")
async def source_page(
    document_id: str, request: Request, state: State, help_lines: PageHelp
) -> Response:
    """The document as readable HTML; characters `start` up to `end` marked, and each `cite`."""
    query = request.query_params

    def work(engine: "Engine") -> Response:
        document = engine.document(document_id)
        places = cited_places(
            document,
            start=query.get("start"),
            end=query.get("end"),
            cites=query.getlist("cite"),
        )
        view = source_view(
            document,
            places,
            stances=engine.stances_of(document_id),
            related=related_links(
                document, lambda urls, title: engine.find_document(urls=urls, title=title)
            ),
        )
        return page_response("source.html", help_lines, view=view)

    return await state.with_engine(work)
