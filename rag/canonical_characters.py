"""The one form in which characters are stored and searched: NFC, nothing invisible."""

import unicodedata

_JOINERS = "\u200c\u200d"  # they shape emoji and several scripts, where they are kept


class _Unwanted(dict[int, str | None]):
    """A `str.translate` table that judges each code point once, when it first appears."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        is_invisible = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"}
        keep = not is_invisible or character.isspace() or character in _JOINERS
        self[code] = character if keep else None
        return self[code]


_UNWANTED = _Unwanted()


def canonical_characters(text: str) -> str:
    """`text` in NFC, with its white space as it is and nothing invisible.

    Control characters, zero-width characters, soft hyphens, bidirectional overrides, tag
    characters, lone surrogates and private-use glyphs are removed: what cannot be seen could
    neither be checked by a reader nor found by a search.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _without_stray_joiners(text.translate(_UNWANTED)))


def canonical_question(question: str) -> str:
    """`question` in the characters of the documents.

    One of invisible characters alone stays as it is: there is nothing to search for in it.
    """
    canonical = canonical_characters(question)
    return canonical if canonical.strip() else question


def _without_stray_joiners(text: str) -> str:
    """Keep a joiner only between two characters that it can join."""
    if not any(joiner in text for joiner in _JOINERS):
        return text
    padded = f" {text} "
    return "".join(
        padded[at]
        for at in range(1, len(padded) - 1)
        if padded[at] not in _JOINERS or (_can_join(padded[at - 1]) and _can_join(padded[at + 1]))
    )


def _can_join(character: str) -> bool:
    return not character.isascii() and not character.isspace() and character not in _JOINERS
