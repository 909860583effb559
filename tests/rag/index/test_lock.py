import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.errors import IndexBusy
from rag.index.lock import indexing_lock

HOLD_UNTIL_INPUT_ENDS = """
import sys
from pathlib import Path
from rag.index.lock import indexing_lock
with indexing_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def other_process_holding(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD_UNTIL_INPUT_ENDS, str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_second_process_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    with (
        other_process_holding(tmp_path) as other,
        pytest.raises(IndexBusy, match=rf"process {other.pid} is indexing.*wait.*index\.path"),
        indexing_lock(tmp_path),
    ):
        pass


def test_lock_is_free_after_its_process_ends(tmp_path: Path) -> None:
    with other_process_holding(tmp_path) as other:
        other.communicate()
        with indexing_lock(tmp_path):
            assert other.returncode == 0


def test_lock_is_free_after_its_process_is_killed(tmp_path: Path) -> None:
    with other_process_holding(tmp_path) as other:
        other.kill()
        other.wait()
        with indexing_lock(tmp_path):
            assert other.returncode == -9


def test_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), indexing_lock(tmp_path):
        raise KeyError
    with indexing_lock(tmp_path):
        pass


def test_same_process_cannot_hold_the_lock_twice(tmp_path: Path) -> None:
    with indexing_lock(tmp_path), pytest.raises(IndexBusy), indexing_lock(tmp_path):
        pass


def test_lock_makes_its_folder_and_leaves_other_folders_free(tmp_path: Path) -> None:
    with indexing_lock(tmp_path / "a" / "b"), indexing_lock(tmp_path / "c"):
        assert (tmp_path / "a" / "b").is_dir()
