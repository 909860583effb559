import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.documents import Document, SkippedFile
from rag.errors import LoadError
from rag.loaders import LoadLimits, load_paths
from tests.rag.loaders.loading import load, skip_one


def ids(*paths: Path) -> list[str]:
    return [loaded.document_id for loaded in load(*paths) if isinstance(loaded, Document)]


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"A sentence of {path.stem}.")


def test_folder_is_read_recursively_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/c.txt", "a/B/d.txt", "Z.txt")
    assert ids(tmp_path) == ["Z", "a/B/d", "a/c", "b"]


def test_file_given_directly_is_named_without_its_folder(tmp_path: Path) -> None:
    write(tmp_path, "a/c.txt")
    assert ids(tmp_path / "a" / "c.txt") == ["c"]


def test_clash_of_names_keeps_the_suffix_of_the_later_file(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "a.txt", "a.txt.md")
    assert ids(tmp_path) == ["a", "a.txt", "a.txt.md"]


def test_clash_over_two_folders_is_numbered(tmp_path: Path) -> None:
    write(tmp_path, "x/a.txt", "y/a.txt", "z/a.txt")
    assert ids(tmp_path / "x", tmp_path / "y", tmp_path / "z") == ["a", "a.txt", "a.txt~2"]


def test_names_in_decomposed_unicode_give_composed_ids(tmp_path: Path) -> None:
    write(tmp_path, "cafe\u0301.txt")
    assert ids(tmp_path) == ["caf\u00e9"]


def test_name_with_dots_loses_its_last_suffix_only(tmp_path: Path) -> None:
    write(tmp_path, "v1.2.txt")
    assert ids(tmp_path) == ["v1.2"]


def test_hidden_entries_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, ".git/a.txt", ".hidden.txt", "b.txt")
    assert ids(tmp_path) == ["b"]


def test_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert ids(tmp_path, tmp_path / "a.txt") == ["a"]


def test_circle_of_links_is_reported_and_left(tmp_path: Path) -> None:
    write(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    loaded = load(tmp_path)
    assert ids(tmp_path) == ["sub/a"]
    assert [entry.reason for entry in loaded if isinstance(entry, SkippedFile)] == ["link"]


def test_file_is_named_after_its_own_place_and_not_after_a_link(tmp_path: Path) -> None:
    write(tmp_path, "z/real.txt")
    (tmp_path / "a.txt").symlink_to(tmp_path / "z" / "real.txt")
    (tmp_path / "b").symlink_to(tmp_path / "z")
    os.link(tmp_path / "z" / "real.txt", tmp_path / "z" / "second.txt")
    loaded = load(tmp_path)
    assert ids(tmp_path) == ["z/real"]
    reports = [(e.path, e.detail) for e in loaded if isinstance(e, SkippedFile)]
    assert reports == [
        (str(tmp_path / "z" / "second.txt"), f"it is read already as {tmp_path}/z/real.txt"),
        (str(tmp_path / "a.txt"), f"it is read already as {tmp_path}/z/real.txt"),
        (str(tmp_path / "b"), f"it is read already as {tmp_path}/z"),
    ]


def test_link_out_of_the_given_paths_is_reported_and_not_read(tmp_path: Path) -> None:
    write(tmp_path, "elsewhere/secret.txt", "elsewhere/sub/more.txt", "own/.kept/hidden.txt")
    (tmp_path / "own" / "file.txt").symlink_to(tmp_path / "elsewhere" / "secret.txt")
    (tmp_path / "own" / "folder").symlink_to(tmp_path / "elsewhere" / "sub")
    (tmp_path / "own" / "inside.txt").symlink_to(tmp_path / "own" / ".kept" / "hidden.txt")
    loaded = load(tmp_path / "own")
    assert ids(tmp_path / "own") == ["inside"]
    reports = [(Path(e.path).name, e.reason) for e in loaded if isinstance(e, SkippedFile)]
    assert reports == [("file.txt", "link"), ("folder", "link")]
    # Once their targets are given too, they lead to what is read already or is about to be.
    assert ids(tmp_path / "own", tmp_path / "elsewhere") == ["secret", "sub/more", "inside"]


def test_given_link_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert ids(tmp_path / "link") == ["a"]


def test_name_that_is_not_utf8_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt", "c/b.txt")
    (tmp_path / "b.txt").rename(tmp_path / os.fsdecode(b"caf\xe9.txt"))
    (tmp_path / "c").rename(tmp_path / os.fsdecode(b"d\xe9p"))
    loaded = load(tmp_path)
    assert ids(tmp_path) == ["a"]
    reports = [(e.path, e.reason) for e in loaded if isinstance(e, SkippedFile)]
    assert reports == [(rf"{tmp_path}/caf\xe9.txt", "name"), (rf"{tmp_path}/d\xe9p", "name")]


def test_given_folder_whose_name_is_not_utf8_is_refused(tmp_path: Path) -> None:
    write(tmp_path, os.fsdecode(b"d\xe9p/b.txt"))
    with pytest.raises(LoadError, match="rename it"):
        load_paths([tmp_path / os.fsdecode(b"d\xe9p")])


def test_link_that_leads_nowhere_or_to_itself_is_reported(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    reasons = [entry.reason for entry in load(tmp_path) if isinstance(entry, SkippedFile)]
    assert reasons == ["unreadable", "unreadable"]


def test_missing_path_raises_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    with pytest.raises(LoadError, match="does not exist"):
        load_paths([tmp_path, tmp_path / "missing"])


def test_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert load(tmp_path) == []


def test_documents_are_streamed(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    loaded = load_paths([tmp_path])
    assert isinstance(loaded, Iterator)
    next(loaded)
    (tmp_path / "b.txt").write_text("Changed after the first was read.")
    second = next(loaded)
    assert isinstance(second, Document)
    assert second.text == "Changed after the first was read."


def test_same_folder_gives_the_same_documents(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "a.txt", "b/c.txt")
    assert load(tmp_path) == load(tmp_path)


def test_source_is_named_and_hashed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    (document,) = load(path)
    assert isinstance(document, Document)
    assert document.source_path == str(path)
    # SHA-256 of "abc", from FIPS 180-2, appendix B.1.
    assert document.source_sha256 == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_is_reported_and_the_rest_is_loaded(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    (tmp_path / "a.txt").chmod(0)
    skipped, document = load(tmp_path)
    assert isinstance(skipped, SkippedFile)
    assert skipped.reason == "unreadable"
    assert isinstance(document, Document)


def test_file_that_the_system_refuses_to_open_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.txt", "b.txt")
    opens = Path.open

    def refusing(path: Path, mode: str = "r") -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opens(path, mode)

    monkeypatch.setattr(Path, "open", refusing)
    skipped, document = load(tmp_path)
    assert isinstance(skipped, SkippedFile)
    assert (skipped.reason, Path(skipped.path).name) == ("unreadable", "a.txt")
    assert isinstance(document, Document)


def test_pipe_is_reported_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (skipped,) = load(tmp_path)
    assert isinstance(skipped, SkippedFile)
    assert skipped.reason == "not a file"


def test_huge_file_is_reported_with_both_sizes(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    (skipped,) = load(path)
    assert isinstance(skipped, SkippedFile)
    assert skipped.reason == "too large"
    assert "60,000,000" in skipped.detail
    assert "50,000,000" in skipped.detail


def test_limit_holds_for_text_too(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("word " * 100)
    (skipped,) = load(path, limits=LoadLimits(max_file_bytes=100))
    assert isinstance(skipped, SkippedFile)
    assert skipped.reason == "too large"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
        ("a.bin", bytes(range(256)) * 20, "binary"),
        ("a.gz", b"\x1f\x8b\x08" + bytes(50), "unknown format"),
        ("questions.yml", b"- question: Why?\n", "not a document"),
        ("settings.json", b'{"a": 1}', "not a document"),
        ("settings", b'{"a": [1, 2]}', "not a document"),
        ("table.csv", b"a,b\n1,2\n", "not a document"),
        ("program.py", b"print('hello there')\n", "not a document"),
    ],
)
def test_what_is_no_document_is_reported(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    skipped = skip_one(tmp_path, name, content)
    assert skipped.reason == reason
    assert skipped.detail
    assert Path(skipped.path).name == name


def test_folders_nested_deeper_than_calls_can_be_are_read(tmp_path: Path) -> None:
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(600):
            Path("d").mkdir()
            os.chdir("d")
        Path("a.txt").write_text("Deep.")
    finally:
        os.chdir(here)
    assert len(ids(tmp_path)) == 1
