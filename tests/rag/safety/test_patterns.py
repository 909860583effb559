from pathlib import Path

import pytest
import yaml

from rag.errors import SafetyFileError
from rag.safety import patterns
from rag.safety.check import CrisisCheck
from rag.safety.patterns import load_patterns

SHIPPED = Path(patterns.__file__).parent / "patterns" / "en.yaml"


def test_every_shipped_phrase_is_well_formed() -> None:
    shipped = load_patterns()
    phrases = [phrase for group in shipped.groups for phrase in group.phrases]
    phrases += [phrase for kind in shipped.set_aside.values() for phrase in kind]
    after = shipped.after_help
    assert len(phrases) > 300
    for phrase in (*phrases, *after.requests, *after.questions, *after.goes_on):
        assert phrase.expression.pattern
        assert not phrase.matches(""), f"{phrase.source} says nothing"


def test_groups_set_aside_only_kinds_that_there_are() -> None:
    shipped = load_patterns()
    for group in shipped.groups:
        assert group.despite <= shipped.set_aside.keys(), group.name


def test_an_operators_file_replaces_the_shipped_one(tmp_path: Path) -> None:
    fields = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    fields["disclosures"] = [{"name": "own", "about": "self", "patterns": ["the ferns wilt"]}]
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(fields), encoding="utf-8")
    check = CrisisCheck(load_patterns(path))
    assert check.card_for("The ferns wilt!") is not None
    assert check.card_for("I want to die") is None


@pytest.mark.parametrize(
    "change",
    [
        {"disclosures": [{"name": "x", "about": "nobody", "patterns": ["a"]}]},
        {"disclosures": [{"name": "x", "about": "self", "patterns": ["{unknown} a"]}]},
        {"after_help": {"requests": [], "questions": [], "goes_on": ["{loop}"], "empty": []}},
        {"colour": "red"},
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_named(
    tmp_path: Path, change: dict[str, object]
) -> None:
    fields = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(fields | change), encoding="utf-8")
    with pytest.raises(SafetyFileError, match=r"own\.yaml"):
        load_patterns(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SafetyFileError, match=r"none\.yaml"):
        load_patterns(tmp_path / "none.yaml")
