"""Names that are written in Chinese, Japanese or Korean characters."""

import re

_CHARACTER = re.compile(
    r"[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
)


def is_east_asian(name: str) -> bool:
    """Whether it has such a character: its family name comes first, and it has no initials."""
    return _CHARACTER.search(name) is not None
