"""What a system said to one query, as it stands in a run's folder."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rag.messages import Answer


@dataclass(frozen=True, slots=True)
class RankedItem:
    """A document or sentence with its score; higher is better."""

    item_id: str
    score: float


class Unranked(StrEnum):
    """Why a query that asks for a ranking got none."""

    HELP = "help"  # it speaks of danger: a server gives help instead of a search
    NOT_TAKEN = "not_taken"  # a server takes no such question: it is blank or too long


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds by stage for one query.

    A stage that was not passed is 0, one that cannot be seen from outside is None.
    """

    encode: float | None
    retrieve: float | None
    read: float | None
    total: float


@dataclass(frozen=True, slots=True)
class QueryOutcome:
    """Everything a system said to one query.

    Args:
        ranking: best first, no item twice, at most 1,000; empty for ANSWERS datasets.
        answer: for ANSWERS datasets, with the JSON of the engine's or server's answer.
        latency: measured around the call.
        unranked: why there is no ranking where one was asked for; None also for one that found
            nothing.
    """

    query_id: str
    ranking: tuple[RankedItem, ...]
    answer: Answer | None
    latency: Latency
    unranked: Unranked | None = None

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
            "unranked": self.unranked,
        }

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "QueryOutcome":
        return cls(
            query_id=fields["query_id"],
            ranking=tuple(RankedItem(item_id, score) for item_id, score in fields["ranking"]),
            answer=Answer.model_validate(fields["answer"]) if fields["answer"] else None,
            latency=Latency(**fields["latency"]),
            unranked=Unranked(unranked) if (unranked := fields.get("unranked")) else None,
        )
