"""Words made alike: how people type in a hurry, in slang, or past a filter."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from rapidfuzz.distance import OSA

# Letters of other scripts that look like Latin ones. What Unicode itself folds is not listed.
_LOOK_ALIKES = str.maketrans(
    "аеіорсухтнкмвѕԁԛԝһјɡɩαεικνορτυχωⅼ|’‘ʼ`´＇",
    "aeiopcyxtnkmbsdqwhjgiaeiknoptuxwll''''''",
)
_DIGITS_AS_LETTERS = str.maketrans("013457@$!", "oieastasi")
_ONE_AS_L = str.maketrans("1!", "ll")
_TOKEN = re.compile(r"[a-z0-9](?:[a-z0-9'@$*!]*[a-z0-9])?")
_SINGLE_LETTERS = re.compile(r"(?<![a-z0-9])(?:[a-z0-9][ .\-_*]{1,2}){2,}[a-z0-9](?![a-z0-9'])")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_LONGEST_REWRITE = 3
_SHORTEST_RUN_TOGETHER, _LONGEST_RUN_TOGETHER = 6, 40
_LONGEST_KNOWN = 12


def folded(text: str) -> str:
    """Lower case, without accents, invisible characters or look-alike letters; marks stay."""
    shown = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf"
    )
    plain = unicodedata.normalize("NFKD", shown.casefold().translate(_LOOK_ALIKES))
    return "".join(character for character in plain if not unicodedata.combining(character))


class Speller:
    """Gives the words of a sentence as the patterns write them. Remembers none of them.

    Args:
        vocabulary: every word that a pattern uses; these are never changed by mending.
        core: the words that hidden spellings are looked for in.
        rewrites: up to three words and what they stand for.
        mend: words to mend by how many slips they may have.
        transposed: short words to mend when two neighbouring letters changed places.
        never: words that are near a mended one and mean something else.
    """

    def __init__(
        self,
        *,
        vocabulary: AbstractSet[str],
        core: AbstractSet[str],
        rewrites: Mapping[str, str],
        mend: Mapping[int, Sequence[str]],
        transposed: Sequence[str],
        never: AbstractSet[str],
    ) -> None:
        self._rewrites = {tuple(typed.split()): meant.split() for typed, meant in rewrites.items()}
        self._known = vocabulary | core | {typed for typed in rewrites if " " not in typed}
        self._core, self._mend, self._never = core, mend, never
        self._transposed = {(word[0], "".join(sorted(word))): word for word in transposed}

    def words(self, sentence: str) -> list[str]:
        """The words of a folded sentence, in order."""
        joined = _SINGLE_LETTERS.sub(lambda match: re.sub(r"[^a-z0-9]", "", match[0]), sentence)
        typed: list[str] = []
        for token in _TOKEN.findall(joined):
            typed += self._respelt(token).split()
        return self._rewritten(typed)

    def _rewritten(self, typed: Sequence[str]) -> list[str]:
        words: list[str] = []
        at = 0
        while at < len(typed):
            for length in range(_LONGEST_REWRITE, 0, -1):
                meant = self._rewrites.get(tuple(typed[at : at + length]))
                if meant is not None:
                    words += meant
                    at += length
                    break
            else:
                word = typed[at].removesuffix("'s").replace("'", "")
                words += self._rewrites.get((word,), [word])
                at += 1
        return words

    def _respelt(self, token: str) -> str:
        if token in self._known or (token,) in self._rewrites:
            return token
        candidates = [*_unmasked(token), _REPEATED.sub(r"\1\1", token), _REPEATED.sub(r"\1", token)]
        for candidate in candidates:
            if candidate in self._known or (candidate,) in self._rewrites:
                return candidate
        if "*" in token:
            return self._starred(token)
        plain = candidates[-1]
        return self._mended(plain) or self._divided(plain) or token

    def _starred(self, token: str) -> str:
        """The core word that "k*ll" or "su****e" may stand for."""
        # Compared by hand: `re` would remember an expression made of what was typed.
        alike = (word for word in sorted(self._core) if _has_shape(word, token))
        return next(alike, token)

    def _mended(self, token: str) -> str | None:
        if token in self._never or not token.isalpha():
            return None
        swapped = self._transposed.get((token[0], "".join(sorted(token))))
        if swapped is not None and OSA.distance(token, swapped) == 1:
            return swapped
        for slips, words in self._mend.items():
            for word in words:
                is_near = token[0] == word[0] and abs(len(token) - len(word)) <= slips
                if is_near and OSA.distance(token, word, score_cutoff=slips) <= slips:
                    return word
        return None

    def _divided(self, token: str) -> str | None:
        """Known words, at least one of them a core word, that were typed without spaces."""
        is_long_enough = _SHORTEST_RUN_TOGETHER <= len(token) <= _LONGEST_RUN_TOGETHER
        if not is_long_enough or not any(word in token for word in self._core):
            return None
        best: list[list[str] | None] = [[]] + [None] * len(token)
        for end in range(1, len(token) + 1):
            for start in range(max(0, end - _LONGEST_KNOWN), end):
                before, word = best[start], token[start:end]
                if (
                    before is None
                    or word not in self._known
                    or (len(word) == 1 and word not in "ia")
                ):
                    continue
                if best[end] is None or len(before) + 1 < len(best[end] or ()):
                    best[end] = [*before, word]
        words = best[-1]
        return " ".join(words) if words and not self._core.isdisjoint(words) else None


def _has_shape(word: str, starred: str) -> bool:
    pairs = zip(word, starred, strict=False)
    return len(word) == len(starred) and all(sign in ("*", letter) for letter, sign in pairs)


def _unmasked(token: str) -> list[str]:
    """Digits and signs read as the letters that they stand in for, when letters are among them."""
    if token.isalpha() or not any(character.isalpha() for character in token):
        return []
    return [
        token.translate(_ONE_AS_L).translate(_DIGITS_AS_LETTERS),
        token.translate(_DIGITS_AS_LETTERS),
    ]
