"""An answer as server-sent events: each statement with its citations as soon as it is known.

Format: https://html.spec.whatwg.org/multipage/server-sent-events.html, one JSON object in each
event. `docs/http.md` describes the events.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Iterator
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response

from rag.messages import Answer
from server.accepted import accepted
from server.problems import INTERNAL_ERROR, Problem, details_of
from server.whereabouts import where

PING_S = 15.0
MEDIA_TYPE = EventSourceResponse.media_type
_META = {"id", "outcome", "confidence", "interpreted_as", "generation"}
_DONE = {"answer", "unanswered", "not_mentioned", "reason", "nearest", "covers", "timings_ms"}
_HEADERS = {
    "Content-Type": f"{MEDIA_TYPE}; charset=utf-8",
    "Cache-Control": "no-cache, no-store, no-transform",
    "X-Accel-Buffering": "no",  # nginx would hold the events back
}

_log = logging.getLogger("footnote.access")


def is_asked_for(headers: Headers) -> bool:
    """Whether a request's Accept header names the media type of event streams, and wants it."""
    return accepted(headers.get("accept", "")).get(MEDIA_TYPE, False)


async def event_stream(
    working: Coroutine[Any, Any, Answer], request_id: str, *, ping_s: float = PING_S
) -> Response:
    """The answer that `working` gives, as events.

    An error that comes before the first ping is raised, so that it has its own HTTP status; a later
    one is the event `error`. The last event is always `done` or `error`.

    Args:
        working: makes the answer.
        request_id: of the request, for problems.
        ping_s: seconds between comments that keep the connection while there is no answer.

    Raises:
        HTTPException: as `working` raises it.
    """
    task = asyncio.ensure_future(working)
    await asyncio.wait({task}, timeout=ping_s)
    if task.done():
        task.result()  # raises what `working` raised
    return EventSourceResponse(_events_of(task, request_id, ping_s), headers=_HEADERS)


def events(answer: Answer) -> Iterator[bytes]:
    """The events of an answer; put together they hold the whole of it, each part once.

    A citation comes just before the first statement that refers to it.
    """
    if answer.safety is not None:
        yield _event("safety", answer.safety.model_dump_json())
    yield _event("meta", answer.model_dump_json(include=_META))
    waiting = {citation.index: citation for citation in answer.citations}
    for statement in answer.statements:
        for index in statement.citations:
            if index in waiting:
                yield _event("citation", waiting.pop(index).model_dump_json())
        yield _event("statement", statement.model_dump_json())
    yield _event("done", answer.model_dump_json(include=_DONE))


async def _events_of(
    task: "asyncio.Task[Answer]", request_id: str, ping_s: float
) -> AsyncIterator[bytes]:
    try:
        while not task.done():
            yield KEEPALIVE_COMMENT
            await asyncio.wait({task}, timeout=ping_s)
        for event in events(task.result()):
            yield event
    except HTTPException as problem:
        yield _error(problem, request_id)
    except Exception as error:  # the status is sent: what remains is to say so
        _log.error("request %s failed: %s", request_id, where(error))
        failure = Problem(INTERNAL_ERROR, "The service failed to answer this request.")
        yield _error(failure, request_id)
    finally:
        task.cancel()  # the caller left


def _error(problem: HTTPException, request_id: str) -> bytes:
    return _event("error", details_of(problem, request_id).model_dump_json())


def _event(name: str, data: str) -> bytes:
    return format_sse_event(event=name, data_str=data)
