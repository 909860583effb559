"""Bytes to text: by byte order mark, as UTF-8, else by detection that may refuse."""

import codecs
import re

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
_ADVICE = "save it as UTF-8 and index again"

# In Western text every byte above 127 stands in or beside a word, as a letter, a quotation mark,
# a dash, an ellipsis, or a sign (£, §, ©, °, ·). Windows-1252 leaves five bytes undefined.
_WESTERN = re.compile(r"[À-ÖØ-öø-ÿŒœŠšŽžŸ‘’“”–—…•£€§©®°·«»¡¿½¼¾²³µ×™\xa0]")


def decode(data: bytes) -> str:
    """The text of a file, without a byte order mark; line ends as they are.

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
    encoding = "windows-1252" if _is_western(data) else _detected_encoding(data)
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
