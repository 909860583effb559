import json
import os
import pty
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from tests.server.command import MODULE, ROOT, environment, footnote

QUESTION = "How do ferns spread?"
ANSWER = "Ferns spread by spores, which the wind carries away."
TEXT = f"The museum opens at nine o'clock.\n\n{ANSWER} Tickets are sold at the door.\n"
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    path = tmp_path / "leaflet.md"
    path.write_text(f"# Ferns\n\n{TEXT}")
    return path


def test_json_is_the_object_of_http_with_the_path_and_the_texts_hash(leaflet: Path) -> None:
    result = footnote("highlight", QUESTION, leaflet, "--json", "--text")
    assert (result.returncode, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert found["path"] == str(leaflet)
    assert found["text_sha256"] == sha256(found["text"].encode()).hexdigest()
    assert 0 <= found["answerable"] <= 1
    selected = [s for s in found["sentences"] if s["selected"]]
    assert ANSWER in [found["text"][s["start"] : s["end"]] for s in selected]
    for sentence in selected:
        assert sentence["start"] <= sentence["answer"]["start"] < sentence["answer"]["end"]
    assert "text" not in json.loads(footnote("highlight", QUESTION, leaflet, "--json").stdout)


def test_every_file_has_a_line(leaflet: Path) -> None:
    result = footnote("highlight", QUESTION, leaflet, *SEEDS, "--json")
    paths = [json.loads(line)["path"] for line in result.stdout.splitlines()]
    assert paths == [str(leaflet), *map(str, SEEDS)]


def test_text_on_stdin_is_taken_as_it_is() -> None:
    text = f"  \r\n- {ANSWER}\r\n"
    found = json.loads(footnote("highlight", QUESTION, "-", "--json", stdin=text).stdout)
    (sentence,) = found["sentences"]
    assert text[sentence["start"] : sentence["end"]] == ANSWER
    assert (found["path"], found["document_id"]) == ("-", None)


def test_people_see_the_sentences_without_escape_codes_in_a_pipe(leaflet: Path) -> None:
    result = footnote("highlight", "-", leaflet, stdin=f"{QUESTION}\n")
    assert result.returncode == 0
    assert f"“{ANSWER}”" in result.stdout
    assert "characters " in result.stdout
    assert "\x1b" not in result.stdout + result.stderr
    everything = footnote("highlight", QUESTION, leaflet, "--all").stdout
    assert f"* “{ANSWER}”" in everything
    assert "“The museum opens at nine o'clock.”" in everything


@pytest.mark.parametrize(("extra", "is_bold"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_answer_words_are_bold_on_a_terminal(
    leaflet: Path, extra: dict[str, str], is_bold: bool
) -> None:
    reading_end, terminal = pty.openpty()
    subprocess.run(
        [*MODULE, "highlight", QUESTION, str(leaflet)],
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        env=environment({"TERM": "xterm", **extra}),
        check=True,
        timeout=60,
    )
    os.close(terminal)
    shown = os.read(reading_end, 65_536).decode()
    os.close(reading_end)
    assert ("\x1b[1m" in shown) == is_bold
    assert "spores" in shown


def test_nothing_selected_exits_with_3(tmp_path: Path) -> None:
    path = tmp_path / "numbers.txt"
    path.write_text("Tickets are sold at the door.\n")
    result = footnote("highlight", "What is the boiling point of nitrogen?", path)
    assert result.returncode == 3
    assert "No sentence answers this" in result.stdout


def test_what_cannot_be_read_fails_and_the_rest_is_shown(leaflet: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    result = footnote("highlight", QUESTION, empty, leaflet)
    assert result.returncode == 1
    assert "empty.txt" in result.stderr
    assert ANSWER in result.stdout
    missing = footnote("highlight", QUESTION, leaflet, tmp_path / "none.txt")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "does not exist" in missing.stderr
    broken = footnote("highlight", QUESTION, "-", stdin=b"\xff\xfe")
    assert (broken.returncode, broken.stdout) == (1, "")


def test_an_unknown_reader_fails_in_one_line(leaflet: Path) -> None:
    result = footnote("highlight", QUESTION, leaflet, "--reader", "lost")
    assert result.returncode == 1
    assert "lost" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [(), ("a",), ("", "x"), (" ", "x"), ("x" * 2001, "x"), ("-", "-")]
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...], leaflet: Path) -> None:
    files = [str(leaflet) if argument == "x" else argument for argument in arguments[1:]]
    result = footnote("highlight", *arguments[:1], *files)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr
    assert "Traceback" not in result.stderr
