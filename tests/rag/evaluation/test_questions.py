from pathlib import Path

import pytest

from rag.errors import QuestionFileError
from rag.evaluation.questions import GoldGroup, Question, read_questions
from tests.rag.evaluation.question_files import question_file
from tests.rag.seeds_engine import QUESTIONS, seeds_engine


def test_a_question_is_read_with_all_that_it_states(tmp_path: Path) -> None:
    path = question_file(
        tmp_path,
        """
- id: d01
  cat: list
  q: "What do cats do?"
  min_groups: 2
  gold: [{doc: ["000", "001"], any: ["sleep", "doze"]}, {doc: ["002"], any: ["purr"]}]
- {id: 7, cat: followup, turns: ["What do cats do?", "And dogs?"], gold: [{doc: [a], any: [bark]}]}
- {id: a01, cat: abstain_far, q: "What is the boiling point of nitrogen?"}
- {id: k01, cat: crisis, q: "I cannot go on"}
""",
    )
    listed, follow_up, far, crisis = read_questions(path)
    assert listed == Question(
        question_id="d01",
        category="list",
        turns=("What do cats do?",),
        gold=(GoldGroup(("000", "001"), ("sleep", "doze")), GoldGroup(("002",), ("purr",))),
        min_groups=2,
    )
    assert (follow_up.question_id, follow_up.text, follow_up.min_groups) == ("7", "And dogs?", 1)
    assert (far.is_answerable, far.is_unanswerable) == (False, True)
    assert (crisis.is_answerable, crisis.is_unanswerable) == (False, False)
    assert (listed.is_answerable, listed.is_unanswerable) == (True, False)


@pytest.mark.parametrize(
    ("quote", "document_id", "is_found"),
    [
        ("They  SLEEP all\nday.", "000_abc", True),
        ("They say “sleep all day”", "seeds/000_abc", True),  # the file's name counts
        ("They sleep all day.", "001_abc", False),
        ("They sleep all day.", "000/other", False),
        ("They sleep.", "000_abc", False),
    ],
)
def test_gold_is_found_in_a_quote_of_its_document(
    quote: str, document_id: str, is_found: bool
) -> None:
    assert GoldGroup(("000",), ("Sleep all day",)).is_found_in(quote, document_id) is is_found


def test_gold_with_straight_quotes_is_found_in_typographic_ones() -> None:
    group = GoldGroup(("0",), ("""the client's "own" path""",))
    assert group.is_found_in("It is the client’s “own” path.", "0")


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ("{cat: direct, q: x}", "KeyError 'id'"),
        ("{id: a, q: x}", "KeyError 'cat'"),
        ("{id: a, cat: direct}", "KeyError 'q'"),
        ("a question", "TypeError"),
        ("[a, direct, x]", "TypeError"),
        ("{id: a, cat: direct, q: x, gold: [{any: [y]}]}", "KeyError 'doc'"),
        ("{id: a, cat: direct, q: x, gold: [{doc: ['0']}]}", "KeyError 'any'"),
        ("{id: a, cat: direct, q: x, gold: null}", "TypeError"),
        ("{id: a, cat: direct, q: x, min_groups: many}", "ValueError"),
        # A bare string is a list of letters to Python, and every quote holds a letter.
        ("{id: a, cat: direct, q: x, gold: [{doc: ['0'], any: yes sir}]}", "'yes sir' is no list"),
        ("{id: a, cat: direct, q: x, gold: [{doc: '000', any: [y]}]}", "'000' is no list"),
        ("{id: a, cat: direct, q: x, gold: [{doc: [0], any: [y]}]}", "no text"),
        ("{id: a, cat: direct, q: x, gold: [{doc: ['0'], any: ['']}]}", "no text"),
        ("{id: a, cat: direct, q: x, gold: [{doc: ['0'], any: []}]}", "no list"),
        ("{id: a, cat: followup, turns: one question}", "no list"),
        ("{id: a, cat: direct, q: '  '}", "no text"),
    ],
)
def test_a_malformed_entry_is_named_with_its_file(entry: str, named: str, tmp_path: Path) -> None:
    path = question_file(tmp_path, f"- {{id: ok, cat: direct, q: fine}}\n- {entry}\n")
    with pytest.raises(QuestionFileError) as caught:
        read_questions(path)
    message = str(caught.value)
    assert f"{path}, question 2: " in message
    assert named in message
    assert "an entry needs id, cat" in message


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "holds a NoneType"),
        ("id: a", "holds a dict"),
        ("- [", "cannot be read as a question file"),
        ("!!python/object/apply:os.getcwd []", "cannot be read as a question file"),
    ],
)
def test_a_file_that_is_no_list_is_named(text: str, named: str, tmp_path: Path) -> None:
    path = question_file(tmp_path, text)
    with pytest.raises(QuestionFileError, match=named) as caught:
        read_questions(path)
    assert str(path) in str(caught.value)


def test_missing_and_wrongly_encoded_files_are_named(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"- {id: \xe9}")
    for path in (tmp_path / "absent.yaml", latin, tmp_path):
        with pytest.raises(QuestionFileError, match="cannot be read") as caught:
            read_questions(path)
        assert str(path) in str(caught.value)


def test_every_gold_string_of_the_seeds_stands_in_its_document() -> None:
    documents = [seeds_engine().document(s) for s in IDS]
    missing = [
        (question.question_id, string)
        for question in read_questions(QUESTIONS)
        for group in question.gold
        for string in group.strings
        if not any(
            GoldGroup(group.document_prefixes, (string,)).is_found_in(d.text, d.document_id)
            for d in documents
        )
    ]
    assert missing == []


IDS = sorted(path.stem for path in QUESTIONS.parent.glob("*.txt"))
