import pytest

from rag.messages import Group
from rag.questions.side_asked import (
    asks_for_both_sides,
    asks_for_side,
    disputed_in,
    without_sides,
)


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("What are the arguments against tides?", Group.CAUTIONS),
        ("reasons not to fast", Group.CAUTIONS),
        ("What do critics say?", Group.CAUTIONS),
        ("the evidence in favour of naps", Group.SUPPORTS),
        ("What do supporters argue for?", Group.SUPPORTS),
        ("arguments for naps and arguments against naps", None),
        ("What do proponents and opponents say?", None),
        ("Does the case for naps name a downside?", None),
        ("Is it against the law?", None),
        ("What are the drawbacks of naps?", Group.CAUTIONS),
        ("Are there any advantages to naps?", Group.SUPPORTS),
        ("What reasons are there for cutting down on naps?", Group.CAUTIONS),
        ("Why should people try to avoid naps?", Group.CAUTIONS),
        ("What are the benefits of slowly giving up naps?", None),
        ("Why do tides reduce the benefit of naps?", None),
        ("What are the weaknesses of naps?", Group.CAUTIONS),
        ("What is the risk of napping?", Group.CAUTIONS),
        ("Is there a danger in naps?", Group.CAUTIONS),
        ("What are the strengths of the tidal model?", Group.SUPPORTS),
        ("What are the benefits and risks of naps?", None),
        ("What are the drawbacks of support groups?", Group.CAUTIONS),
        ("What are the advantages of a risk assessment?", Group.SUPPORTS),
        ("What are the drawbacks of naps that bring comfort?", Group.CAUTIONS),
        ("How do risks rise?", None),
    ],
)
def test_asks_for_side(question: str, side: Group | None) -> None:
    assert asks_for_side(question) is side


@pytest.mark.parametrize(
    ("question", "both"),
    [
        ("Are tides good or bad for sand castles?", True),
        ("pros and cons of brick", True),
        ("Do naps help or hurt?", True),
        ("Why do tides help some and harm others?", True),
        ("Who supports and maintains the server?", False),
        ("Where can I keep and remove files?", False),
        ("How do I allow or ban a user?", False),
        ("Can you help me, when is low tide, and what is a neap tide?", False),
        ("Is it ever OK to wake a baby?", False),
    ],
)
def test_asks_for_both_sides(question: str, *, both: bool) -> None:
    assert asks_for_both_sides(question) is both


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Where do the sources disagree?", ""),
        ("On what do experts differ?", ""),
        ("What is controversial?", ""),
        ("Do the documents contradict each other?", ""),
        ("Give me both sides", ""),
        ("Where do the sources disagree about tides?", "tides"),
        ("Can you tell me where the authors disagree on high tides?", "high tides"),
        ("Do experts agree on tides?", "tides"),
        ("What do authors disagree about when it comes to tides?", "tides"),
        ("Is there any disagreement in the literature about tides?", "tides"),
        ("What are the different views on tides, please?", "tides"),
        ("How do opinions differ on tides?", "tides"),
        ("Summarise the debate about tides.", "tides"),
        ("both sides of the argument on tides", "tides"),
        ("What are the differences?", None),
        ("How do they differ?", None),
        ("How do tides differ from waves?", None),
        ("Is it controversial?", None),
        ("What are the two sides of a sail?", None),
        ("What conflicts do sailors face?", None),
    ],
)
def test_disputed_in(question: str, topic: str | None) -> None:
    assert disputed_in(question) == topic


def test_sides_are_left_out_of_what_is_named() -> None:
    assert without_sides("Do tides help or hurt ships?").split() == ["Do", "tides", "or", "ships?"]
