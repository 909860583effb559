from pathlib import Path

import pytest

from rag.configuration import (
    SETTINGS,
    LoadedSettings,
    environment_name,
    load_settings,
    setting_values,
)
from rag.errors import SettingsError


@pytest.fixture(autouse=True)
def _empty_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(text: str, name: str = "footnote.yaml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def load(
    file: Path | None = None,
    overrides: dict[str, object] | None = None,
    environ: dict[str, str] | None = None,
) -> LoadedSettings:
    return load_settings(file, overrides or {}, environ or {})


def test_every_setting_is_explained() -> None:
    assert [name for name, leaf in SETTINGS.items() if not leaf.description] == []


def test_nothing_given_means_defaults() -> None:
    loaded = load()
    assert loaded.settings.server.port == 8000
    assert set(loaded.origins.values()) == {"default"}
    assert loaded.file is None


def test_the_strongest_source_wins_and_is_named() -> None:
    written("server:\n  port: 1001\n  host: file.example\n  max_waiting: 3\n")
    environ = {
        "PORT": "1002",
        "FOOTNOTE__SERVER__PORT": "1003",
        "HOST": "plain.example",
        "PATH": "/usr/bin",
    }
    loaded = load(overrides={"server.port": 1004}, environ=environ)
    assert loaded.settings.server.port == 1004
    assert loaded.origins["server.port"] == "command line"
    assert load(environ=environ).settings.server.port == 1003
    assert load(environ=environ).origins["server.port"] == "environment FOOTNOTE__SERVER__PORT"
    assert load(environ={"PORT": "1002"}).settings.server.port == 1002
    assert loaded.settings.server.host == "plain.example"
    assert loaded.origins["server.host"] == "environment HOST"
    assert loaded.settings.server.max_waiting == 3
    assert loaded.origins["server.max_waiting"] == "file footnote.yaml"


def test_a_flag_that_was_not_given_changes_nothing() -> None:
    assert load(overrides={"server.port": None}).origins["server.port"] == "default"


def test_an_empty_variable_counts_as_not_set() -> None:
    loaded = load(environ={"PORT": "", "FOOTNOTE__SERVER__HOST": ""})
    assert (loaded.settings.server.host, loaded.settings.server.port) == ("127.0.0.1", 8000)


def test_a_named_file_is_read_instead_of_the_usual_one() -> None:
    written("server: {port: 1}\n")
    other = written("server: {port: 2}\n", "other.yaml")
    assert load(other).settings.server.port == 2
    assert load(other).file == other


@pytest.mark.parametrize("text", ["", "# nothing\n", "server:\n"])
def test_an_empty_file_or_section_means_defaults(text: str) -> None:
    written(text)
    assert load().settings == load_settings(written("", "e.yaml"), {}, {}).settings


def test_environment_reaches_every_setting() -> None:
    values = setting_values(load().settings)
    environ = {
        # An empty variable counts as not set.
        environment_name(name): "https://a.example" if value in ([], "") else str(value)
        for name, value in values.items()
    }
    loaded = load(environ=environ)
    assert all(origin.startswith("environment FOOTNOTE__") for origin in loaded.origins.values())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("server: {prot: 1}\n", ["server.prot", "'server.port'", "file footnote.yaml"]),
        ("sever: {port: 1}\n", ["'sever'", "'server'"]),
        ("server: {zzzzzzzz: 1}\n", ["footnote config show"]),
        ("server: 8000\n", ["section 'server'", "key: value"]),
        ("- server\n", ["list", "key: value"]),
        ("server: {port: [\n", ["not valid YAML", "line"]),
        ("server: {port: 99999}\n", ["server.port", "99999", "65535", "file footnote.yaml"]),
        ("server: {port: soon}\n", ["server.port", "'soon'", "integer", "port to listen on"]),
        ("answers: {passages_read: 0}\n", ["answers.passages_read", "greater than or equal to 1"]),
        ("server: {port: 1}\nserver: {port: 2}\n", ["'server' again", "line 2", "keep one"]),
        ("server:\n  port: 1\n  port: 2\n", ["'port' again", "line 3"]),
        ("7\n", ["a number", "key: value"]),
        ("server: {host: 2020-99-99}\n", ["footnote.yaml", "put it in quotes"]),
        ("a: " + "[" * 3000, ["nested too deeply"]),
        ("a: !!python/object/apply:os.getcwd []\n", ["not valid YAML"]),
    ],
)
def test_a_wrong_file_is_refused_with_what_to_do(text: str, named: list[str]) -> None:
    written(text)
    with pytest.raises(SettingsError) as caught:
        load()
    assert [part for part in named if part not in str(caught.value)] == []


def test_an_unknown_variable_names_the_nearest_one() -> None:
    with pytest.raises(SettingsError, match="did you mean 'FOOTNOTE__SERVER__PORT'"):
        load(environ={"FOOTNOTE__SERVER__PROT": "1"})


def test_a_variable_that_lacks_an_underscore_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    loaded = load(environ={"FOOTNOTE_SERVER_PORT": "1", "FOOT": "2"})
    assert loaded.settings.server.port == 8000
    (warning,) = caplog.messages
    assert warning.startswith("FOOTNOTE_SERVER_PORT is no setting")
    assert warning.endswith("FOOTNOTE__SERVER__PORT")


def test_a_bad_variable_is_named() -> None:
    with pytest.raises(SettingsError, match=r"server\.port is 'x' \(environment PORT\)"):
        load(environ={"PORT": "x"})


def test_an_unknown_override_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"did you mean 'server\.host'"):
        load(overrides={"server.hots": "x"})


def test_every_bad_value_is_reported_at_once() -> None:
    written("server: {port: -1, max_concurrent: 0}\n")
    with pytest.raises(SettingsError, match=r"server\.port.*server\.max_concurrent"):
        load()


def test_a_missing_or_unreadable_file_is_named() -> None:
    with pytest.raises(SettingsError, match=r"absent\.yaml: No such file"):
        load(Path("absent.yaml"))
    Path("latin.yaml").write_bytes(b"server: {host: \xe9}\n")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load(Path("latin.yaml"))


def test_a_tilde_is_the_home_folder_in_every_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    written("index: {path: ~/index}\nanswers: {calibration: ~/c.json}\n")
    environ = {"FOOTNOTE__SAFETY__PATTERNS": "~/p.yaml", "FOOTNOTE__SERVER__BENCHMARKS": "~"}
    settings = load(overrides={"safety.resources": Path("~/r.yaml")}, environ=environ).settings
    home = Path("/home/someone")
    assert settings.index.path == home / "index"
    assert settings.answers.calibration == home / "c.json"
    assert settings.safety.patterns == home / "p.yaml"
    assert settings.safety.resources == home / "r.yaml"
    assert settings.server.benchmarks == home


def test_the_home_folder_of_nobody_is_refused() -> None:
    written("index: {path: ~nobody-of-that-name/index}\n")
    with pytest.raises(SettingsError, match=r"index\.path is .*a user that is not known"):
        load()


def test_released_passages_are_separated_by_commas_alone() -> None:
    environ = {"FOOTNOTE__SAFETY__RELEASED": "a note, v2#3@0f343b093112 ,b#1"}
    assert load(environ=environ).settings.safety.released == (
        "a note",
        "v2#3@0f343b093112",
        "b#1",
    )
    written("safety: {released: ['a note, v2#3']}\n")
    assert load().settings.safety.released == ("a note, v2#3",)
