"""Wordings that are not shown from any document: how to end one's life, or to harm oneself."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

from rag.safety.phrases import Phrase, PhraseCompiler
from rag.safety.spelling import folded

_WORD = re.compile(r"[a-z0-9]+")


class WordingLint:
    """Finds method detail by reviewed rules; a mention of suicide or self-harm alone is none.

    Args:
        rules: phrases by the name of their rule.
    """

    def __init__(self, rules: Mapping[str, tuple[Phrase, ...]]) -> None:
        self._rules = rules

    def broken_rule(self, sentence: str) -> str | None:
        """The name of the first rule that `sentence` breaks, None when it may be shown."""
        words = _WORD.findall(folded(sentence))
        text, known = " ".join(words) + " ", frozenset(words)
        for name, phrases in self._rules.items():
            if any(phrase.can_match(known) and phrase.matches(text) for phrase in phrases):
                return name
        return None


@cache
def shipped_lint() -> WordingLint:
    """The rules that come with Footnote."""
    file = resources.files("rag.safety").joinpath("patterns", "wording.en.yaml")
    fields = yaml.safe_load(file.read_text(encoding="utf-8"))
    compiler = PhraseCompiler(fields["pieces"])
    return WordingLint(
        {
            name: tuple(compiler.compile(source) for source in sources)
            for name, sources in fields["rules"].items()
        }
    )
