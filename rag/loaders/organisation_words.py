"""Words that tell the name of an organisation from that of a person."""

from collections.abc import Iterable

# What an organisation, or a place of work that stands for itself, is called.
_KINDS = frozenset(
    "academies academy agency alliance association associations authority bank bureau center "
    "centers centre centres charity clinic club college commission committee company "
    "confederation consortium cooperative corp corporation council federation forum foundation "
    "gmbh hospital hospitals inc incorporated initiative institute institutes institution "
    "laboratory limited llc ltd ministry museum nations network ngo nhs organisation "
    "organisations organization organizations parliament partnership plc practice press "
    "programme project secretariat society surgery syndicate trust universities university".split()
)
# Parts of organisations, what they are there for and where. A name such as Church or Law may be of
# a person, too, and is not among them.
_SIGNS = frozenset(
    "administration administrative affairs american archive archives australian bbc board "
    "british canadian communications community customer department departments desk development "
    "directorate district division editor editorial editors education european executive "
    "facilities faculty finance for global government group health human information "
    "inspectorate international journal library magazine management marketing media medical "
    "mental national news nursing office operations policy prevention procurement public "
    "publishing regional rehabilitation research resources safety school schools science "
    "sciences security service services social solutions staff statistics student students "
    "studies support team teams technology the training uk union unit united usa welfare world "
    "writers".split()
)


def names_an_organisation(words: Iterable[str]) -> bool:
    """Whether one of `words` stands in the names of organisations and of no person."""
    return any(_plain(word) in _KINDS or _plain(word) in _SIGNS for word in words)


def says_what_it_is(words: Iterable[str]) -> bool:
    """Whether one of `words` is what an organisation is called: "Society", not "Health"."""
    return any(_plain(word) in _KINDS for word in words)


def _plain(word: str) -> str:
    return word.lower().strip(".,()")
