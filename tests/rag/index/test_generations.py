from pathlib import Path

import pytest

from rag.errors import IndexUnusable
from rag.index.generations import POINTER, current_generation, new_staging, publish


def published(index: Path, name: str, *, keep: int = 2) -> Path:
    staging = new_staging(index)
    (staging / "manifest.json").write_text(name, encoding="utf-8")
    return publish(index, staging, name, keep=keep)


def names(index: Path) -> set[str]:
    return {path.name for path in (index / "generations").iterdir()}


def test_folder_without_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="holds no index; run `footnote index FOLDER` first"):
        current_generation(tmp_path)


def test_published_generation_is_current(tmp_path: Path) -> None:
    folder = published(tmp_path, "one")
    assert current_generation(tmp_path) == folder == tmp_path / "generations" / "one"
    assert (folder / "manifest.json").read_text(encoding="utf-8") == "one"


def test_pointer_to_a_generation_that_is_gone_is_refused(tmp_path: Path) -> None:
    published(tmp_path, "one")
    (tmp_path / POINTER).write_text("two\n", encoding="utf-8")
    with pytest.raises(IndexUnusable, match=r"names generation 'two', which is not in.*run"):
        current_generation(tmp_path)


@pytest.mark.parametrize("name", ["../outside", "..", ".", "", "/etc", "one/..", "one/", "a\0b"])
def test_pointer_that_names_no_generation_of_this_index_is_refused(
    tmp_path: Path, name: str
) -> None:
    published(tmp_path, "one")
    (tmp_path / "outside").mkdir()
    (tmp_path / POINTER).write_text(name, encoding="utf-8")
    with pytest.raises(IndexUnusable, match="run `footnote index FOLDER` again"):
        current_generation(tmp_path)


def test_pointer_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / POINTER).write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(IndexUnusable, match=r"current cannot be read.*run `footnote index FOLDER`"):
        current_generation(tmp_path)


def test_leftovers_of_a_crash_are_removed_by_the_next_run(tmp_path: Path) -> None:
    published(tmp_path, "one")
    leftover = new_staging(tmp_path)
    (leftover / "half").write_text("written", encoding="utf-8")
    staging = new_staging(tmp_path)
    assert names(tmp_path) == {"one", staging.name}
    assert list(staging.iterdir()) == []


def test_staging_can_be_read_by_other_users_once_published(tmp_path: Path) -> None:
    assert published(tmp_path, "one").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(("keep", "kept"), [(1, {"d"}), (2, {"c", "d"}), (9, set("abcd"))])
def test_newest_generations_are_kept(tmp_path: Path, keep: int, kept: set[str]) -> None:
    for name in "abc":
        published(tmp_path, name, keep=9)
    published(tmp_path, "d", keep=keep)
    assert names(tmp_path) == kept
    assert current_generation(tmp_path).name == "d"


@pytest.mark.parametrize("step", ["rename", "replace"])
def test_failure_before_the_pointer_moves_leaves_the_old_generation_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fails(*_: object) -> None:
        raise OSError("disk is gone")

    published(tmp_path, "one")
    with monkeypatch.context() as patch:
        patch.setattr(Path, step, fails)
        with pytest.raises(OSError, match="disk is gone"):
            published(tmp_path, "two")
    assert current_generation(tmp_path).name == "one"
    published(tmp_path, "three", keep=1)
    assert names(tmp_path) == {"three"}


def test_removal_that_fails_halfway_leaves_nothing_that_looks_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError("busy")

    published(tmp_path, "one")
    monkeypatch.setattr("rag.index.generations.shutil.rmtree", fails)
    with pytest.raises(OSError, match="busy"):
        published(tmp_path, "two", keep=1)
    assert current_generation(tmp_path).name == "two"
    assert not (tmp_path / "generations" / "one" / "manifest.json").exists()


def test_leftover_of_a_killed_run_displaces_no_generation_that_served(tmp_path: Path) -> None:
    published(tmp_path, "a")
    published(tmp_path, "b")
    # Killed between the two renames: whole, newer than what serves, and never served.
    leftover = new_staging(tmp_path)
    (leftover / "manifest.json").write_text("c", encoding="utf-8")
    leftover.rename(tmp_path / "generations" / "c")
    # Killed while it was removed: no manifest.
    (tmp_path / "generations" / "a0").mkdir()
    published(tmp_path, "d", keep=2)
    assert names(tmp_path) == {"b", "d"}


def test_generation_whose_pointer_cannot_be_written_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    published(tmp_path, "a")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fails)
        with pytest.raises(OSError, match="No space left"):
            published(tmp_path, "b")
    assert names(tmp_path) == {"a"}
    assert current_generation(tmp_path).name == "a"


def test_newest_is_told_by_name_and_not_by_when_a_folder_was_touched(tmp_path: Path) -> None:
    for name in "abc":
        published(tmp_path, name, keep=9)
    (tmp_path / "generations" / "a" / "note").write_text("touched", encoding="utf-8")
    published(tmp_path, "d", keep=2)
    assert names(tmp_path) == {"c", "d"}
