"""What a system said to one query, as it stands in a run's folder."""

from dataclasses import dataclass
from typing import Any

from rag.messages import Answer


@dataclass(frozen=True, slots=True)
class RankedItem:
    """A document or sentence with its score; higher is better."""

    item_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds by stage for one query; a stage that was not passed is 0."""

    encode: float
    retrieve: float
    read: float
    total: float


@dataclass(frozen=True, slots=True)
class QueryOutcome:
    """Everything a system said to one query.

    Args:
        ranking: best first, no item twice, at most 1,000; empty for ANSWERS datasets.
        answer: for ANSWERS datasets, with the JSON of the engine's or server's answer.
        latency: measured around the call.
    """

    query_id: str
    ranking: tuple[RankedItem, ...]
    answer: Answer | None
    latency: Latency

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready; `from_dict` is its inverse."""
        return {
            "query_id": self.query_id,
            "ranking": [[item.item_id, item.score] for item in self.ranking],
            "answer": self.answer.model_dump(mode="json") if self.answer else None,
            "latency": {
                "encode": self.latency.encode,
                "retrieve": self.latency.retrieve,
                "read": self.latency.read,
                "total": self.latency.total,
            },
        }

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "QueryOutcome":
        return cls(
            query_id=fields["query_id"],
            ranking=tuple(RankedItem(item_id, score) for item_id, score in fields["ranking"]),
            answer=Answer.model_validate(fields["answer"]) if fields["answer"] else None,
            latency=Latency(**fields["latency"]),
        )
