"""Small changes of wording."""


def without_end(text: str) -> str:
    return text.strip().rstrip(" ?.!")


def lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
