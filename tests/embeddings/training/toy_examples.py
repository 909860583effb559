"""One example that is answered and one that is not, in words of the tiny tokenizer."""

from embeddings.training.example import AnswerWords, ReaderExample

TOLD = ReaderExample(
    "told",
    "When was the bridge built?",
    ("Cats sleep.", "It was built in 1932.", "Dogs bark."),
    (False, True, False),
    AnswerWords(1, 16, 20),
)
UNTOLD = ReaderExample(
    "untold", "When was the bridge built?", ("Cats sleep.", "Dogs bark."), (False, False)
)
