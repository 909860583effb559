from rag.messages import MAX_QUESTION_CHARACTERS
from rag.safety.gate import load_gate
from rag.settings import SafetySettings

DISCLOSURE = "I want to die. "


def test_all_that_name_the_same_settings_share_one_gate() -> None:
    assert load_gate(SafetySettings()) is load_gate(SafetySettings())
    assert load_gate(SafetySettings(region="GB")) is not load_gate(SafetySettings())


def test_of_a_message_of_any_length_the_beginning_and_the_end_are_looked_at() -> None:
    gate = load_gate(SafetySettings())
    padding = "x" * MAX_QUESTION_CHARACTERS + " "
    assert gate.help_for(DISCLOSURE + padding) is not None
    assert gate.help_for(padding + DISCLOSURE) is not None
    assert gate.help_for(padding + DISCLOSURE + padding) is None
