import re
from pathlib import Path

import pytest

from rag.errors import StanceFileError
from rag.messages import Group
from rag.stances import StanceEntry, read_stance_files, stance_files
from tests.rag.stances.files import HEAD, write


def read(folder: Path, text: str) -> tuple[StanceEntry, ...]:
    return read_stance_files([write(folder, text)])


def complaint(folder: Path, text: str) -> str:
    """What the error says after the file's name."""
    path = write(folder, text)
    with pytest.raises(StanceFileError, match=re.escape(str(path))) as caught:
        read_stance_files([path])
    return str(caught.value).replace(str(path), "")


def test_an_entry_inherits_who_when_and_what_about(tmp_path: Path) -> None:
    (first, second) = read(
        tmp_path,
        HEAD
        + "- {document: a/b, stance: mixed}\n"
        + "- {document: c, section: Doubts, stance: cautions, assigned_by: B. Second}\n",
    )
    assert (first.about, first.assigned_by, first.assigned) == (
        "whether it helps",
        "A. Reader",
        "2026-11-25",
    )
    assert (first.document_id, first.side, first.section, first.quote) == (
        "a/b",
        Group.MIXED,
        None,
        None,
    )
    assert (second.section, second.assigned_by, second.number) == ("Doubts", "B. Second", 2)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2026-11-25", "2026-11-25"),
        ('"25 November"', "25 November"),
        ("2026", "2026"),
        ("2026-11", "2026-11"),
        ("2026-11-25 10:30:00", "2026-11-25 10:30:00"),
    ],
)
def test_a_date_stays_text(tmp_path: Path, written: str, text: str) -> None:
    head = HEAD.replace("2026-11-25", written)
    (entry,) = read(tmp_path, head + "- {document: a, stance: mixed}\n")
    assert entry.assigned == text


def test_the_date_may_be_left_out(tmp_path: Path) -> None:
    head = HEAD.replace("assigned: 2026-11-25\n", "")
    (entry,) = read(tmp_path, head + "- {document: a, stance: mixed}\n")
    assert entry.assigned == ""


def test_names_are_composed_and_quotes_are_one_line(tmp_path: Path) -> None:
    (entry,) = read(
        tmp_path,
        HEAD + '- document: "e\\u0301te\\u0301"\n  quote: "one\\n   two "\n  stance: mixed\n',
    )
    assert (entry.document_id, entry.quote) == ("\u00e9t\u00e9", "one two")


def test_several_matters_stand_in_one_file_and_are_told_apart(tmp_path: Path) -> None:
    matter = "- about: {0}\n  assigned_by: A\n  stances: [{{document: {0}, stance: mixed}}]\n"
    entries = read(tmp_path, matter.format("one") + matter.format("two"))
    assert [(entry.matter, entry.number, entry.about) for entry in entries] == [
        (1, 1, "one"),
        (2, 1, "two"),
    ]
    assert entries[1].place == f"{tmp_path / 'stances.yaml'}, matter 2, stance 1"


ENTRY = "- {document: a, stance: mixed}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            HEAD + ENTRY + "- {document: a, section: b, stance: suports}\n",
            ", stance 2 has the stance 'suports'; the nearest is 'supports'; "
            "allowed are supports, cautions, mixed",
        ),
        (
            HEAD + "- {document: a, stance: 7}\n",
            ", stance 1 has the stance 7; allowed are supports, cautions, mixed",
        ),
        (
            HEAD + "- {document: a, stance: mixed, sektion: b}\n",
            ", stance 1 has an unknown key 'sektion'; the nearest is 'section'; "
            "allowed are document, stance, section, quote, sentence, assigned_by",
        ),
        (
            HEAD.replace("about", "abuot") + ENTRY,
            " lacks 'about';  has an unknown key 'abuot'; the nearest is 'about'; "
            "allowed are about, assigned_by, assigned, stances",
        ),
        (HEAD.replace("assigned_by: A. Reader\n", "") + ENTRY, " lacks 'assigned_by'"),
        (HEAD.replace("A. Reader", "' '") + ENTRY, ": 'assigned_by' is empty"),
        (
            HEAD + "- {document: a, quote: b, sentence: b, stance: mixed}\n",
            ", stance 1 has both a quote and a sentence; keep the one",
        ),
        (HEAD + "- {stance: mixed}\n", ", stance 1 lacks 'document'"),
        (HEAD + "- {document: '', stance: mixed}\n", ", stance 1: 'document' is empty"),
        (HEAD + "- {document: 0123, stance: mixed}\n", "'document' is 83, which YAML takes for no"),
        (HEAD + "- mixed\n", ", stance 1 is 'mixed'; needed is a mapping with document, stance"),
        (
            HEAD + "- {document: a, stance: mixed, stance: cautions}\n",
            ", line 5 has 'stance' again",
        ),
        (HEAD + ENTRY + HEAD + ENTRY, ", line 6 has 'about' again; keep one"),
        (HEAD, "'stances' is None"),
        (HEAD[:-1] + " []\n", "'stances' is []"),
        (f"[{{about: a, assigned_by: b, stances: [{ENTRY[2:-1]}]}}, 3]", ", matter 2 is 3; needed"),
        ("just text", " is 'just text'; needed is a mapping with about, assigned_by"),
        ("# only a comment\n", " is None; needed is a mapping"),
        ("[1, 2", " cannot be read as a stance file"),
        (HEAD.replace("11-25", "02-30") + ENTRY, "day is out of range for month"),
        ("[" * 20_000, " cannot be read as a stance file"),
        ("? [a]\n: b\n", " cannot be read as a stance file"),
        (HEAD + ENTRY + "# " + "x" * 1_000_000, "1000000 are allowed; split it"),
    ],
)
def test_an_error_names_the_place_the_value_and_what_is_allowed(
    tmp_path: Path, text: str, said: str
) -> None:
    assert said in complaint(tmp_path, text)


def test_many_errors_are_counted(tmp_path: Path) -> None:
    said = complaint(tmp_path, HEAD + "- {document: a, stance: none}\n" * 8)
    assert said.count("has the stance") == 5
    assert said.endswith("and 3 more")


def test_aliases_that_nest_do_not_fill_the_memory(tmp_path: Path) -> None:
    bomb = "- &n0 [x, x]\n" + "".join(f"- &n{i + 1} [*n{i}, *n{i}]\n" for i in range(60))
    text = bomb + "- {about: a, assigned_by: b, stances: [{document: *n60, stance: *n60}]}\n"
    assert len(complaint(tmp_path, text)) < 1_000


def test_one_error_is_said_once(tmp_path: Path) -> None:
    said = complaint(tmp_path, HEAD + "- {document: a, stance: none}\n")
    assert said == ", stance 1 has the stance 'none'; allowed are supports, cautions, mixed"


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes(b"about: \xff")
    with pytest.raises(StanceFileError, match="cannot be read as a stance file"):
        read_stance_files([path])


def test_stance_files_stand_directly_in_the_folders_or_are_named(tmp_path: Path) -> None:
    own = write(tmp_path, "")
    other = write(tmp_path, "", "stances.yml")
    deeper = write(tmp_path / "deeper", "")
    write(tmp_path, "", "notes.yaml")
    assert stance_files([tmp_path]) == (own, other)
    assert stance_files([tmp_path / "notes.yaml", deeper]) == (deeper,)
    assert stance_files([tmp_path / "none", tmp_path / "none" / "stances.yaml"]) == ()


def test_a_folder_that_is_named_twice_counts_once(tmp_path: Path) -> None:
    own = write(tmp_path, "")
    (tmp_path / "link").symlink_to(tmp_path)
    assert len(stance_files([tmp_path, own, tmp_path / "link", tmp_path])) == 1
