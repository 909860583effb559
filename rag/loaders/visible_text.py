"""Markup to the text that a reader sees."""


def visible_text(markup: str) -> str:
    """The text of an HTML fragment: entities decoded, no comments, scripts or styles."""
    if "<" not in markup and "&" not in markup:
        return markup
    from lxml import etree, html  # type: ignore[import-untyped]  # here: only sources with markup inside need it

    try:
        root = html.fragment_fromstring(markup.replace("\x00", ""), create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(root, "script", "style", "template", etree.Comment, with_tail=False)
    return " ".join(str(part) for part in root.itertext())
