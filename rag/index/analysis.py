"""Text to index terms, the same way for passages and questions."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS
from breame.spelling import get_american_spelling

WORD = re.compile(r"\w+(?:['’]\w+)*", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s?$|['’](?=\w)")

# NLTK's English list, as bm25s carries it; apostrophes go, as `words` drops them. Its question
# words matter: in a small corpus "what" is rare, and a rare word would weigh most.
STOP_WORDS = frozenset(word.replace("'", "") for word in STOPWORDS_EN_PLUS)

_stemmer = Stemmer.Stemmer("english")


def words(text: str) -> Iterator[str]:
    """The words of `text` in order: folded case, no accents, no possessive s."""
    for match in WORD.finditer(text):
        yield folded(match[0])


def folded(word: str) -> str:
    """One word as `words` gives it; empty when nothing is left of it."""
    return _POSSESSIVE.sub("", _without_accents(word.casefold()))


@lru_cache(maxsize=65_536)
def term(word: str) -> str:
    """The index term of one folded word: American spelling (VarCon's pairs), Snowball stem.

    British and American writers then share a term: behaviour, behaviours and behavior are one.
    """
    return str(_stemmer.stemWord(get_american_spelling(word)))


def terms(text: str) -> list[str]:
    """The index terms of `text` in order, without stop words."""
    return [term(word) for word in words(text) if word and word not in STOP_WORDS]


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", word)
        if not unicodedata.combining(character)
    )
