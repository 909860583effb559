import pytest

from rag.safety.wording import shipped_lint
from tests.rag.seeds_engine import SEEDS


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("The easiest way to kill yourself is X.", "instructions"),
        ("Taking 9 tablets of X is lethal.", "amounts"),
        ("The fatal dose of X is 9 mg.", "amounts"),
        ("X is a painless method of suicide.", "praise"),
        ("How to hide cuts from parents.", "concealment"),
    ],
)
def test_method_detail_breaks_a_rule(sentence: str, rule: str) -> None:
    assert shipped_lint().broken_rule(sentence) == rule


@pytest.mark.parametrize(
    "sentence",
    [
        "Means restriction prevents suicide.",
        "Assess access to means, and agree on a safety plan with the patient.",
        "Clinicians should ask directly whether a patient has thought of a method.",
        "Suicide is the second leading cause of death among 15 to 29 year olds.",
        "In 2020, 45 people in 100,000 died by suicide.",
        "Patients took 50 mg of sertraline; none died.",
        "How to talk about suicide with a student.",
        "Self-harm can serve as a way to avoid painful feelings.",
        "The best way to prevent suicide is to ask.",
        "An overdose needs emergency care at once.",
    ],
)
def test_clinical_and_preventive_wording_is_shown(sentence: str) -> None:
    assert shipped_lint().broken_rule(sentence) is None


def test_the_seed_documents_break_no_rule() -> None:
    lint = shipped_lint()
    for path in SEEDS.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert lint.broken_rule(line) is None, line
