"""Every error that the HTTP service answers with, as RFC 9457 problem details.

A problem never repeats what was sent: a question is private. `docs/problems.md` and the pages under
/problems/ explain each kind.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class ProblemKind(NamedTuple):
    """A kind of error: its `slug` ends its stable URI."""

    slug: str
    status: int
    title: str
    explanation: str

    @property
    def type(self) -> str:
        return f"/problems/{self.slug}"


MALFORMED_REQUEST = ProblemKind(
    "malformed-request", 400, "The request could not be read",
    "The request is not well-formed HTTP, or its body is not UTF-8 text or is nested too deeply. "
    "Send the body as UTF-8 JSON.",
)  # fmt: skip
CROSS_ORIGIN_REFUSED = ProblemKind(
    "cross-origin-refused", 403, "A page of another site may not send this",
    "A browser asked whether a page of another site may send a request. It may when "
    "server.allowed_origins lists that site, with GET or POST and no headers but Accept, "
    "Content-Type and X-Footnote-Site-Key.",
)  # fmt: skip
NOT_FOUND = ProblemKind(
    "not-found", 404, "There is nothing here",
    "No page, endpoint or document has this address. GET /v1/documents lists the documents; a "
    "document that was removed from the folder leaves the index with the next indexing.",
)  # fmt: skip
METHOD_NOT_ALLOWED = ProblemKind(
    "method-not-allowed", 405, "This address does not take that method",
    "The Allow header names the methods that it takes. Questions are sent with POST, never in an "
    "address.",
)  # fmt: skip
BODY_TOO_SLOW = ProblemKind(
    "body-too-slow", 408, "The request body took too long",
    "The whole body did not arrive in time. Send it in one piece. The operator sets the seconds "
    "that it may take with server.max_body_seconds.",
)  # fmt: skip
BODY_TOO_LARGE = ProblemKind(
    "body-too-large", 413, "The request body is too large",
    "A question is at most 2,000 characters, a text to highlight 100,000. The operator sets the "
    "largest body with server.max_body_bytes.",
)  # fmt: skip
UNSUPPORTED_MEDIA_TYPE = ProblemKind(
    "unsupported-media-type", 415, "The body must be JSON",
    "Send the body as JSON with the header Content-Type: application/json.",
)  # fmt: skip
INVALID_REQUEST = ProblemKind(
    "invalid-request", 422, "The request does not have the expected form",
    "`errors` lists what is wrong and where, as a JSON Pointer into the body that was sent. The "
    "values themselves are never repeated.",
)  # fmt: skip
UNVERIFIED_CITATION = ProblemKind(
    "unverified-citation", 422, "A citation is not as its document has it",
    "Only citations that the documents prove are written out. `errors` says which one is not "
    "proved and why; ask again to get citations of the documents as they stand now.",
)  # fmt: skip
INTERNAL_ERROR = ProblemKind(
    "internal-error", 500, "Something went wrong on the server",
    "This is a fault of the service, not of the request. The operator finds the place in the "
    "server's log under the `request_id`; the log holds no question.",
)  # fmt: skip
NOT_READY = ProblemKind(
    "not-ready", 503, "The service is starting",
    "The models and the index are still loading. Try again after the seconds in Retry-After; "
    "/readyz answers 200 when it is ready.",
)  # fmt: skip
INDEX_UNUSABLE = ProblemKind(
    "index-unusable", 503, "The index cannot be opened",
    "The operator finds the reason and what to do in the server's log, or with `footnote doctor`.",
)  # fmt: skip
READER_UNUSABLE = ProblemKind(
    "reader-unusable", 503, "The reader cannot be loaded",
    "The operator finds the reason and what to do in the server's log, or with `footnote "
    "highlight`.",
)  # fmt: skip
OVERLOADED = ProblemKind(
    "overloaded", 503, "The service has too many questions waiting",
    "Try again after the seconds in Retry-After. The operator sets how many questions may wait "
    "with server.max_waiting.",
)  # fmt: skip

CATALOGUE: Mapping[str, ProblemKind] = {
    kind.slug: kind
    for kind in (
        MALFORMED_REQUEST,
        CROSS_ORIGIN_REFUSED,
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        BODY_TOO_SLOW,
        BODY_TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE,
        INVALID_REQUEST,
        UNVERIFIED_CITATION,
        INTERNAL_ERROR,
        NOT_READY,
        INDEX_UNUSABLE,
        READER_UNUSABLE,
        OVERLOADED,
    )
}
_BY_STATUS = {
    kind.status: kind
    for kind in (MALFORMED_REQUEST, NOT_FOUND, METHOD_NOT_ALLOWED, BODY_TOO_LARGE, INVALID_REQUEST)
}


class FieldError(BaseModel):
    """What is wrong with one part of the request."""

    model_config = ConfigDict(frozen=True)

    detail: str
    pointer: str = Field(description="JSON Pointer into the body, as '#/question'")


class ProblemDetails(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/invalid-request",
                    "title": INVALID_REQUEST.title,
                    "status": 422,
                    "detail": "1 part of the request is not as expected.",
                    "instance": "urn:footnote:request:5f2b9c01d4e8a377",
                    "errors": [{"detail": "It must be given", "pointer": "#/question"}],
                    "request_id": "5f2b9c01d4e8a377",
                }
            ]
        },
    )

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[FieldError, ...] = ()
    request_id: str


class Problem(HTTPException):
    """Raised anywhere below a route to answer with a problem."""

    def __init__(
        self,
        kind: ProblemKind,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status_code=kind.status, detail=detail, headers=headers)
        self.kind = kind
        self.errors = tuple(errors)


def details_of(problem: HTTPException, request_id: str) -> ProblemDetails:
    """The problem in its wire form; a framework error gets the kind of its status."""
    if isinstance(problem, Problem):
        kind, detail, errors = problem.kind, problem.detail, problem.errors
    else:
        # The framework's own detail may quote the request, so it is not passed on.
        kind = _BY_STATUS.get(problem.status_code, _unlisted(problem.status_code))
        detail, errors = kind.explanation, ()
    return ProblemDetails(
        type=kind.type if kind.slug else "about:blank",
        title=kind.title,
        status=kind.status,
        detail=detail,
        instance=f"urn:footnote:request:{request_id}",
        errors=errors,
        request_id=request_id,
    )


def problem_response(problem: HTTPException, request_id: str) -> Response:
    return Response(
        details_of(problem, request_id).model_dump_json(),
        status_code=problem.status_code,
        headers=problem.headers,
        media_type=MEDIA_TYPE,
    )


def documented(*kinds: ProblemKind) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entry of a route that may answer with these problems."""
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    return {
        kind.status: {
            "description": kind.title,
            "model": ProblemDetails,
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for kind in kinds
    }


def _unlisted(status: int) -> ProblemKind:
    phrase = HTTPStatus(status).phrase
    return ProblemKind("", status, phrase, phrase)
