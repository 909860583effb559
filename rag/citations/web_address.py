"""Which addresses of a source a page may link to: documents may hold any text as a link."""

from urllib.parse import urlsplit


def is_web_address(url: str) -> bool:
    """Whether `url` is absolute, of the web, and free of white space and control characters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_plain = url.isprintable() and not any(character.isspace() for character in url)
    return is_plain and parts.scheme in {"http", "https"} and bool(parts.netloc)
