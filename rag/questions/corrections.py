"""What a message corrects the last one to: "No, I meant the risks.", "Not the time, the place."."""

import re

_I = re.IGNORECASE
_MEANT = (
    r"(?:i (?:(?:actually|really|just) )?"
    r"(?:mean|meant|(?:was asking|asked) (?:about|for)|wanted to (?:know|ask)(?: about)?)|"
    r"(?:i['’]?m|i am) asking(?: about|(?= (?:wh|how|if)\w*)))"
)
_BEFORE = (
    r"(?:(?:no|nope|sorry|wait|actually|well|oh|rather|but|and|that['’]?s not it|hm+)\b[\s,.!–-]*+)"
)
_CORRECTIONS = tuple(
    re.compile(pattern, _I)
    for pattern in (
        rf"^\W*+{_BEFORE}*{_MEANT}[\s,:]++(?:to (?:ask|say)[\s,:]++)?(?P<meant>\w.*)$",
        rf"^\W*+(?:(?:no|nope|sorry|wait)\b[\s,.!–-]*+)+(?P<meant>\w.*?),? {_MEANT}\W*$",
        rf"^\W*+{_BEFORE}*not (?:about )?[^,.;?!]{{1,60}}[,;.]? (?:but )(?P<meant>\w.*)$",
        rf"^\W*+{_BEFORE}*not (?:about )?[^,.;?!]{{1,60}}[,;.] ?(?P<meant>\w.*)$",
        r"^\W*+(?:(?:no|nope|sorry|wait)\b[\s,.!–-]*+)*actually\b[\s,]*+(?P<meant>\w.*)$",
        r"^\W*+(?:no|nope|sorry|wait|rather)\b[\s,.!–-]*+(?:rather[\s,]++)?(?P<meant>the \w.*)$",
    )
)


def corrected(message: str) -> str | None:
    """What it says was meant, "the risks" of "no, I meant the risks"; None where none is."""
    return next((m["meant"] for c in _CORRECTIONS if (m := c.match(message))), None)
