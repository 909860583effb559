"""What type of answer a question asks for, and whether a sentence holds one.

After the coarse classes of Li and Roth (COLING 2002): a time, a sum of money, a number, a name.
"""

import re

_MONTH = "january|february|march|april|june|july|august|september|october|november|december"
_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_UNIT = "(?:hour|day|night|morning|evening|week|fortnight|month|quarter|season|term|year)s?"
_TO_TEN = "one|two|three|four|five|six|seven|eight|nine|ten"
_NUMBER = rf"(?:\d+|an?|{_TO_TEN}|twelve)"
_TIME = re.compile(
    rf"\b(?:{_MONTH}|may \d|\d{{1,2}}(?:st|nd|rd|th)? may|{_DAY}|weekdays?|weekends?|today|"
    r"yesterday|tomorrow|noon|midday|midnight|centur(?:y|ies)|"
    # How often, and how long before or after.
    rf"(?:every|each|alternate|once an?|twice an?) (?:\w+ )?{_UNIT}|daily|nightly|weekly|monthly|"
    rf"fortnightly|quarterly|yearly|annually|(?:within|after|for|in) {_NUMBER} {_UNIT}|"
    rf"{_NUMBER} {_UNIT} (?:before|after|ago|later|earlier)|"
    r"(?:in|early|late|mid|last|next|this|until|by)[ -](?:the )?(?:spring|summer|autumn|winter|"
    r"mornings?|evenings?)|at night|christmas|easter|"
    # A year is mostly of four digits, and a thousand mostly a number.
    r"(?!1000\b)1\d{3}|2[01]\d{2}|\d{1,4} (?:ad|bc|bce|ce)|ad \d|"
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|"
    r"\d{1,2}(?:[:.]\d{2})? ?(?:[ap]\.?m\b|o'clock)|\d{1,2}:\d{2})",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    rf"\d|\b(?:{_TO_TEN}|dozen|hundred|thousand|million|billion|half|third|quarter|once|twice)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$£€¥]\s?\d|\d\s?[$£€¥]|\b\d[\d.,]*\s?(?:dollars?|pounds?|euros?|usd|gbp|eur|pence|cents?)\b|"
    r"\bfree of charge\b|\bno (?:cost|charge|fee)\b",
    re.IGNORECASE,
)
# Letters of Latin, Greek and Cyrillic: `re` has no class for upper case.
_LETTERS = [chr(code) for code in (*range(0x250), *range(0x370, 0x530))]
_UPPER = "".join(filter(str.isupper, _LETTERS))
_LOWER = "".join(filter(str.islower, _LETTERS))
# A capital within the sentence, "J. R. R. Tolkien", or two at its beginning.
_NAME = re.compile(
    rf"(?<=[{_LOWER},;:] )[{_UPPER}][{_LOWER}]+|\b[{_UPPER}]\.(?: ?[{_UPPER}]\.)* [{_UPPER}]|"
    rf"^[{_UPPER}][{_LOWER}]+ [{_UPPER}]"
)
# What a question of these words asks for.
_EXPECTED = (
    (
        # "When may it be dropped?" asks for a condition.
        re.compile(
            r"\bwhen\b(?!\W+(?:may|might|should|can|could|must|would)\b)|"
            r"\b(?:what|which) (?:date|day|year|time|month|century)\b",
            re.IGNORECASE,
        ),
        _TIME,
    ),
    (
        re.compile(
            r"\bhow much\b.*\b(?:cost|costs|pay|paid|charge|charged|price)\b|"
            r"\bwhat\b.*\b(?:cost|costs|price|fee|fees)\b",
            re.IGNORECASE,
        ),
        _MONEY,
    ),
    (
        re.compile(
            r"\bhow (?:many|much|long|often|old|far|large|big|tall|high)\b|\bwhat (?:number|"
            r"percentage|share|amount)\b",
            re.IGNORECASE,
        ),
        _QUANTITY,
    ),
    (re.compile(r"\b(?:who|whom|whose|where|which country|which city)\b", re.IGNORECASE), _NAME),
)


def sign_of_answer(question: str) -> re.Pattern[str] | None:
    """What is found in a sentence that holds an answer of the type asked for; None for no type."""
    return next((sign for ask, sign in _EXPECTED if ask.search(question)), None)


def states_time(text: str) -> bool:
    """Whether it holds a date, a year, a day or an hour."""
    return _TIME.search(text) is not None
