"""Questions altered so that their paragraph no longer answers them.

Unanswerable questions of SQuAD v2.0 name another person, year or place than their paragraph does,
turn a word into its opposite, or deny (Rajpurkar et al., ACL 2018, table 2). These rules make such
questions out of answerable ones.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from embeddings.training.example import ReaderExample
from rag.reader_data.rewritten_questions import rewritten_questions
from rag.reader_data.squad import SquadParagraph

SOURCE = "altered"

_NAME = re.compile(r"(?<=\w )(?:[A-Z][\w'’-]+)(?: (?:of |the |de )?[A-Z][\w'’-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_OPPOSITES = (
    "first last|largest smallest|biggest smallest|highest lowest|oldest youngest|earliest latest|"
    "most least|best worst|longest shortest|before after|increase decrease|increased decreased|"
    "north south|northern southern|east west|eastern western|more fewer|more less|began ended|"
    "start end|started stopped|win lose|won lost|born buried|buy sell|bought sold|rise fall|"
    "rose fell|major minor|male female|men women|left right|upper lower|majority minority|"
    "strong weak|strongest weakest|common rare|support oppose|supported opposed|allow forbid|"
    "allowed forbidden|positive negative|advantage disadvantage|advantages disadvantages|"
    "with without|gain lose|gained lost|import export|internal external|maximum minimum|"
    "same different|easy hard|early late|public private|rich poor|wet dry|hot cold|"
    "faster slower|higher lower|larger smaller|older younger|accept reject|accepted rejected|"
    "created destroyed|create destroy|include exclude|improve worsen|improved worsened"
)
_DENIED = re.compile(r"\b(did|does|do|was|were|is|are|can|could|has|have|will)\b(?= \w)", re.I)


def _opposites() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for pair in _OPPOSITES.split("|"):
        one, other = pair.split()
        found[one].append(other)
        found[other].append(one)
    return {word: tuple(others) for word, others in found.items()}


_OPPOSITE = _opposites()
_OPPOSITE_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_OPPOSITE))})\b")


def altered_questions(
    paragraphs: Sequence[SquadParagraph], *, n_examples: int, seed: int
) -> Iterator[ReaderExample]:
    """Examples without an answer: altered questions with the paragraphs of the originals.

    Args:
        paragraphs: names and numbers are exchanged for others of the same article that the
            paragraph does not hold.
        n_examples: as many are drawn, if there are so many questions to alter.
        seed: of the draws.
    """
    names: defaultdict[str, set[str]] = defaultdict(set)
    for paragraph in paragraphs:
        names[paragraph.title].update(_NAME.findall(paragraph.context))
    pools = {title: sorted(found) for title, found in names.items()}
    return rewritten_questions(
        paragraphs,
        lambda text, paragraph, rng: alter(text, paragraph.context, pools[paragraph.title], rng),
        source=SOURCE,
        n_examples=n_examples,
        seed=seed,
    )


def alter(question: str, context: str, names: Sequence[str], rng: random.Random) -> str | None:
    """The question with one thing changed, None when nothing in it can be.

    Args:
        question: answered by `context`.
        context: its paragraph.
        names: to exchange a name of the question for, if `context` does not hold them.
        rng: draws what is changed.
    """
    ways = [_other_name, _other_number, _opposite_word, _denied]
    # Exchanges are what people write most; a denial is the easiest to see through.
    order = sorted(ways, key=lambda way: rng.random() * (0.5 if way is not _denied else 1.0))
    for way in order:
        if (altered := way(question, context, names, rng)) is not None:
            return altered
    return None


def _other_name(
    question: str, context: str, names: Sequence[str], rng: random.Random
) -> str | None:
    found = [match for match in _NAME.finditer(question) if match[0] in context]
    if not found or not names:
        return None
    match = rng.choice(found)
    n_words = len(match[0].split())
    for _ in range(8):
        other = rng.choice(names)
        if other not in context and other not in question and len(other.split()) == n_words:
            return _replaced(question, match, other)
    return None


def _other_number(
    question: str, context: str, _names: Sequence[str], rng: random.Random
) -> str | None:
    found = [match for match in _NUMBER.finditer(question) if match[0] in context]
    if not found:
        return None
    match = rng.choice(found)
    digits = [rng.choice("123456789") if c.isdigit() else c for c in match[0]]
    if len(digits) == 4:  # a year stays in its century
        digits[:2] = match[0][:2]
    other = "".join(digits)
    return None if other in context else _replaced(question, match, other)


def _opposite_word(
    question: str, _context: str, _names: Sequence[str], rng: random.Random
) -> str | None:
    found = list(_OPPOSITE_WORD.finditer(question))
    if not found:
        return None
    match = rng.choice(found)
    return _replaced(question, match, rng.choice(_OPPOSITE[match[0]]))


def _denied(question: str, _context: str, _names: Sequence[str], rng: random.Random) -> str | None:
    match = _DENIED.search(question)
    if match is None or " not " in question or "n't" in question:
        return None
    rest = question[match.end() :].split(" ")
    # "Did Chopin move" is denied after its subject, "was not founded" right after the verb.
    at = 2 if match[0].lower() in {"did", "does", "do"} and len(rest) > 3 else 1
    word = rng.choice(("not", "never"))
    return question[: match.end()] + " ".join([*rest[:at], word, *rest[at:]])


def _replaced(question: str, match: re.Match[str], other: str) -> str:
    return question[: match.start()] + other + question[match.end() :]
