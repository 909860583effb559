"""Bytes to text: by byte order mark, as UTF-8, as declared, else by detection that may refuse."""

import codecs
import re
from collections import Counter

from rag.errors import LoadError

_BYTE_ORDER_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
_MOST_CONTROL_SHARE = 0.002  # above it, bytes are a program, a picture or an archive
_SAMPLE_BYTES = 1_000_000
_LEAST_SIGNS = 3  # letters; fewer may be of a name
_ADVICE = "save it as UTF-8 and index again"

# In Western text every byte above 127 stands in or beside a word, as a letter, a quotation mark,
# a dash, an ellipsis, or a sign (£, §, ©, °, ·). Windows-1252 leaves five bytes undefined.
_WESTERN = re.compile(r"[À-ÖØ-öø-ÿŒœŠšŽžŸ‘’“”–—…•£€§©®°·«»¡¿½¼¾²³µ×™\xa0]")
_DECLARATION = re.compile(
    rb"<(?:meta\b[^>]{0,500}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s*=\s*[\"']?\s*"
    rb"([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4_096  # bytes; the HTML standard asks for the first 1,024
# The encodings of pages by Python's names: not those that a file of bytes cannot be in (a page
# that could be searched for "utf-16" is not in it), nor codecs that run or unpack something.
_PAGE_ENCODING = re.compile(
    r"cp\d+|iso8859-\d+|koi8-[ru]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|tis-620|ascii"
)
# What browsers read under these names, which is more than the names say (encoding.spec.whatwg.org).
_WIDER_ENCODINGS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}


def decode(data: bytes) -> str:
    """The text of a file, without a byte order mark; line ends as they are.

    What is valid as UTF-8 is read so, whatever a page declares.

    Raises:
        LoadError: "binary" when the bytes are no text; "encoding" when they are not valid in the
            encoding that their mark names, or when no encoding fits them clearly.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(data, encoding)
    if _is_binary(data):
        raise LoadError(
            "binary",
            "it holds control bytes where text is expected; "
            "convert it to text, Markdown, HTML, PDF or DOCX",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_legacy(data, error)


def decode_head(data: bytes) -> str:
    """The text of a file's first bytes, "" where they are no text.

    The cut may have split a character, so up to three trailing bytes may be dropped.
    """
    for dropped in range(4):
        try:
            return decode(data[: len(data) - dropped])
        except LoadError as error:
            if error.reason == "binary":
                return ""
    return ""


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise LoadError(
            "encoding",
            f"its byte order mark says {encoding}, but byte {error.start} is not valid in it; "
            f"{_ADVICE}",
        ) from error


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE_BYTES]
    n_control = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    return n_control > max(1, _MOST_CONTROL_SHARE * len(sample))


def _decode_legacy(data: bytes, cause: UnicodeDecodeError) -> str:
    for encoding in (_declared_encoding(data), _likely_encoding(data)):
        if encoding is not None:
            try:
                return data.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                pass
    raise LoadError(
        "encoding",
        f"byte {cause.start} (0x{data[cause.start]:02x}) is not valid UTF-8, and no other "
        f"encoding fits clearly; {_ADVICE}",
    ) from cause


def _declared_encoding(data: bytes) -> str | None:
    """The encoding that a page in HTML or XML says it is in."""
    start = data[:_DECLARED_WITHIN]
    match = _DECLARATION.search(start) if start.lstrip().startswith(b"<") else None
    if match is None:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return None
    return _WIDER_ENCODINGS.get(name, name) if _PAGE_ENCODING.fullmatch(name) else None


def _likely_encoding(data: bytes) -> str | None:
    letters = Counter(data[:_SAMPLE_BYTES].decode("windows-1252", "replace"))
    if _are_turkish_or_romanian(letters):
        # Detection, too, takes these for languages that need other letters.
        return None
    is_western = _is_western(data) and not _are_hungarian(letters)
    return "windows-1252" if is_western else _detected_encoding(data)


def _are_turkish_or_romanian(letters: Counter[str]) -> bool:
    """Whether `letters`, read as Windows-1252, stand where other encodings have those languages'.

    Turkish has "ý" for its commonest letter "ı"; Icelandic, which has it too, has few. Romanian
    has "ã" for "ă" and "þ" for "ț", which no Western language has both.
    """
    n_high = sum(n for letter, n in letters.items() if not letter.isascii())
    is_turkish = letters["ý"] >= _LEAST_SIGNS and letters["ý"] > 0.2 * n_high
    return is_turkish or (letters["ã"] >= _LEAST_SIGNS and letters["þ"] >= _LEAST_SIGNS)


def _are_hungarian(letters: Counter[str]) -> bool:
    """Whether "õ", read as Windows-1252, is "ő": Portuguese has no "ö", Estonian no "á"."""
    return letters["õ"] >= _LEAST_SIGNS and letters["á"] > 0 and letters["ö"] > 0


def _is_western(data: bytes) -> bool:
    """Whether `data` reads as Windows-1252: mostly ASCII, its other bytes letters and signs."""
    try:
        text = data[:_SAMPLE_BYTES].decode("windows-1252")
    except UnicodeDecodeError:
        return False
    high = [character for character in text if not character.isascii()]
    n_western = sum(1 for character in high if _WESTERN.match(character))
    return len(high) < 0.1 * len(text) and n_western > 0.98 * len(high)


def _detected_encoding(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # here: only files in old encodings need it

    best = from_bytes(data[:_SAMPLE_BYTES], threshold=0.15).best()
    return best.encoding if best is not None and best.coherence > 0.3 else None
