"""Small changes of wording."""


def one_line(text: str) -> str:
    """The text with every run of white space as one space; as it is where it has nothing else."""
    return " ".join(text.split()) or text


def without_end(text: str) -> str:
    return text.strip().rstrip(" ?.!")


def lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
