"""A message that is too long to be asked may still say that someone is in danger."""

from fastapi import Request, Response

from rag.messages import MAX_QUESTION_CHARACTERS, Answer
from rag.safety.help_responses import help_answer, help_highlights, help_hits
from rag.safety.regions import region_of_accept_language
from server.event_stream import event_stream, is_asked_for
from server.middleware.observing import request_id_of
from server.routes.ask import json_response
from server.state import ServerState

_ASK, _SEARCH, _HIGHLIGHT = "/v1/ask", "/v1/search", "/v1/highlight"


async def help_for_too_long(request: Request, body: object, state: ServerState) -> Response | None:
    """Help for a question that is refused for its length, None when it speaks of no danger.

    Args:
        request: to one of the addresses that take a question; others get None.
        body: its JSON, which may hold anything.
        state: of the application.
    """
    path = request.url.path
    question = body.get("question") if isinstance(body, dict) else None
    if path not in {_ASK, _SEARCH, _HIGHLIGHT} or not isinstance(question, str):
        return None
    if len(question) <= MAX_QUESTION_CHARACTERS:
        return None
    told = body.get("region") if isinstance(body, dict) else None
    browsers = region_of_accept_language(request.headers.get("accept-language"))
    region = told if isinstance(told, str) else browsers
    safety = await state.help_for_text(question, region=region)
    if safety is None:
        return None
    if path == _SEARCH:
        return json_response(help_hits(safety, generation=state.generation))
    if path == _HIGHLIGHT:
        return json_response(help_highlights(safety))
    answer = help_answer(safety, generation=state.generation)
    state.metrics.observe_answer(answer)
    if is_asked_for(request.headers):
        return await event_stream(_given(answer), request_id_of(request.scope))
    return json_response(answer)


async def _given(answer: Answer) -> Answer:
    return answer
