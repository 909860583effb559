"""Which scripts the chat widget is made of, found from what they import."""

import re

from server.assets import Assets

ENTRY = "footnote_chat.js"
_IMPORT = re.compile(rb'^(?:import|export)\b[^;]*?from "\./([\w.]+)";', re.MULTILINE)


def modules_of(assets: Assets, entry: str = ENTRY) -> tuple[str, ...]:
    """Names of `entry` and of all that it imports, directly or not, in order of discovery."""
    found = [entry]
    for name in found:  # grows while it is walked
        for imported in _IMPORT.findall(assets.files[name].content):
            if imported.decode() not in found:
                found.append(imported.decode())
    return tuple(found)


def loader(assets: Assets, entry: str = ENTRY) -> str:
    """The script at the stable address: it defines the element once.

    It names every module itself, so that a browser fetches them side by side instead of finding
    each by reading the one before. Addresses are relative to its own, `/widget/footnote-chat.js`.
    """
    addresses = [f"..{assets.address(name)}" for name in modules_of(assets, entry)]
    lines = [f'import "{address}";' for address in addresses[1:]]
    return "\n".join(
        (
            *lines,
            f'import {{ FootnoteChat }} from "{addresses[0]}";',
            "",
            'if (!customElements.get("footnote-chat")) {',
            '  customElements.define("footnote-chat", FootnoteChat);',
            "}",
            "",
        )
    )
