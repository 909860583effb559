"""Small CSL-JSON items, made by hand."""

from rag.citations.quotation import CslItem


def item(
    title: str = "On Cats",
    *,
    authors: tuple[str, ...] = (),
    issued: tuple[int, ...] = (),
    kind: str = "webpage",
    **fields: object,
) -> CslItem:
    """An item; "Family, Given" is a person, any other author an organisation."""
    made: CslItem = {"id": str(fields.pop("id", title)), "type": kind, "title": title, **fields}
    if authors:
        made["author"] = [_author(name) for name in authors]
    if issued:
        made["issued"] = {"date-parts": [list(issued)]}
    return made


def _author(name: str) -> dict[str, str]:
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": name}
