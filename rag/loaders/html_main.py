"""The part of a web page that holds its text, marked as such where the page does not say so.

Trafilatura looks for a container (an article, a main part) and takes headings, lists and tables
from inside it; of a page without one it keeps paragraphs alone.
"""

from typing import Any

# A menu may be called "mainnav": a container by name alone counts where it has a paragraph.
_CONTAINERS = (
    "descendant-or-self::main | descendant-or-self::article | "
    ".//*[starts-with(@role, 'main') or @role = 'article'] | "
    ".//*[self::div or self::section]"
    "[starts-with(@id, 'main') or starts-with(@class, 'main')][.//p]"
)
# What of the site trafilatura does not leave out by itself. A header deeper in may be the text's.
SITE_AROUND = (
    "//main/header | //header[.//nav] | "
    "//*[@role = 'banner' or @role = 'contentinfo' or @role = 'complementary' or @role = 'search']"
)


def mark_main(tree: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Put all that the body of a parsed page holds into a `main`, unless it has a container.

    Returns:
        Whether it was done; the `main` then holds the site around the text too (`SITE_AROUND`).
    """
    body = tree.find("body") if tree.tag == "html" else tree
    if body is None or tree.xpath(_CONTAINERS):
        return False
    main = body.makeelement("main")
    main.text, body.text = body.text, None
    main.extend(list(body))
    body.append(main)
    return True
