"""A question and the sentences of a window as the tokens that the reader's network takes.

Layout: [CLS] question [SEP] sentence 1 [SEP] sentence 2 [SEP] ... sentence n [SEP]. The [SEP] that
closes a sentence is where its relevance is read, [CLS] is where that of the whole window is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Encoding, Tokenizer

# A longer question loses its end: the window needs the room.
MAX_QUESTION_TOKENS = 64
WINDOW = 0  # position of [CLS]: the window's relevance, and "no words here answer"
# What the network says of each token, the last axis of its output.
START, END, RELEVANCE = range(3)


@dataclass(frozen=True, slots=True)
class SentenceTokens:
    """Where a sentence stands among the tokens.

    Args:
        first: position of its first token; it ends before `end`.
        end: position of the [SEP] that closes it.
        offsets: characters `[start, end)` of the sentence that each of its tokens covers.
    """

    first: int
    end: int
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """Token ids and types (0 question, 1 window) of one window, of equal length."""

    ids: list[int]
    types: list[int]
    sentences: tuple[SentenceTokens, ...]


class ReaderTokenizer:
    """Lays out windows of whole sentences.

    Args:
        tokenizer: of a BERT model; cutting and padding off.
        max_tokens: longest input, the special tokens included.

    Raises:
        ValueError: beside a long question there is no room for a token and its [SEP].
    """

    def __init__(self, tokenizer: Tokenizer, *, max_tokens: int) -> None:
        if max_tokens < (least := MAX_QUESTION_TOKENS + 4):
            raise ValueError(f"max_tokens must be {least} or more, got {max_tokens}")
        # "[SEP]" in a document is five characters of text, not the end of a sentence.
        tokenizer.encode_special_tokens = True
        self._tokenizer, self.max_tokens = tokenizer, max_tokens
        self._cls, self._sep = special_id("[CLS]", tokenizer), special_id("[SEP]", tokenizer)

    def windows(self, question: str, sentences: Sequence[str]) -> list[ReaderInput]:
        """Inputs that together hold all sentences, in order, as many in each as fit.

        A sentence that alone is too long is cut at its end.
        """
        asked, *encoded = self._tokenizer.encode_batch(
            [question, *sentences], add_special_tokens=False
        )
        return self.laid_out(asked, encoded)

    def laid_out(self, question: Encoding, sentences: Sequence[Encoding]) -> list[ReaderInput]:
        """The same for a question and sentences that are tokenised already."""
        head = [self._cls, *question.ids[:MAX_QUESTION_TOKENS], self._sep]
        inputs: list[ReaderInput] = []
        waiting: list[Encoding] = []
        room = self.max_tokens - len(head)
        used = 0
        for sentence in sentences:
            needed = min(len(sentence.ids) + 1, room)
            if waiting and used + needed > room:
                inputs.append(self._input(head, waiting))
                waiting, used = [], 0
            waiting.append(sentence)
            used += needed
        if waiting:
            inputs.append(self._input(head, waiting))
        return inputs

    def _input(self, head: list[int], sentences: Sequence[Encoding]) -> ReaderInput:
        ids = list(head)
        places: list[SentenceTokens] = []
        for sentence in sentences:
            kept = min(len(sentence.ids), self.max_tokens - len(ids) - 1)
            first = len(ids)
            ids += sentence.ids[:kept]
            places.append(SentenceTokens(first, len(ids), tuple(sentence.offsets[:kept])))
            ids.append(self._sep)
        types = [0] * len(head) + [1] * (len(ids) - len(head))
        return ReaderInput(ids, types, tuple(places))


def special_id(token: str, tokenizer: Tokenizer) -> int:
    """The number of one of BERT's special tokens."""
    number = tokenizer.token_to_id(token)
    assert number is not None, f"the tokenizer has no {token}: it is not BERT's"
    return number
