"""What the routes of one application share."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from embeddings.errors import EmbeddingError
from rag.errors import CalibrationError, FootnoteError, InvalidQuestion, NotFound
from rag.messages import AskRequest, HighlightRequest, Safety, SearchRequest
from rag.safety.gate import SafetyGate
from rag.settings import Settings
from server.deferred_highlighter import DeferredHighlighter
from server.metrics import Metrics
from server.problems import (
    INDEX_UNUSABLE,
    INVALID_REQUEST,
    NOT_FOUND,
    NOT_READY,
    READER_UNUSABLE,
    FieldError,
    Problem,
)
from server.readiness import Readiness
from server.work_pool import WorkPool

if TYPE_CHECKING:  # the engine's libraries load in the background, after the port answers
    from rag.engine import Engine
    from rag.highlight.highlighter import Highlighter

_log = logging.getLogger("footnote.highlight")

Result = TypeVar("Result")
RETRY_AFTER_S = {"Retry-After": "1"}


@dataclass(slots=True)
class ServerState:
    """Settings, engine, threads and counts of one application.

    Args:
        settings: of this process.
        readiness: of the engine.
        pool: answers questions.
        highlighter: opened with the first text.
        highlight_pool: reads texts; they take seconds, so they never hold all threads.
        gate: gives help, before and without all of these.
        metrics: counts of this application.
    """

    settings: Settings
    readiness: Readiness
    pool: WorkPool
    highlighter: DeferredHighlighter
    highlight_pool: WorkPool
    gate: SafetyGate
    metrics: Metrics = field(default_factory=Metrics)
    _counted_generation: str = ""

    @property
    def generation(self) -> str:
        """The generation that serves, "" while none is open. Waits for nothing."""
        current = self.readiness.current
        return "" if current is None else current.generation

    async def help_for(
        self, request: AskRequest | SearchRequest | HighlightRequest
    ) -> Safety | None:
        """The help to show instead of what is asked for, None when that may go on.

        It takes milliseconds and waits behind no question, index or model.
        """
        earlier = [turn.question for turn in getattr(request, "history", ())]
        return await self.help_for_text(request.question, region=request.region, earlier=earlier)

    async def help_for_text(
        self, question: str, *, region: str | None, earlier: Sequence[str] = ()
    ) -> Safety | None:
        """The same for text that is in no request."""
        return await run_in_threadpool(self.gate.help_for, question, region=region, earlier=earlier)

    def engine(self) -> "Engine":
        """The engine of the newest generation. Waits while that is opened: not for the event loop.

        Raises:
            Problem: not ready.
        """
        current = self.readiness.current
        if current is None:
            raise self.not_ready()
        engine = current.get()
        self._count_documents(engine)
        return engine

    async def with_engine(self, work: "Callable[[Engine], Result]") -> Result:
        """The result of `work` on the newest generation, off the event loop, in line with others.

        Raises:
            Problem: not ready, overloaded, or what an error of the engine means to a caller.
        """
        if self.readiness.current is None:
            raise self.not_ready()
        try:
            return await self.pool.run(lambda: work(self.engine()))
        except InvalidQuestion as error:
            raise _unaskable(error) from error
        except NotFound as error:
            raise Problem(NOT_FOUND, f"The index holds no such {error.kind}.") from error

    async def with_highlighter(self, work: "Callable[[Highlighter], Result]") -> Result:
        """The result of `work`, off the event loop. Needs no index.

        Raises:
            Problem: still starting, overloaded, no reader, or the question cannot be asked.
        """
        if not self.readiness.wait(0):
            raise self.not_ready()
        try:
            return await self.highlight_pool.run(lambda: work(self.highlighter.get()))
        except InvalidQuestion as error:
            raise _unaskable(error) from error
        except (EmbeddingError, CalibrationError) as error:
            _log.error("texts cannot be highlighted: %s", error)
            raise Problem(
                READER_UNUSABLE, READER_UNUSABLE.explanation, headers=RETRY_AFTER_S
            ) from error

    def not_ready(self) -> Problem:
        if isinstance(self.readiness.failure, FootnoteError | EmbeddingError):
            return Problem(INDEX_UNUSABLE, INDEX_UNUSABLE.explanation, headers=RETRY_AFTER_S)
        if self.readiness.failure is not None:
            return Problem(NOT_READY, "The service could not start.", headers=RETRY_AFTER_S)
        return Problem(NOT_READY, "Models and index are still loading.", headers=RETRY_AFTER_S)

    def _count_documents(self, engine: "Engine") -> None:
        if self._counted_generation != engine.generation:
            self._counted_generation = engine.generation
            self.metrics.set_documents(engine.n_documents)


def _unaskable(error: InvalidQuestion) -> Problem:
    reason = FieldError(detail=str(error), pointer="#/question")
    return Problem(INVALID_REQUEST, "The question cannot be asked.", errors=(reason,))


def _state(request: Request) -> ServerState:
    state = request.app.state.footnote
    assert isinstance(state, ServerState)
    return state


State = Annotated[ServerState, Depends(_state)]
