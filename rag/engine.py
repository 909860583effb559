"""Questions in, cited answers out: one open generation with everything that it needs."""

import logging
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.answering import Answerer
from rag.answers.calibration import Calibration, load_calibration
from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.choice import Chooser
from rag.answers.composition import compose
from rag.answers.coverage import covered
from rag.answers.finder import PassageFinder
from rag.answers.hits import make_hit
from rag.answers.lists import ListReader
from rag.answers.not_mentioned import not_mentioned
from rag.answers.overview import Overviews
from rag.answers.reader import Reader
from rag.answers.reading import load_network, make_reader
from rag.answers.related_questions import related_questions
from rag.answers.replies import Reply, meaning_of, statements_of, unanswered_of, within
from rag.answers.stopwatch import Stopwatch
from rag.answers.windows import Window
from rag.canonical_characters import canonical_question
from rag.citations.export import ExportRequest, exported
from rag.citations.quotation import Source
from rag.citations.verify import verify_citation
from rag.documents import Document
from rag.errors import NotFound
from rag.index.facets import Facets
from rag.index.generations import current_generation
from rag.index.made_with import other_settings
from rag.index.opened import OpenGeneration, open_generation
from rag.index.store import DocumentSummary
from rag.messages import (
    Answer,
    AskRequest,
    Citation,
    CoveredDocument,
    Filters,
    Hit,
    NoAnswerReason,
    Outcome,
    SearchRequest,
    SearchResponse,
    System,
    Verification,
)
from rag.retrieval.filters import allowed_documents
from rag.retrieval.hybrid import SCORE_KINDS
from rag.retrieval.query import Query
from rag.safety.gate import SafetyGate, load_gate
from rag.safety.help_responses import help_answer, help_hits
from rag.settings import Settings
from rag.stances import Stance

_log = logging.getLogger(__name__)
_NEAREST_SHOWN = 3
_COVERED = 5  # documents named when none answers
_WARM_UP_QUESTION = "What is this about?"


class Engine:
    """One generation, opened read-only. Safe to use from several threads."""

    def __init__(
        self,
        generation: OpenGeneration,
        settings: Settings,
        *,
        encoder: Encoder,
        reader: Reader,
        calibration: Calibration,
        ranking: System = System.HYBRID,
        gate: SafetyGate | None = None,
    ) -> None:
        self._gate = gate or load_gate(settings.safety)
        self._opened, self._settings, self._encoder = generation, settings, encoder
        self._reader, self._calibration, self._ranking = reader, calibration, ranking
        self._finder = PassageFinder(generation, settings.retrieval, encoder)
        lists = ListReader(generation.store, generation.sentence_vectors, encoder, reader)
        overviews = Overviews(generation.store, generation.sentence_vectors)
        self._chooser = Chooser(lists, calibration, generation.stances, overviews)
        self._answerer = Answerer(
            self._finder,
            generation.store,
            reader,
            self._chooser,
            passages_read=settings.answers.passages_read,
            ranking=ranking,
        )
        self._accessed = date.fromisoformat(generation.manifest.created[:10])

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        encoder: Encoder | None = None,
        network: SentenceReader | None = None,
        ranking: System = System.HYBRID,
    ) -> "Engine":
        """The current generation of `settings.index.path`.

        Args:
            settings: of which the index, encoder, reader, retrieval and answers are used.
            encoder: the one that `settings` names, if it is loaded already.
            network: the reader's, likewise.
            ranking: finds the passages that answers are read from; others are for comparison.

        Raises:
            IndexUnusable: there is none, it is damaged, or another encoder made it.
            CalibrationError: the calibration file cannot be read.
            SafetyFileError: the pattern or resource file that the settings name cannot be used.
            EmbeddingError: the encoder or the reader cannot be loaded.
        """
        encoder = encoder or load_encoder(settings.encoder.name, threads=settings.encoder.threads)
        calibration = load_calibration(settings.answers.calibration)
        generation = open_generation(current_generation(settings.index.path), encoder)
        for difference in other_settings(generation.manifest, settings):
            _log.warning("%s; run `footnote index` again for it to count", difference)
        reader = make_reader(
            settings.reader, generation.lexical, network or load_network(settings.reader)
        )
        if not calibration.is_for(encoder.identity.weights_sha256, reader.name):
            _log.warning(
                "confidences are not calibrated for encoder %s with reader %s; "
                "run `footnote calibrate` and name its file in answers.calibration",
                encoder.identity.name,
                reader.name,
            )
        return cls(
            generation,
            settings,
            encoder=encoder,
            reader=reader,
            calibration=calibration,
            ranking=ranking,
        )

    @property
    def generation(self) -> str:
        return self._opened.manifest.generation

    @property
    def encoder_sha256(self) -> str:
        return self._encoder.identity.weights_sha256

    @property
    def reader_name(self) -> str:
        return self._reader.name

    def close(self) -> None:
        self._opened.close()

    def warm_up(self) -> None:
        """Touch every part once, so that the first real question is as fast as the next."""
        self.ask(AskRequest(question=_WARM_UP_QUESTION))

    def ask(self, request: AskRequest, *, without: str | None = None) -> Answer:
        """Verbatim sentences that answer, `no_answer` with the nearest passages, or help.

        Args:
            request: the question, and which documents may answer.
            without: id of a document that may not: to measure what silence is worth.

        Raises:
            InvalidQuestion: the question holds nothing but white space.
        """
        watch = Stopwatch()
        earlier = [turn.question for turn in request.history]
        safety = self._gate.help_for(request.question, region=request.region, earlier=earlier)
        if safety is not None:
            return help_answer(safety, generation=self.generation, timings_ms=watch.timings())
        history = request.history[self._gate.n_until_help(earlier) :]
        asked = _canonical(request.model_copy(update={"history": history}))
        replies = within(
            self._answerer.replies(asked, watch, without=without), request.max_statements
        )
        text, statements, citations = compose(
            statements_of(replies),
            stance_of=self._chooser.stance_of,
            accessed=self._accessed,
        )
        is_answered = bool(statements)
        read = replies[0].read
        nearest = (
            () if is_answered else _hits(read.query, read.windows[:_NEAREST_SHOWN], self._ranking)
        )
        confidence = min(reply.confidence for reply in replies if reply.chosen or not is_answered)
        watch.lap("compose")
        return Answer(
            id=uuid.uuid4().hex,
            outcome=Outcome.ANSWERED if is_answered else Outcome.NO_ANSWER,
            answer=text,
            statements=statements,
            citations=citations,
            confidence=round(confidence, 4),
            interpreted_as=meaning_of(replies),
            unanswered=unanswered_of(replies),
            not_mentioned=self._not_mentioned(replies),
            reason=None if is_answered else _reason(replies[0]),
            nearest=nearest,
            covers=() if is_answered else self._covered(read, request.filters, without),
            generation=self.generation,
            timings_ms=watch.timings(),
        )

    def search(self, request: SearchRequest) -> SearchResponse:
        """Passages, best first, or help.

        Raises:
            InvalidQuestion: the question holds nothing but white space.
        """
        safety = self._gate.help_for(request.question, region=request.region)
        if safety is not None:
            return help_hits(safety, generation=self.generation)
        query = self._finder.query(request.question)
        ranked = self._finder.rank(query, request.filters, request.top_k, system=request.system)
        windows = self._finder.windows(ranked)
        return SearchResponse(
            hits=_hits(query, windows, request.system),
            related=related_questions(query, windows),
            generation=self.generation,
        )

    def verify(self, citation: Citation) -> Verification:
        """Whether the citation's quote stands in its document where it says."""
        try:
            document = self.document(citation.document_id)
        except NotFound as error:
            return Verification(verified=False, reason=str(error))
        return verify_citation(citation, document)

    def export(self, request: ExportRequest, *, address: str = "") -> str:
        """Citations as text to take away; links begin with `address`.

        Raises:
            UnverifiedCitations: a citation does not stand in its document as it says.
        """
        source = Source(self._opened.store.document, self._opened.stances, self._accessed)
        return exported(request, source, address=address)

    def facets(self, *, most: int) -> Facets:
        """What filters can be set to, the `most` frequent values of each."""
        return self._opened.store.facets(most)

    def document(self, document_id: str) -> Document:
        """The document of this id.

        Raises:
            NotFound: this generation holds no such document.
        """
        return self._opened.store.document(document_id)

    def stances_of(self, document_id: str) -> tuple[Stance, ...]:
        """Which sides the document takes, by the corpus's stance file; none for an unknown id."""
        return self._opened.stances.of_document(document_id)

    def find_document(self, *, urls: Sequence[str] = (), title: str = "") -> str | None:
        """Id of the one document of one of these addresses, else of this title; None for none."""
        return self._opened.store.find_document(urls=urls, title=title)

    @property
    def n_documents(self) -> int:
        return self._opened.manifest.counts["documents"]

    def summaries(self, *, limit: int, offset: int = 0) -> tuple[DocumentSummary, ...]:
        """Documents `offset` up to `offset + limit`, in indexing order, without their texts."""
        return self._opened.store.summaries(limit=limit, offset=offset)

    def version(self) -> dict[str, Any]:
        """What answers: enough to get the same answer again."""
        manifest, calibration = self._opened.manifest, self._calibration
        encoder = manifest.encoder
        return {
            "generation": manifest.generation,
            "corpus_sha256": manifest.corpus_sha256,
            "encoder": {
                "name": encoder.name,
                "sha256": encoder.weights_sha256,
                "dimension": encoder.dimension,
                "max_tokens": encoder.max_tokens,
            },
            "reader": {
                "name": self._reader.name,
                "sha256": self._reader.weights_sha256,
                "threshold": calibration.threshold,
                "is_calibrated": calibration.is_for(encoder.weights_sha256, self._reader.name),
            },
            "chunking": manifest.passages,
        }

    def ranked_sentences(self, question: str) -> tuple[Candidate, ...]:
        """Every statement that was read, most relevant first, whatever the threshold says.

        To measure and to calibrate: nothing is shown to a person, so no gate is passed.
        """
        return self._answerer.reading(Stopwatch()).read(question, Filters()).candidates

    def _not_mentioned(self, replies: Sequence[Reply]) -> tuple[str, ...]:
        looked_up = [reply.read.query.text for reply in replies if reply.not_looked_up is None]
        return not_mentioned(looked_up, self._opened.lexical.has)

    def _covered(
        self, read: ReadQuestion, filters: Filters, without: str | None
    ) -> tuple[CoveredDocument, ...]:
        """What the documents that may answer are about, those of the nearest passages first."""
        store = self._opened.store
        nearest = dict.fromkeys(window.document.document_id for window in read.windows)
        allowed = allowed_documents(store, filters, without=without)
        others = store.document_ids(allowed, limit=_COVERED + len(nearest))
        named = list(dict.fromkeys([*nearest, *others]))[:_COVERED]
        return covered(map(store.document, named))


def _reason(reply: Reply) -> NoAnswerReason:
    return reply.not_looked_up or NoAnswerReason.NOTHING_FOUND


def _canonical(request: AskRequest) -> AskRequest:
    """The request with its questions in the characters of the documents.

    White space is one space or one line break; questions of white space alone stay as they are.
    """
    history = tuple(
        turn.model_copy(update={"question": _spaced_once(canonical_question(turn.question))})
        for turn in request.history
    )
    question = _spaced_once(canonical_question(request.question))
    return request.model_copy(update={"question": question, "history": history})


def _spaced_once(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip()) or text


def _hits(query: Query, windows: Sequence[Window], system: System) -> tuple[Hit, ...]:
    return tuple(make_hit(query, window, SCORE_KINDS[system]) for window in windows)
