"""The teasers of other articles with which a scraped page ends."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.loaders.byline import is_byline
from rag.sentences import split_sentences

_KIND = (
    r"(?:articles?|posts?|stories|story|reads?|reading|content|links?|news|pages?|resources|"
    r"topics?|guides?|blogs?)"
)
_CERTAIN = re.compile(
    rf"(?:(?:related|recommended|similar|more|other|popular|trending|latest|recent|featured)"
    rf"(?: \w+)? {_KIND}|"
    r"you (?:may|might) (?:also|like|be interested).{0,40}|"
    r"(?:what to )?(?:read|watch|up) (?:this )?next|keep reading|"
    r"more (?:from|on|in|like) .{1,60}|readers also (?:liked|read|viewed)|"
    rf"(?:people|others) also .{{1,30}}|don['’]t miss|related)[:.…]?",
    re.IGNORECASE,
)
_UNCERTAIN = re.compile(
    r"(?:recommended(?: for you)?|popular|trending|latest|recent|most read|most popular|"
    r"editor['’]?s['’]? picks?|more|see also|further reading)[:.…]?",
    re.IGNORECASE,
)
_LEAST_PROSE_WORDS = 35
_LEAST_PROSE_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class SplitPage:
    body: tuple[str, ...]
    teasers: tuple[str, ...]  # of other articles, without dates and section names
    labels: frozenset[str]  # section names that stand above teasers


def cut_related_tail(lines: Sequence[str]) -> SplitPage:
    """Separate a page's own lines from teasers of others below a title such as "Related Articles".

    A section of that title is the page's own, and stays, when prose stands in it or after it;
    teasers between the title and that prose are cut when they repeat dates or section names.
    """
    body: list[str] = []
    at = 0
    teasers: list[str] = []
    labels: set[str] = set()
    while at < len(lines):
        end = _end_of_teasers(lines, at)
        if end > at and body:
            run = lines[at + 1 : end]
            repeated = _repeated(run)
            labels |= repeated
            teasers += [line for line in run if line not in repeated and not is_byline(line)]
            at = end
        else:
            body.append(lines[at])
            at += 1
    return SplitPage(tuple(body), tuple(teasers), frozenset(labels))


def _end_of_teasers(lines: Sequence[str], at: int) -> int:
    """Where the teasers titled by line `at` end; `at` itself when there are none."""
    is_certain = _CERTAIN.fullmatch(lines[at]) is not None
    if not is_certain and _UNCERTAIN.fullmatch(lines[at]) is None:
        return at
    prose = next((n for n in range(at + 1, len(lines)) if _is_prose(lines, n)), len(lines))
    if prose == len(lines):
        run = lines[at + 1 :]
        return prose if is_certain or _look_like_teasers(run) else at
    end = _after_last_dateline(lines, at + 1, prose)
    return end if _repeats(lines[at + 1 : end]) else at


def _after_last_dateline(lines: Sequence[str], start: int, end: int) -> int:
    """The end of a run of teasers before prose: whatever follows the last date is the page's."""
    return next((n for n in range(end, start, -1) if is_byline(lines[n - 1])), start)


def _is_prose(lines: Sequence[str], at: int) -> bool:
    """A paragraph of the page itself: longer than teasers are, and without a date below it."""
    is_dated = at + 1 < len(lines) and is_byline(lines[at + 1])
    return (
        not is_dated
        and len(lines[at].split()) >= _LEAST_PROSE_WORDS
        and len(split_sentences(lines[at])) >= _LEAST_PROSE_SENTENCES
    )


def _look_like_teasers(run: Sequence[str]) -> bool:
    """Dates or repeated section names, or mostly titles: lines that do not end as sentences do."""
    n_titles = sum(1 for line in run if not line.endswith((".", "!", ":", ";")))
    return bool(run) and (_repeats(run) or n_titles > len(run) / 2)


def _repeats(run: Sequence[str]) -> bool:
    return sum(1 for line in run if is_byline(line)) >= 2 or bool(_repeated(run))


def _repeated(run: Sequence[str]) -> set[str]:
    counts = Counter(line for line in run if not is_byline(line))
    return {line for line, count in counts.items() if count >= 2}
