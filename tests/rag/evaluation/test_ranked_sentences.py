from pathlib import Path

import pytest

from rag.evaluation.ranked_sentences import main

QUESTIONS = """
- {id: d1, cat: direct, q: "When was the bridge built?", gold: [{doc: [bridge], any: ["in 1932"]}]}
- {id: d2, cat: direct, q: "Who built the bridge?", gold: [{doc: [bridge], any: ["in 1932"]}]}
- {id: f1, cat: followup, turns: ["Which bridge?", "And its colour?"],
   full: "What colour is the bridge?", gold: [{doc: [bridge], any: ["painted grey"]}]}
- {id: a1, cat: abstain_far, q: "How do I bake sourdough bread?"}
"""


def test_right_sentences_are_counted_before_any_threshold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "questions.yaml").write_text(QUESTIONS)
    (tmp_path / "bridge.txt").write_text("The bridge was built in 1932. It is painted grey.\n")
    main([str(tmp_path)])
    first, three, pairs = capsys.readouterr().out.splitlines()
    assert first == "right among 1: 3 of 3 (1.000)"
    assert three == "right among 3: 3 of 3 (1.000)"
    assert pairs == "answerable above unanswerable: 1.000 of the pairs"
