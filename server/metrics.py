"""Counts and durations for Prometheus. Labels hold no text, ids or addresses."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from rag.messages import Answer, Outcome

_SECONDS = (0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_STAGE_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)


class Metrics:
    """The metrics of one application, in a registry of their own."""

    content_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "footnote_requests", "Requests answered.", ("route", "status"), registry=self._registry
        )
        self._request_duration = Histogram(
            "footnote_request_duration_seconds",
            "Time from the request to its last byte.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answers = Counter(
            "footnote_answers", "Questions by outcome.", ("outcome",), registry=self._registry
        )
        self._stage_duration = Histogram(
            "footnote_stage_duration_seconds",
            "Time spent in each stage of an answer.",
            ("stage",),
            buckets=_STAGE_SECONDS,
            registry=self._registry,
        )
        self._documents = Gauge(
            "footnote_index_documents",
            "Documents in the generation that answers.",
            registry=self._registry,
        )
        for outcome in Outcome:
            self._answers.labels(outcome.value)

    def observe_request(self, route: str, status: int, seconds: float) -> None:
        self._requests.labels(route, str(status)).inc()
        self._request_duration.labels(route).observe(seconds)

    def observe_answer(self, answer: Answer) -> None:
        self._answers.labels(answer.outcome.value).inc()
        for stage, milliseconds in answer.timings_ms.model_dump(exclude={"total"}).items():
            self._stage_duration.labels(stage).observe(milliseconds / 1000)

    def set_documents(self, n_documents: int) -> None:
        self._documents.set(n_documents)

    def exposition(self) -> bytes:
        return generate_latest(self._registry)
