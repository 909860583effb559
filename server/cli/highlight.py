"""The command `footnote highlight`."""

import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.help_card import region_or_locale, show_card
from server.cli.invocation import invocation_of
from server.cli.output import FAILED, NO_ANSWER, note, show, show_line, show_pieces
from server.cli.question import question_text, usage_error

if TYPE_CHECKING:
    from rag.messages import HighlightedSentence, HighlightResponse

_STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class _Source:
    """A text and where it came from; `document_id` is empty for stdin."""

    path: str
    document_id: str
    text: str


def highlight(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question, or - to read it from stdin.")],
    files: Annotated[
        list[Path], typer.Argument(help="Files and folders, or - to read text from stdin.")
    ],
    as_json: Annotated[
        bool,
        typer.Option("--json", help="One object a line: as over HTTP, with path and text_sha256."),
    ] = False,
    with_text: Annotated[
        bool, typer.Option("--text", help="With --json, also the text that offsets count.")
    ] = False,
    show_all: Annotated[
        bool, typer.Option("--all", help="Every sentence with its relevance.")
    ] = False,
    reader: Annotated[
        str | None, typer.Option(help="A shipped reader or a folder (setting reader.name).")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="Whose help lines to show, as GB; the locale's if left out.")
    ] = None,
) -> None:
    """Mark the sentences of any text that answer a question. Needs no index.

    Offsets count characters of the text that was read out of a file; text on stdin is taken as it
    is. Exits with 3 when no sentence answers.
    """
    if question == "-" and _STDIN in files:
        raise typer.BadParameter("only one of QUESTION and FILE can be - (stdin)")
    asked = question_text(question)
    where = region_or_locale(region)
    invocation = invocation_of(context)
    safety = None if as_json else invocation.help_for(asked, region=where)
    if safety is not None:
        show_card(safety)  # once, whatever the files are
        return
    _check(asked, where)
    settings = invocation.load({"reader.name": reader}).settings
    from rag.highlight.highlighter import Highlighter

    highlighter = Highlighter.open(settings)
    found, failed = False, False
    for source in _sources(files):
        if source is None:
            failed = True
            continue
        response = highlighter.highlight_text(asked, source.text, region=where)
        has_help = response.safety is not None
        found = found or has_help or any(sentence.selected for sentence in response.sentences)
        if as_json:
            show_line(_record(source, response, with_text=with_text))
        else:
            _show(source, response, show_all=show_all)
    if failed or not found:
        raise typer.Exit(FAILED if failed else NO_ANSWER)


def _check(question: str, region: str | None) -> None:
    """Refuse what cannot be asked before anything is loaded or read."""
    from pydantic import ValidationError

    from rag.highlight.highlighter import check_question
    from rag.messages import HighlightRequest

    check_question(question)
    try:
        HighlightRequest(question=question, text="each file in its turn", region=region)
    except ValidationError as error:
        raise usage_error(error) from None


def _sources(paths: Sequence[Path]) -> Iterator[_Source | None]:
    """The texts; None for a file that cannot be read, after a note about it.

    Raises:
        LoadError: a path does not exist, or stdin is not UTF-8.
    """
    from rag.documents import SkippedFile
    from rag.loaders import load_paths

    load_paths([path for path in paths if path != _STDIN])  # a missing one ends it before any work
    for path in paths:
        if path == _STDIN:
            yield _from_stdin()
            continue
        for loaded in load_paths([path]):
            if isinstance(loaded, SkippedFile):
                note(f"footnote: {loaded.path}: {loaded.reason}: {loaded.detail}")
                yield None
            else:
                yield _Source(loaded.source_path, loaded.document_id, loaded.text)


def _from_stdin() -> _Source:
    from rag.errors import LoadError

    try:
        return _Source("-", "", sys.stdin.buffer.read().decode("utf-8"))
    except UnicodeDecodeError as error:
        raise LoadError("encoding", "the text on stdin is not UTF-8") from error


def _record(source: _Source, response: "HighlightResponse", *, with_text: bool) -> str:
    record = {
        "path": source.path,
        "document_id": source.document_id or None,
        "text_sha256": hashlib.sha256(source.text.encode("utf-8")).hexdigest(),
        **({"text": source.text} if with_text else {}),
        **response.model_dump(mode="json"),
    }
    return json.dumps(record, ensure_ascii=False)


def _show(source: _Source, response: "HighlightResponse", *, show_all: bool) -> None:
    shown = [sentence for sentence in response.sentences if show_all or sentence.selected]
    show(source.path, bold=True)
    if not any(sentence.selected for sentence in shown):
        show(f"  No sentence answers this (the text does with {response.answerable:.2f}).")
    for sentence in shown:
        mark = "*" if show_all and sentence.selected else " "
        show_pieces([(f"{mark} “", False), *_pieces(source.text, sentence), ("”", False)])
        place = f"characters {sentence.start}–{sentence.end}"
        show(f"    relevance {sentence.relevance:.2f}, {place}", dim=True)
    show()


def _pieces(text: str, sentence: "HighlightedSentence") -> list[tuple[str, bool]]:
    """The sentence on one line, in pieces; the words that answer are to be bold."""
    words = sentence.answer
    if words is None:
        return [(_on_one_line(text[sentence.start : sentence.end]), False)]
    return [
        (_on_one_line(text[sentence.start : words.start]), False),
        (_on_one_line(text[words.start : words.end]), True),
        (_on_one_line(text[words.end : sentence.end]), False),
    ]


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
