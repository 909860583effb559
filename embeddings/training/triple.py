"""What an encoder is taught with: texts that belong near each other, and one that does not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Triple:
    """A question with a text that answers it and a text that only looks as if.

    Args:
        question: as it is asked.
        answering: a sentence, paragraph or abstract.
        misleading: None where the other questions' texts are all that it is held against.
    """

    question: str
    answering: str
    misleading: str | None = None
