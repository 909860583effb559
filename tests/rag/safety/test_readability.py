"""What people read from us in a bad moment is easy to read: the age of 14 or lower.

Reading age is the grade of Kincaid et al. 1975 (Flesch-Kincaid: 0.39 words per sentence + 11.8
syllables per word - 15.59) plus five years. Syllables are runs of vowels without a silent e.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.safety.card import CardWriter, shipped_wordings
from rag.safety.check import CardKind
from rag.safety.directory import load_directory
from rag.safety.patterns import About

PAGES = Path(__file__).parents[3] / "server" / "pages"
OLDEST_READING_AGE = 14
KINDS = [
    CardKind(about, first, again)
    for about in About
    for first in (False, True)
    for again in (False, True)
]


def syllables(word: str) -> int:
    spoken = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^dt])ed$|(?<=[^sxz])es$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", spoken)))


def reading_age(text: str) -> float:
    text = re.sub(r"https?://\S+|[\d ]{3,}", "", text)
    sentences = [s for s in re.split(r"[.!?:]+\s|\n|[.!?]$", text) if re.search("[a-zA-Z]", s)]
    words = re.findall(r"[a-zA-Z]+(?:['’][a-z]+)?", text)
    n_syllables = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * n_syllables / len(words) - 15.59 + 5


def shown_by_scripts() -> Iterator[str]:
    """What the pages can say in English: strings with three words or more."""
    for script in ("chat_messages.js", "failed.js", "api.js"):
        source = (
            (PAGES / "assets" / script).read_text(encoding="utf-8").partition("    purpose:")[0]
        )
        for found in re.findall(r'"([A-Z][^"\n]*)"|`([A-Z][^`\n]*)`', source):
            text = re.sub(r"\$\{[^}]*\}", "one", "".join(found))
            if len(text.split()) >= 3:
                yield text


def test_the_measure_agrees_with_a_calculation_by_hand() -> None:
    # 5 words, 1 sentence, 5 syllables: 0.39 * 5 + 11.8 * 1 - 15.59 = -1.84, plus 5
    assert reading_age("The cat sat on mats.") == pytest.approx(3.16)
    assert [syllables(word) for word in ("safety", "trouble", "named", "area")] == [3, 2, 1, 2]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("region", ["GB", "US", "DE", None])
def test_cards_are_easy_to_read(kind: CardKind, region: str | None) -> None:
    card = CardWriter(load_directory(), shipped_wordings()).card(kind, region)
    assert reading_age(card.message) <= OLDEST_READING_AGE - 2
    for line in card.message.splitlines():
        assert reading_age(line) <= OLDEST_READING_AGE, line


def test_what_the_ask_page_says_is_easy_to_read() -> None:
    texts = list(shown_by_scripts())
    assert len(texts) >= 5
    for text in texts:
        assert reading_age(text) <= OLDEST_READING_AGE, text
