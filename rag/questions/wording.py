"""Small changes of wording, and the words that open a turn."""

# For a pattern's start: what may stand before a question without adding to it, "ok, and". What
# matched is not tried otherwise, as many in a row would take time.
OPENING = r"^\W*+(?:(?:and|but|so|ok|okay|well|now|please|yes|no|great|thanks)\b\W*+)*+"


def one_line(text: str) -> str:
    """The text with every run of white space as one space; as it is where it has nothing else."""
    return " ".join(text.split()) or text


def without_end(text: str) -> str:
    return text.strip().rstrip(" ?.!")


def lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
