"""A running server as a system: asked through its API, by one client on one kept connection."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from rag.answers.stopwatch import Stopwatch
from rag.benchmark.dataset import BenchmarkQuery, Dataset, Task
from rag.benchmark.outcomes import Latency, QueryOutcome, Unranked
from rag.benchmark.run_folder import RunError
from rag.benchmark.systems.answering import DEPTH, Answering, Workplace
from rag.benchmark.systems.best_passages import best_per_document
from rag.benchmark.systems.config import RemoteConfig
from rag.benchmark.systems.http_client import HttpClient
from rag.conversation import history_of
from rag.index.build import Progress
from rag.messages import Answer, AskRequest, SearchRequest, SearchResponse

_PAGE = 1000
_Message = TypeVar("_Message", bound=BaseModel)


class RemoteSystem:
    """Implements `BenchmarkedSystem` over `/v1/search` and `/v1/ask`."""

    def __init__(self, config: RemoteConfig) -> None:
        self._config = config

    def identity(self) -> dict[str, Any]:
        """What the server's `/version` says: a run does not go on when its index was made anew.

        Raises:
            RunError: it cannot be reached.
        """
        with HttpClient(self._config.url) as client:
            version = client.get("/version")
        return {
            "name": self._config.name,
            "config": self._config.model_dump(mode="json"),
            "encoder": version.get("encoder"),
            "reader": version.get("reader"),
            "server": {
                name: version.get(name)
                for name in ("app", "generation", "corpus_sha256", "chunking")
            },
        }

    @contextmanager
    def ready_for(
        self,
        dataset: Dataset,
        workplace: Workplace,  # noqa: ARG002 the server has an index already
        progress: Progress,  # noqa: ARG002 connecting takes no time
    ) -> Iterator[Answering]:
        """Connect, and see that the server holds this dataset's documents.

        Raises:
            RunError: the server cannot be reached, holds none of the documents that the dataset
                names, or the dataset is one of SENTENCES, for which the API has no door.
        """
        if dataset.task is Task.SENTENCES:
            raise RunError(
                f"{dataset.name} asks for sentences to be ranked, which a server's API does not "
                "offer; run it here, for instance with --system served"
            )
        known = _named_documents(dataset)
        with HttpClient(self._config.url) as client:
            _require_documents(client, self._config.url, dataset.name, known)
            asking = _Asking(client, known, dataset)
            is_ranking = dataset.task is Task.RETRIEVAL
            yield Answering(asking.search if is_ranking else asking.ask, None)


def dataset_id(server_id: str, known: frozenset[str]) -> str:
    """The dataset's id of a server's document: itself, or what follows one of its slashes.

    A server that indexed corpus.jsonl calls record 12 "corpus/12". White space, which parts the
    columns of a TREC file, becomes "%20" in an id that the dataset does not name.
    """
    candidate = server_id
    while candidate not in known:
        _, slash, candidate = candidate.partition("/")
        if not slash:
            return "%20".join(server_id.split())
    return candidate


class _Asking:
    def __init__(self, client: HttpClient, known: frozenset[str], dataset: Dataset) -> None:
        self._client, self._known, self._dataset = client, known, dataset

    def search(self, query: BenchmarkQuery) -> QueryOutcome:
        try:
            request = SearchRequest(question=query.text, top_k=DEPTH)
        except ValidationError:
            unseen = Latency(None, None, None, 0.0)
            return QueryOutcome(query.query_id, (), None, unseen, Unranked.NOT_TAKEN)
        watch = Stopwatch()
        fields = self._client.post("/v1/search", request.model_dump_json(exclude_unset=True))
        total = watch.timings().total
        found = _read(SearchResponse, fields, "/v1/search")
        ranking = best_per_document(
            ((dataset_id(hit.document_id, self._known), hit.score) for hit in found.hits),
            depth=DEPTH,
            leave_out=query.query_id if self._dataset.ignores_identical_ids else None,
        )
        unranked = Unranked.HELP if found.safety is not None else None
        return QueryOutcome(
            query.query_id, ranking, None, Latency(None, None, None, total), unranked
        )

    def ask(self, query: BenchmarkQuery) -> QueryOutcome:
        history = _checked(query, lambda: history_of(query.turns[:-1], self._answer))
        request = _checked(query, lambda: AskRequest(question=query.text, history=history))
        watch = Stopwatch()
        answer = self._answer(request)
        total = watch.timings().total
        inside = answer.timings_ms
        latency = Latency(inside.encode, inside.retrieve, inside.read, total)
        return QueryOutcome(query.query_id, (), self._with_dataset_ids(answer), latency)

    def _answer(self, request: AskRequest) -> Answer:
        fields = self._client.post("/v1/ask", request.model_dump_json(exclude_unset=True))
        return _read(Answer, fields, "/v1/ask")

    def _with_dataset_ids(self, answer: Answer) -> Answer:
        citations = tuple(
            citation.model_copy(
                update={"document_id": dataset_id(citation.document_id, self._known)}
            )
            for citation in answer.citations
        )
        return answer.model_copy(update={"citations": citations})


_Made = TypeVar("_Made")


def _checked(query: BenchmarkQuery, make: Callable[[], _Made]) -> _Made:
    try:
        return make()
    except ValidationError as error:
        reasons = "; ".join(problem["msg"] for problem in error.errors(include_input=False))
        raise RunError(
            f"query {query.query_id} cannot be asked through the API: {reasons}; "
            "leave it out of the dataset, or run the dataset here"
        ) from None


def _read(kind: type[_Message], fields: dict[str, Any], path: str) -> _Message:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        wrong = ", ".join(
            ".".join(str(part) for part in problem["loc"]) for problem in error.errors()[:5]
        )
        raise RunError(
            f"{path} answered in a form that this version does not know ({wrong}); use the "
            "version of Footnote that the server runs"
        ) from error


def _named_documents(dataset: Dataset) -> frozenset[str]:
    """The ids that truth is known of: judged documents, or those that hold an answer."""
    judged = {document_id for grades in dataset.qrels.values() for document_id in grades}
    gold = {query.gold.document_id for query in dataset.queries if query.gold}
    return frozenset(judged | gold - {""})


def _require_documents(client: HttpClient, url: str, name: str, known: frozenset[str]) -> None:
    """Look through the server's documents until one is found that the dataset names."""
    offset, total = 0, 1
    while known and offset < total:
        page = client.get(f"/v1/documents?limit={_PAGE}&offset={offset}")
        total, documents = int(page["total"]), page["documents"]
        if any(dataset_id(document["document_id"], known) in known for document in documents):
            return
        offset += _PAGE
    if known:
        raise RunError(
            f"{url} holds none of the {len(known)} documents that {name} has judgements of; index "
            "the dataset's documents there, under the ids that it gives them"
        )
