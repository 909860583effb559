"""Every error that `rag` raises on purpose.

FootnoteError
├── LoadError            one file cannot become documents; the rest of the folder can
├── IndexingError        a new generation cannot be made
│   └── IndexBusy        another process is indexing into the same folder
├── IndexUnusable        a generation cannot be opened: missing, damaged, older, other encoder
├── QuestionFileError    a file of questions with known answers cannot be read
├── StanceFileError      a corpus's file of stances is not as it should be
├── CalibrationError     scores do not separate answerable from unanswerable questions
├── TrainingDataError    a data set that a model is to learn from cannot be read
├── NotFound             a document or passage that this generation does not hold
├── UnverifiedCitations  citations that do not stand in their documents as they say
├── InvalidQuestion      a question outside the allowed length, or empty
├── SafetyFileError      a file of safety patterns, resources or wordings cannot be used
└── SettingsError        an unknown or malformed setting
"""

from collections.abc import Mapping


class FootnoteError(Exception):
    """Root of every error raised on purpose in `rag`."""


class LoadError(FootnoteError):
    """One file cannot be read as documents.

    Args:
        reason: a short stable word for reports, as "empty", "encrypted", "binary".
        detail: what was seen, what is allowed, what to do next.
    """

    def __init__(self, reason: str, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason}: {detail}")


class IndexingError(FootnoteError):
    """A new generation cannot be made; the current one stays as it is."""


class IndexBusy(IndexingError):
    """Another process is indexing into the same folder."""


class IndexUnusable(FootnoteError):
    """A generation cannot be opened; the message says what to do."""


class QuestionFileError(FootnoteError):
    """A question file cannot be read, or an entry is malformed."""


class StanceFileError(FootnoteError):
    """A stance file cannot be read, or says two things of one place."""


class CalibrationError(FootnoteError):
    """The scores do not separate answerable from unanswerable questions."""


class TrainingDataError(FootnoteError):
    """A data set to learn from is missing or malformed; the message names the file."""


class NotFound(FootnoteError):
    """The generation does not hold what was asked for."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind, self.name = kind, name
        super().__init__(f"no {kind} is called {name!r} in this index")


class UnverifiedCitations(FootnoteError):
    """Citations that cannot be taken away, because their documents do not prove them.

    Args:
        reasons: why, by the position of the citation in what was sent. They repeat none of it.
    """

    def __init__(self, reasons: Mapping[int, str]) -> None:
        self.reasons = dict(reasons)
        super().__init__("; ".join(f"citation {n + 1}: {why}" for n, why in reasons.items()))


class InvalidQuestion(FootnoteError):
    """The question cannot be asked. The message never repeats it: a question is private."""


class SafetyFileError(FootnoteError):
    """A file of safety patterns, resources or wordings is missing or not as it should be."""


class SettingsError(FootnoteError):
    """A setting is unknown or has a value that is not allowed."""
