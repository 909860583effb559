import re
from dataclasses import dataclass
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from rag.citations.text_fragment import text_directive
from rag.spans import Span

# The grammar of the draft, written down again: a term holds no "&", "-" or "," but encoded ones.
# https://wicg.github.io/scroll-to-text-fragment/#syntax
_TERM = r"(?:[A-Za-z0-9!$'()*+./:;=?@_~]|%[0-9A-Fa-f]{2})+"
_DIRECTIVE = re.compile(
    rf"(?::~:)text=(?:(?P<prefix>{_TERM})-,)?(?P<start>{_TERM})"
    rf"(?:,(?P<end>{_TERM}))?(?:,-(?P<suffix>{_TERM}))?"
)


@dataclass(frozen=True)
class Terms:
    prefix: str | None
    start: str
    end: str | None
    suffix: str | None


def parsed(directive: str) -> Terms:
    match = _DIRECTIVE.fullmatch(directive)
    assert match is not None, directive
    terms = {name: unquote(term) if term else None for name, term in match.groupdict().items()}
    assert terms["start"] is not None
    return Terms(terms["prefix"], terms["start"], terms["end"], terms["suffix"])


def flat(text: str) -> str:
    return " ".join(text.split())


def first_place(terms: Terms, text: str) -> tuple[int, int]:
    """What a browser marks: the first range of `text` that fits, case and white space aside."""
    folded = flat(text).casefold()
    for start in (m.start() for m in re.finditer(re.escape(terms.start.casefold()), folded)):
        before = folded[:start].rstrip()
        if terms.prefix and not before.endswith(terms.prefix.casefold()):
            continue
        end = start + len(terms.start.casefold())
        if terms.end:
            end = folded.index(terms.end.casefold(), end) + len(terms.end.casefold())
        if terms.suffix and not folded[end:].lstrip().startswith(terms.suffix.casefold()):
            continue
        return start, end
    raise AssertionError(f"nothing fits {terms}")


def directive_in(text: str, quote: str, *, block: str | None = None, nth: int = 0) -> str:
    """Of the nth place of `quote` in `text`, inside the block that reads `block`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    whole = Span(0, len(text))
    if block is not None:
        block_start = text.rindex(block, 0, start + len(block))
        whole = Span(block_start, block_start + len(block))
    return text_directive(text, whole, Span(start, start + len(quote)))


def test_a_short_unique_quote_is_named_whole() -> None:
    assert directive_in("Cats sleep. Dogs bark.", "Dogs bark.") == ":~:text=Dogs%20bark."


def test_the_characters_of_the_syntax_are_encoded() -> None:
    directive = directive_in("x a-b, c & d #1? 50% y", "a-b, c & d #1? 50%")
    assert directive == ":~:text=a%2Db%2C%20c%20%26%20d%20%231%3F%2050%25"


def test_other_alphabets_and_emoji_are_encoded_as_utf_8() -> None:
    assert directive_in("Il dort 😀 déjà", "😀 déjà") == ":~:text=%F0%9F%98%80%20d%C3%A9j%C3%A0"


def test_a_line_break_inside_the_quote_is_one_space() -> None:
    assert directive_in("By A.\nJuly 28", "By A.\nJuly 28") == ":~:text=By%20A.%20July%2028"


def test_one_hundred_characters_are_whole_and_one_more_are_not() -> None:
    words = [f"word{n:02d}xyz" for n in range(10)]
    hundred = " ".join([*words[:9], "a", "bcdefghi"])
    assert len(hundred) == 100
    assert parsed(directive_in(hundred, hundred)) == Terms(None, hundred, None, None)
    longer = f"{hundred}j"
    assert parsed(directive_in(longer, longer)) == Terms(
        None, " ".join(words[:5]), f"{' '.join(words[6:9])} a bcdefghij", None
    )


def test_few_very_long_words_are_whole() -> None:
    quote = " ".join("x" * 30 + str(n) for n in range(10))  # first and last five are all of it
    assert parsed(directive_in(quote, quote)) == Terms(None, quote, None, None)


def test_a_repeated_quote_is_told_apart_by_the_words_around_it() -> None:
    text = "One two three four five: yes. Six seven. And so yes. Then eight nine ten eleven."
    directive = directive_in(text, "yes.", nth=1)
    terms = Terms("Six seven. And so", "yes.", None, "Then eight nine ten")
    assert parsed(directive) == terms
    assert first_place(terms, text) == (text.rindex("yes."), text.rindex("yes.") + 4)


def test_a_quote_that_differs_in_case_alone_counts_as_repeated() -> None:
    text = "About: contingency plans\n\nThe contingency plans"
    directive = directive_in(text, "contingency plans", block="The contingency plans", nth=1)
    assert parsed(directive).prefix == "The"


def test_the_words_around_come_from_the_same_block_only() -> None:
    text = "Cats sleep.\n\nCats sleep."
    assert directive_in(text, "Cats sleep.", block="Cats sleep.", nth=1) == ":~:text=Cats%20sleep."
    text = "Never. Cats sleep.\n\nOften Cats sleep.\n\nDogs bark."
    directive = directive_in(text, "Cats sleep.", block="Often Cats sleep.", nth=1)
    assert parsed(directive) == Terms("Often", "Cats sleep.", None, None)


def test_a_long_quote_takes_more_first_words_when_another_sentence_begins_alike() -> None:
    begin = "A three-hour masterclass designed to"
    one = f"{begin} help participants gain a clear understanding of the distinction between two"
    other = f"{begin} ensure participants develop a clear and clinically meaningful understanding"
    text = f"{one} things of some kind.\n\n{other} of two things of another kind."
    quote = text.split("\n\n")[1]
    terms = parsed(directive_in(text, quote, block=quote))
    assert terms == Terms(None, f"{begin} ensure", "two things of another kind.", None)
    assert first_place(terms, text) == (flat(text).index(quote), len(flat(text)))


def test_a_long_quote_takes_more_last_words_when_they_stand_in_it_twice() -> None:
    quote = (
        "Alpha beta gamma delta epsilon zeta and then once more again it went and went and then "
        "once more again it stopped at last and then once more again"
    )
    terms = parsed(directive_in(quote, quote))
    assert terms.end == "last and then once more again"
    assert first_place(terms, quote) == (0, len(quote))


def test_a_long_quote_that_stands_twice_keeps_its_context() -> None:
    quote = " ".join(f"repeated{n}" for n in range(12))
    text = f"First {quote} here. Second {quote} there."
    terms = parsed(directive_in(text, quote, nth=1))
    assert terms.prefix == f"{' '.join(quote.split()[-2:])} here. Second"
    assert terms.suffix == "there."
    start, end = first_place(terms, text)
    assert (start, text[start:end]) == (text.rindex(quote), quote)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"]), min_size=1, max_size=9)


@given(
    words=st.lists(WORDS, min_size=1, max_size=40),
    gaps=st.lists(st.sampled_from([" ", "\n"]), min_size=39, max_size=39),
    edges=st.tuples(st.integers(0, 39), st.integers(1, 40)),
)
def test_the_decoded_terms_stand_in_the_quote_for_any_text(
    words: list[str], gaps: list[str], edges: tuple[int, int]
) -> None:
    text = words[0] + "".join(gap + word for gap, word in zip(gaps, words[1:], strict=False))
    first = min(edges[0], len(words) - 1)
    last = min(first + edges[1], len(words))
    start = len("".join(words[:first])) + first
    end = start + len("".join(words[first:last])) + (last - first - 1)
    quote = text[start:end]
    terms = parsed(text_directive(text, Span(0, len(text)), Span(start, end)))
    shown = flat(quote)
    if terms.end is None:
        assert terms.start == shown
    else:
        assert len(shown) > 100
        assert shown.startswith(f"{terms.start} ")
        assert shown.endswith(f" {terms.end}")
    assert terms.prefix is None or flat(text[:start]).endswith(terms.prefix)
    assert terms.suffix is None or flat(text[end:]).startswith(terms.suffix)
