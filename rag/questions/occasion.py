"""What someone writes about, told before the question: "I write an essay on whether …"."""

import re

from rag.questions.compound import question_after_telling

_I = re.IGNORECASE
_WORK = r"(?:essay|paper|report|presentation|assignment|dissertation|thesis|talk|speech|debate)"
_ON = re.compile(rf"\b{_WORK} (?:on|about) (?:(?:whether|if|how|why) )?(?P<matter>\S[^.!?]*)", _I)
# "… whether ferns should be banned" is about banning ferns.
_TO_BE_DONE = re.compile(
    r"^(?P<thing>.{1,60}?) (?:should|must|ought to|may) (?:not )?be (?P<done>\w{2,})ed\b.*$", _I
)


def matter_told(message: str) -> tuple[str, str] | None:
    """What the work is on, and the question that follows; None where no work is told of.

    "banning ferns" and "What speaks for it?" of "I write an essay on whether ferns should be
    banned. What speaks for it?".
    """
    asked = question_after_telling(message)
    told = _ON.search(message[: message.find(asked)]) if asked is not None else None
    if asked is None or told is None:
        return None
    return _TO_BE_DONE.sub(r"\g<done>ing \g<thing>", told["matter"].strip(" ,;:")), asked
