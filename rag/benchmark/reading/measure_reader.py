"""Measures a reader on its own, without an index."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from embeddings.encoder import Encoder
from embeddings.errors import EmbeddingError
from embeddings.reader import SentenceReader
from rag.benchmark.reading.answer_words import AnswerWordsTask
from rag.benchmark.reading.answerability import AnswerabilityTask
from rag.benchmark.reading.cosine_reader import tuned_cosine_reader
from rag.benchmark.reading.estimate import Estimate
from rag.benchmark.reading.evidence import EvidenceTask, Selector, at_logit
from rag.benchmark.reading.evidence_claims import TRAIN, VALIDATION, read_evidence_claims
from rag.benchmark.reading.report import ReadingReport, ReadingSection, measured_value
from rag.benchmark.reading.sample import Sample
from rag.benchmark.reading.sentence_selection import Clean, sentence_selection_tasks
from rag.benchmark.reading.squad_questions import even_titles, read_squad_questions
from rag.benchmark.reading.task import ReadingTask, Tick
from rag.benchmark.reading.timed_reader import TimedReader
from rag.errors import FootnoteError
from rag.index.build import IndexProgress, Progress


@dataclass(frozen=True, slots=True)
class ReadingData:
    """What to measure on; whatever is not given is not measured.

    Args:
        squad: SQuAD files. One without impossible questions measures answer words, one with them
            answerability, on its odd-numbered articles.
        exclude_titles_of: a SQuAD file whose even-numbered articles are left out by title.
        wikiqa, trecqa: JSON lines, see `datasets.sentence_selection`.
        scifact: folder, see `evidence_claims`.
        threshold: of a sentence's relevance on SciFact, a logit.
        selectors: further ways to select sentences there, by the words that say how.
        window: sentences of a paragraph read together, 0 for all.
        sample: of each data set.
    """

    squad: tuple[Path, ...] = ()
    exclude_titles_of: Path | None = None
    wikiqa: Path | None = None
    trecqa: Path | None = None
    scifact: Path | None = None
    threshold: float = 0.0
    selectors: Mapping[str, Selector] = field(default_factory=dict)
    window: int = 0
    sample: Sample = field(default_factory=Sample)


def measure_reader(
    reader: SentenceReader,
    data: ReadingData,
    *,
    against: SentenceReader | None = None,
    encoder: Callable[[], Encoder],
    progress: Progress | None = None,
) -> ReadingReport:
    """All measures of the data given, for one reader or two side by side.

    Args:
        reader: to be measured.
        data: all files are read before the first question is: a slip should not cost an hour.
        against: another reader, whose differences are paired.
        encoder: called when SciFact is measured, for cosine similarity beside it.
        progress: told the questions done.

    Returns:
        What was measured. A data set that fails while it is read takes none of the others with it.

    Raises:
        DatasetError: a file is malformed, or holds nothing to measure.
    """
    tell = progress or (lambda _progress: None)
    tasks = _tasks(data)
    evidence = _evidence_tasks(data)
    training = read_evidence_claims(data.scifact, TRAIN) if data.scifact else ()

    def by_cosine() -> ReadingSection:
        cosine = tuned_cosine_reader(encoder(), training, _tick(tell, "tuning cosine's threshold"))
        tuned_on = f"threshold {cosine.threshold:.3f} tuned on the {len(training):,} of {TRAIN}"
        beside = replace(evidence[0], select=at_logit(0.0), how=f"by cosine similarity, {tuned_on}")
        return _section(beside, cosine, None, tell)

    measurements: list[tuple[str, Callable[[], ReadingSection]]] = [
        (task.title, partial(_section, task, reader, against, tell)) for task in (*tasks, *evidence)
    ]
    if evidence:
        measurements.append((f"{evidence[0].name} by cosine similarity", by_cosine))
    sections: list[ReadingSection] = []
    failures: list[str] = []
    for title, measured in measurements:
        try:
            sections.append(measured())
        except (FootnoteError, EmbeddingError) as error:
            failures.append(f"{title}: {error}")
    return ReadingReport(
        reader.identity,
        against.identity if against else None,
        tuple(sections),
        tuple(failures),
    )


def _tasks(data: ReadingData) -> list[ReadingTask]:
    titles = even_titles(data.exclude_titles_of) if data.exclude_titles_of else frozenset()
    tasks: list[ReadingTask] = []
    for path in data.squad:
        read = read_squad_questions(path, left_out_titles=titles, sample=data.sample)
        task = AnswerabilityTask if read.judges_answerability else AnswerWordsTask
        tasks.append(task(read, data.window))
    for selection, clean in ((data.wikiqa, Clean.WIKIQA), (data.trecqa, Clean.TRECQA)):
        if selection is not None:
            tasks += sentence_selection_tasks(selection, clean=clean, sample=data.sample)
    return tasks


def _evidence_tasks(data: ReadingData) -> list[EvidenceTask]:
    if data.scifact is None:
        return []
    claims = read_evidence_claims(data.scifact, VALIDATION)
    measured = data.sample.of(claims)
    facts = (
        f"{len(measured):,} pairs of a claim and an abstract with evidence",
        *data.sample.fact(len(claims)),
    )
    at_least = f"where the relevance logit is at least {data.threshold:g}"
    return [
        EvidenceTask(VALIDATION, measured, facts, select, how)
        for how, select in {at_least: at_logit(data.threshold), **data.selectors}.items()
    ]


def _section(
    task: ReadingTask, reader: SentenceReader, against: SentenceReader | None, tell: Progress
) -> ReadingSection:
    timed = [TimedReader(each) for each in (reader, against) if each is not None]
    own, *others = [
        task.measure(each, _tick(tell, f"{task.title}, {number}/{len(timed)}"))
        for number, each in enumerate(timed, start=1)
    ]
    other: Sequence[Estimate | None] = others[0] if others else (None,) * len(own)
    return ReadingSection(
        title=task.title,
        reader=reader.identity.name,
        facts=task.facts,
        measures=tuple(measured_value(a, b) for a, b in zip(own, other, strict=True)),
        speed=timed[0].speed(),
        against_speed=timed[1].speed() if others else None,
    )


def _tick(tell: Progress, stage: str) -> Tick:
    return lambda done, total: tell(IndexProgress(stage, done, total))
