"""The command `footnote bench follow-ups`."""

from collections.abc import Sequence
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.cli.invocation import invocation_of
from server.cli.output import counted, show, show_columns, show_json
from server.cli.progress import progress_bar

if TYPE_CHECKING:
    from rag.benchmark.follow_ups import FollowUpOutcome, Steadiness


def follow_ups(
    context: typer.Context,
    questions: Annotated[
        Path | None,
        typer.Argument(
            help="Question file on the documents that are indexed.", exists=True, dir_okay=False
        ),
    ] = None,
    squad: Annotated[
        Path | None,
        typer.Option(
            help="SQuAD v1.1 dev: ask the conversations of this package over all its paragraphs.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    vectors: Annotated[
        Path | None, typer.Option(help="File that keeps SQuAD's vectors for the next call.")
    ] = None,
    limit: Annotated[
        int, typer.Option(help="Stand-alone questions of either kind, evenly drawn.", min=1)
    ] = 150,
    as_json: Annotated[bool, typer.Option("--json", help="Every outcome as JSON.")] = False,
) -> None:
    """Ask follow-up questions inside their conversations, and in full alone."""
    from rag.benchmark.follow_ups import ask_after_others, ask_follow_ups, conversations_of

    if questions is None and squad is None:
        raise typer.BadParameter("name a question file, or a SQuAD file with --squad, or both")
    outcomes: dict[str, tuple[FollowUpOutcome, ...]] = {}
    steadiness: Steadiness | None = None
    if questions is not None:
        from rag.evaluation.questions import read_questions

        engine = invocation_of(context).open_engine()
        found = read_questions(questions)
        outcomes[questions.name] = ask_follow_ups(engine, conversations_of(found))
        steadiness = ask_after_others(engine, found, limit=limit)
    if squad is not None:
        outcomes[squad.name] = _over_squad(squad, vectors)
    if as_json:
        everything: dict[str, Any] = {
            name: [asdict(one) for one in asked] for name, asked in outcomes.items()
        }
        show_json({"follow_ups": everything, "stand_alone": steadiness and asdict(steadiness)})
        return
    for name, asked in outcomes.items():
        show(f"{name}: {counted(len(asked), 'conversation')}", bold=True)
        show_columns(share_rows(asked))
    if steadiness is not None:
        show(f"{counted(steadiness.asked, 'question')} that stand alone", bold=True)
        show_columns(_steady_rows(steadiness))


def _steady_rows(found: "Steadiness") -> list[tuple[str, str]]:
    return [
        ("same after an unrelated question", _share(found.same_after_unrelated, found.asked)),
        ("same after a related question", _share(found.same_after_related, found.asked)),
        ("refused alone, and after one", _share(found.refused_after_related, found.refused)),
    ]


def _share(count: int, n: int) -> str:
    return f"{count} of {n} ({count / max(1, n):.3f})"


def _over_squad(squad: Path, vectors: Path | None) -> "tuple[FollowUpOutcome, ...]":
    from embeddings.catalogue import load_encoder
    from rag.answers.reading import load_network
    from rag.benchmark.datasets.squad import open_squad
    from rag.benchmark.follow_ups import ask_follow_ups, squad_conversations
    from rag.benchmark.temporary_index import engine_over
    from rag.settings import Settings

    settings = Settings()
    shipped = resources.files("rag.evaluation").joinpath("squad_follow_ups.yaml")
    with resources.as_file(shipped) as path:
        conversations = squad_conversations(path)
    with (
        progress_bar() as progress,
        engine_over(
            open_squad(squad),
            settings,
            load_encoder(settings.encoder.name),
            load_network(settings.reader),
            vectors=vectors,
            progress=progress or (lambda _progress: None),
        ) as engine,
    ):
        return ask_follow_ups(engine, conversations)


def share_rows(outcomes: "Sequence[FollowUpOutcome]") -> list[tuple[str, str]]:
    """What is shown of the conversations of one file: a name, and how many of how many."""
    full_right = [one for one in outcomes if one.full_right]
    counts = (
        ("answered as its full form", [one.as_full for one in outcomes]),
        ("right among the first three", [one.right for one in outcomes]),
        ("full form right among the first three", [one.full_right for one in outcomes]),
        ("right where the full form is", [one.right for one in full_right]),
    )
    return [(name, _share(sum(held), len(held))) for name, held in counts]
