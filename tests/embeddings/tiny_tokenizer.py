"""A BERT tokenizer of a few words: every token of a test can be counted by hand."""

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

_WORDS = "when was is the bridge built it in 1932 by a firm cats sleep ##s ##ing dog bark . ? , new"
VOCABULARY = {
    token: number
    for number, token in enumerate(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *_WORDS.split()],
    )
}
UNK, CLS, SEP = (VOCABULARY[token] for token in ("[UNK]", "[CLS]", "[SEP]"))


def tiny_tokenizer() -> Tokenizer:
    """Folds case, splits words from signs, knows the words of `VOCABULARY` and no others."""
    tokenizer: Tokenizer = Tokenizer(WordPiece(VOCABULARY, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    return tokenizer


def ids(words: str) -> list[int]:
    """Numbers of tokens that are separated by spaces."""
    return [VOCABULARY[word] for word in words.split()]
