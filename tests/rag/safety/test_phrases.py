import pytest

from rag.errors import SafetyFileError
from rag.safety.phrases import PhraseCompiler, PhraseSet

PIECES = {"who": ["i", "my friend"], "loop": ["a {loop}"], "wants": ["want|wants to"]}


def matches(source: str, sentence: str) -> bool:
    phrase = PhraseCompiler(PIECES).compile(source)
    words = frozenset(sentence.split())
    found = phrase.matches(f"{sentence} ")
    assert not found or phrase.can_match(words), "the quick test may only rule out"
    return found


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("{who} ~ sleep", "my friend really needs some sleep"),
        ("{who} {wants} sleep", "i want to sleep"),
        ("go|fall_to sleep", "fall to sleep"),
        ("very? tired", "tired"),
        ("^ tired $", "tired"),
        ("tired $|now", "so tired now"),
        ("~1 not ~~2 sleep", "can not and never sleep"),
        ("client ** sleep", "client says i must sleep"),
    ],
)
def test_a_phrase_matches_what_it_writes(source: str, sentence: str) -> None:
    assert matches(source.replace(" ** sleep", " **"), sentence)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("i ~ sleep", "i do not sleep"),  # a gap never crosses a negation
        ("i ~1 sleep", "i long for sleep"),
        ("my friend ~~4 sleep", "my friend left and i sleep"),  # nor the speaker
        ("^ tired", "so tired"),
        ("tired $", "tired now"),
        ("sleep", "asleep"),
        ("sleep", "sleepy"),
    ],
)
def test_a_phrase_matches_nothing_else(source: str, sentence: str) -> None:
    assert not matches(source, sentence)


def test_the_rest_of_a_sentence_ends_before_the_speaker() -> None:
    compiler = PhraseCompiler({})
    sentence = "a client says i sleep and i wake "
    assert compiler.compile("client *").without(sentence, "_ ") == "a _ i sleep and i wake "
    assert compiler.compile("client **").without(sentence, "_ ") == "a _ and i wake "
    sentence = "a client sleeps and also i wake "
    assert compiler.compile("client **").without(sentence, "_ ") == "a _ and also i wake "


@pytest.mark.parametrize("source", ["{nobody}", "{loop}", "Sleep", "sle(ep"])
def test_a_wrong_phrase_is_refused_by_name(source: str) -> None:
    with pytest.raises(SafetyFileError):
        PhraseCompiler(PIECES).compile(source)


def test_a_set_finds_in_order_the_phrases_that_a_sentence_can_match() -> None:
    compiler = PhraseCompiler(PIECES)
    sources = ["{who} sleep", "wake up", "[a-c] sleep", "sleep", "$"]
    phrases = PhraseSet(compiler.compile(source) for source in sources)
    possible = phrases.possible(frozenset({"i", "sleep"}))
    assert [phrase.source for phrase in possible] == ["{who} sleep", "[a-c] sleep", "sleep", "$"]
    assert [phrase.source for phrase in phrases] == sources
