"""The HTTP service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from rag.purpose import INTENDED_PURPOSE
from rag.safety.gate import load_gate
from rag.safety.regions import region_of_accept_language
from rag.settings import Settings
from server.deferred_highlighter import DeferredHighlighter
from server.help_lines import help_lines
from server.middleware.absolute_targets import AbsoluteTargets
from server.middleware.body_limit import BodyLimit
from server.middleware.cross_origin import CrossOrigin
from server.middleware.failures import Failures
from server.middleware.head_requests import HeadRequests
from server.middleware.host_check import HostCheck, allowed_names
from server.middleware.observing import Observing, request_id_of
from server.middleware.security_headers import SecurityHeaders
from server.problems import (
    INVALID_REQUEST,
    UNSUPPORTED_MEDIA_TYPE,
    Problem,
    details_of,
    problem_response,
)
from server.readiness import Readiness
from server.routes import (
    ask,
    benchmarks,
    contacts,
    documents,
    export,
    facets,
    guidance,
    health,
    highlight,
    pages,
    sources,
    widget,
)
from server.state import ServerState
from server.templates import rendered
from server.too_long import help_for_too_long
from server.validation import is_json, private_field_errors
from server.version import app_version
from server.work_pool import WorkPool

# Reading a text may take seconds: of the threads and of the line, texts get this share.
_HIGHLIGHT_SHARE = 4


def create_app(
    settings: Settings,
    readiness: Readiness,
    *,
    highlighter: DeferredHighlighter | None = None,
) -> FastAPI:
    """The service over the engine that `readiness` loads; loading begins with the application.

    Args:
        settings: of this process; `settings.server` is used here.
        readiness: makes the engine in the background.
        highlighter: reads texts; None makes one of the engine's reader.

    Raises:
        SafetyFileError: a file that the settings name cannot be used: nothing is served without the
            gate.
    """
    pool = WorkPool(
        max_concurrent=settings.server.max_concurrent, max_waiting=settings.server.max_waiting
    )
    highlight_pool = WorkPool(
        max_concurrent=max(1, settings.server.max_concurrent // _HIGHLIGHT_SHARE),
        max_waiting=settings.server.max_waiting // _HIGHLIGHT_SHARE,
    )
    if highlighter is None:
        highlighter = DeferredHighlighter.of_engine(settings, readiness)
    gate = load_gate(settings.safety)
    state = ServerState(settings, readiness, pool, highlighter, highlight_pool, gate)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        readiness.start()
        yield
        pool.close()
        highlight_pool.close()

    app = FastAPI(
        title="Footnote",
        summary="Answers questions from documents with verbatim, cited sentences.",
        description=INTENDED_PURPOSE,
        version=app_version(),
        lifespan=lifespan,
        docs_url=None,  # the bundled viewers load scripts from a content network
        redoc_url=None,
        redirect_slashes=False,  # a document's id may end with a slash
        # The framework's telemetry would hand questions to whatever exporter the process has.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    app.state.footnote = state
    for module in (
        ask,
        highlight,
        export,
        documents,
        facets,
        contacts,
        health,
        pages,
        guidance,
        sources,
        benchmarks,
        widget,
    ):
        app.include_router(module.router)
    app.add_exception_handler(HTTPException, _answer_problem)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    # The last one added is the outermost.
    app.add_middleware(
        BodyLimit,
        max_bytes=settings.server.max_body_bytes,
        max_seconds=settings.server.max_body_seconds,
    )
    app.add_middleware(Failures)
    app.add_middleware(
        CrossOrigin,
        allow_origins=settings.server.allowed_origins,
        allow_methods=("GET", "POST"),
        allow_headers=("Accept", "Content-Type", "X-Footnote-Site-Key"),
        expose_headers=("Retry-After", "X-Request-Id"),
    )
    app.add_middleware(HostCheck, allowed=allowed_names(settings.server))
    app.add_middleware(Observing, metrics=state.metrics)
    app.add_middleware(HeadRequests)
    app.add_middleware(AbsoluteTargets)
    app.add_middleware(SecurityHeaders)
    return app


async def _answer_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    request_id = request_id_of(request.scope)
    is_read_by_a_person = "text/html" in request.headers.get("accept", "")
    if not is_read_by_a_person:
        return problem_response(error, request_id)
    details = details_of(error, request_id)
    region = region_of_accept_language(request.headers.get("accept-language"))
    lines = help_lines(request.app.state.footnote.settings.safety, region)
    page = rendered("error.html", help_lines=lines, details=details)
    return HTMLResponse(page, status_code=details.status, headers=error.headers)


async def _answer_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    sends_body = request.method in {"POST", "PUT", "PATCH"}
    if sends_body and not is_json(request.headers.get("content-type", "")):
        problem = Problem(UNSUPPORTED_MEDIA_TYPE, UNSUPPORTED_MEDIA_TYPE.explanation)
    else:
        helped = await help_for_too_long(request, error.body, request.app.state.footnote)
        if helped is not None:
            return helped
        reasons = private_field_errors(error.errors())
        problem = Problem(
            INVALID_REQUEST,
            f"{len(reasons)} part{'s' if len(reasons) != 1 else ''} of the request "
            f"{'are' if len(reasons) != 1 else 'is'} not as expected.",
            errors=reasons,
        )
    return await _answer_problem(request, problem)
