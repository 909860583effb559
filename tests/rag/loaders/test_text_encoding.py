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


PAGE = '<!doctype html><html><head><meta charset="{}"><title>x</title></head><p>{}</p></html>'


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("windows-1250", "cp1250", "A szorongás erős érzés, amely idővel csökken."),
        ("windows-1254", "cp1254", "Kaygı zamanla azalır, çünkü kişi öğrenir."),
        ("ISO-8859-9", "cp1254", "Kaygı zamanla azalır – çünkü kişi öğrenir."),
        ("iso-8859-16", "iso8859-16", "Comportamentele de siguranță mențin frica și frică."),
        ("windows-1251", "cp1251", "Тревога со временем уменьшается."),
        ("gb2312", "gb18030", "恐惧会随着时间减少。"),
        # Browsers read this as Windows-1252.
        ("iso-8859-1", "cp1252", "It’s naïve – so they say."),
    ],
)
def test_page_is_read_in_the_encoding_it_declares(declared: str, encoding: str, text: str) -> None:
    # Scripts make most of many pages ASCII.
    page = PAGE.format(declared, text + "<script>" + "var a = 1; " * 900 + "</script>")
    assert decode(page.encode(encoding)) == page
    assert text in decode_head(page.encode(encoding))


def test_encoding_that_an_xml_page_declares_is_read() -> None:
    page = '<?xml version="1.0" encoding="windows-1250"?>\n<html><p>amitől fél</p></html>'
    assert decode(page.encode("cp1250")) == page


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1250", "utf-16", "nonsense"])
def test_page_in_utf8_is_read_so_whatever_it_declares(declared: str) -> None:
    page = PAGE.format(declared, ENGLISH)
    assert decode(page.encode()) == page


@pytest.mark.parametrize("declared", ["utf-8", "utf-16", "nonsense", "unicode_escape", "rot13"])
def test_declaration_that_cannot_be_true_is_passed_over(declared: str) -> None:
    page = PAGE.format(declared, ENGLISH)
    assert decode(page.encode("cp1252")) == page


def test_declaration_inside_a_text_is_no_declaration() -> None:
    text = f"Write <meta charset=windows-1251> at the top. {ENGLISH}"
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1254", "Kaygı zamanla azalır. Güvenlik davranışları kaygının sürmesine yol açar. "),
        ("cp1254", "Kaygı yok olmaz, azalır; this is one line about anxiety in two languages. "),
        ("iso8859-16", "Comportamentele de siguranță mențin frica și împiedică învățarea. "),
    ],
)
def test_letters_that_several_encodings_fit_are_refused(encoding: str, text: str) -> None:
    with pytest.raises(LoadError, match="no other encoding fits clearly"):
        decode((text * 6).encode(encoding))


def test_hungarian_among_much_ascii_is_read_with_its_letters() -> None:
    text = "A szorongás erős érzés, idővel csökken, és nő a bizalom. " * 4 + "var a = 1; " * 99
    assert decode(text.encode("cp1250")) == text


@pytest.mark.parametrize(
    "text",
    [
        "Le 15 août, la flûte coûtait cher. " + "So they say. " * 20,
        "A ansiedade não é perigosa, e as pessoas que ficam na situação aprendem com as emoções. "
        * 4,
        "Það er þannig að fólk forðast það sem það óttast og þýðir lítið að flýja. " * 4
        + "So they say in Iceland, and it is true of other islands too. " * 9,
    ],
)
def test_western_text_with_such_letters_is_read(text: str) -> None:
    assert decode(text.encode("cp1252")) == text
