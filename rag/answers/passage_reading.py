"""The passages found for the readings of one message, and what a reader makes of them."""

from collections.abc import Sequence

from rag.answers.attribution import attribution_in
from rag.answers.candidates import ReadQuestion, ranked_candidates
from rag.answers.comparison import compared_in, names_both
from rag.answers.finder import Keep, PassageFinder, among
from rag.answers.reader import Reader
from rag.answers.stopwatch import Stopwatch
from rag.answers.windows import Window, names_all
from rag.messages import Filters, System
from rag.retrieval.hybrid import RankedPassage
from rag.retrieval.query import Query

_BESIDE = 3  # passages of the documents that the last answer cited


class PassageReading:
    """Finds and reads passages for one message.

    Args:
        finder: of passages.
        reader: scores sentences.
        passages_read: passages whose sentences are considered.
        ranking: finds the passages.
        watch: told of each stage.
        without: id of a document that may not answer: to measure what silence is worth.
    """

    def __init__(
        self,
        finder: PassageFinder,
        reader: Reader,
        *,
        passages_read: int,
        ranking: System,
        watch: Stopwatch,
        without: str | None = None,
    ) -> None:
        self._finder, self._reader = finder, reader
        self._passages_read, self._ranking = passages_read, ranking
        self._without, self.watch = without, watch

    def query(self, question: str) -> Query:
        """The question as it is searched.

        Raises:
            InvalidQuestion: it holds nothing but white space.
        """
        query = self._finder.query(question)
        self.watch.lap("encode")
        return query

    def unread(self, question: str) -> ReadQuestion:
        """A question for which nothing is looked up.

        Raises:
            InvalidQuestion: it holds nothing but white space.
        """
        return ReadQuestion(self.query(question), (), ())

    def found(self, question: str, filters: Filters, *, beside: Sequence[str] = ()) -> ReadQuestion:
        """The passages found, none of them read; the best few of the documents `beside` too.

        Raises:
            InvalidQuestion: the question holds nothing but white space.
        """
        query = self.query(question)
        ranked = self._ranked(query, filters, self._passages_read)
        near = among(filters, beside)
        if near is not None:
            known = {passage.number for passage in ranked}
            others = self._ranked(query, near, _BESIDE)
            ranked += tuple(passage for passage in others if passage.number not in known)
        self.watch.lap("retrieve")
        return ReadQuestion(query, self._finder.windows(ranked), ())

    def read(self, question: str, filters: Filters, *, beside: Sequence[str] = ()) -> ReadQuestion:
        """What `found` finds, read.

        Raises:
            InvalidQuestion: the question holds nothing but white space.
        """
        found = self.found(question, filters, beside=beside)
        return self._read(found.query, found.windows)

    def read_again(self, query: Query, filters: Filters | None, keep: Keep) -> ReadQuestion:
        """A question in the passages to keep of some documents alone; of none without filters."""
        if filters is None:
            return ReadQuestion(query, (), ())
        ranked = self._finder.rank_kept(
            query,
            filters,
            self._passages_read,
            keep=keep,
            system=self._ranking,
            without=self._without,
        )
        windows = self._finder.windows(ranked)
        self.watch.lap("retrieve")
        return self._read(query, windows)

    def _ranked(self, query: Query, filters: Filters, most: int) -> tuple[RankedPassage, ...]:
        return self._finder.rank(query, filters, most, system=self._ranking, without=self._without)

    def _read(self, query: Query, windows: tuple[Window, ...]) -> ReadQuestion:
        """What tells two things apart is read only where both are named, who said it only there."""
        things = compared_in(query.text)
        if things is not None and not names_both(windows, things):
            return ReadQuestion(query, windows, ())
        said = attribution_in(query.text)
        read = windows
        if said is not None and said.is_written_as_name:
            read = tuple(window for window in windows if names_all(window, said.name))
        candidates = ranked_candidates(read, self._reader.read(query, read))
        self.watch.lap("read")
        return ReadQuestion(query, windows, candidates)
