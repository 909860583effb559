import pytest

from rag.questions.corrections import corrected


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("no, I meant how long is it", "how long is it"),
        ("Sorry, I actually mean the time.", "the time."),
        ("not the time, the place", "the place"),
        ("no, not the time but the place", "the place"),
        ("Actually, when is it?", "when is it?"),
        ("wait, the fee", "the fee"),
        ("no, of ferns i mean", "of ferns"),
        ("no I'm asking what to do in winter", "what to do in winter"),
    ],
)
def test_what_was_meant_is_told(message: str, meant: str) -> None:
    assert corrected(message) == meant


@pytest.mark.parametrize(
    "message",
    [
        "What do you mean by that?",
        "Sorry, what is a fern?",
        "no",
        "Do not worry, be happy.",
        "not so",
        "I'm asking for a friend.",
        "I asked my doctor.",
    ],
)
def test_other_messages_correct_nothing(message: str) -> None:
    assert corrected(message) is None
