from pathlib import Path

import pytest

from embeddings.checksums import check_files, sha256_of_file
from embeddings.errors import ChecksumMismatch, InvalidModelFolder

# SHA-256 of "abc", from FIPS 180-2, appendix B.1.
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "letters").write_bytes(b"abc")
    return tmp_path


def test_checksum_is_that_of_the_standard(folder: Path) -> None:
    assert sha256_of_file(folder / "letters") == ABC


def test_matching_files_pass(folder: Path) -> None:
    check_files(folder, {"letters": ABC})
    check_files(folder, {})


def test_other_bytes_are_refused(folder: Path) -> None:
    with pytest.raises(ChecksumMismatch) as caught:
        check_files(folder, {"letters": "0" * 64})
    assert (caught.value.expected, caught.value.seen) == ("0" * 64, ABC)


def test_a_missing_file_is_refused(folder: Path) -> None:
    with pytest.raises(InvalidModelFolder, match="digits is missing"):
        check_files(folder, {"digits": ABC})
