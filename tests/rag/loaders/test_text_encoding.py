import pytest

from rag.errors import LoadError
from rag.loaders.text_encoding import decode, decode_head

ENGLISH = "The café’s “menu” costs £5 – naïve people say so…"
RUSSIAN = "Это русский текст о тревоге и страхе. Экспозиционная терапия помогает людям."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1252"])
def test_english_text_is_read_in_every_common_encoding(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding)) == ENGLISH


def test_big_endian_utf16_with_a_mark_is_read() -> None:
    assert decode(b"\xfe\xff" + ENGLISH.encode("utf-16-be")) == ENGLISH


def test_cyrillic_is_detected() -> None:
    assert decode(RUSSIAN.encode("windows-1251")) == RUSSIAN


def test_odd_utf16_is_refused() -> None:
    with pytest.raises(LoadError, match="byte order mark"):
        decode(b"\xff\xfea\x00b")


@pytest.mark.parametrize("data", [bytes(200), bytes(range(256)) * 4, b"\x7fELF" + bytes(60)])
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(LoadError, match="binary"):
        decode(data)


def test_one_null_byte_does_not_make_a_text_binary() -> None:
    assert decode(b"one\x00 two") == "one\x00 two"


def test_bytes_that_fit_no_encoding_are_refused() -> None:
    noise = bytes(128 + (n * 37) % 128 for n in range(60))
    with pytest.raises(LoadError, match="UTF-8"):
        decode(noise)


def test_head_that_ends_inside_a_character_is_read() -> None:
    assert decode_head("naïv€".encode()[:-1]) == "naïv"


def test_head_of_a_binary_file_is_no_text() -> None:
    assert decode_head(bytes(300)) == ""
