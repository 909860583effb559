"""What the widget is made of, how it is served, and whether docs/widget.md tells the truth."""

import gzip
import re
from pathlib import Path

import httpx
import pytest

from rag.purpose import INTENDED_PURPOSE
from server.assets import read_assets
from server.widget_modules import modules_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "widget.md").read_text(encoding="utf-8")
ADDRESS = "/widget/footnote-chat.js"
BUDGET_BYTES = 30 * 1024


def sources() -> dict[str, str]:
    """The widget's modules by name."""
    assets = read_assets()
    return {name: assets.files[name].content.decode() for name in modules_of(assets)}


def found(pattern: str) -> set[str]:
    return {name for source in sources().values() for name in re.findall(pattern, source)}


def section(heading: str) -> str:
    (text,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return str(text)


def first_cells(heading: str) -> set[str]:
    """Everything in code style in the first column of the section's table."""
    cells = re.findall(r"^\| (`.*?) \|", section(heading), re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_all_modules_together_stay_within_the_budget(client: httpx.Client) -> None:
    assets = read_assets()
    sizes = {name: len(gzip.compress(assets.files[name].content)) for name in modules_of(assets)}
    sizes["footnote-chat.js"] = len(gzip.compress(client.get(ADDRESS).content))
    assert sum(sizes.values()) <= BUDGET_BYTES, sizes


def test_modules_are_sent_compressed_to_whoever_takes_it(client: httpx.Client) -> None:
    address = read_assets().address("footnote_chat.js")
    compressed = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert compressed.headers["content-encoding"] == "gzip"
    assert int(compressed.headers["content-length"]) < len(plain.content) / 2
    assert "content-encoding" not in plain.headers
    assert compressed.content == plain.content
    assert "Accept-Encoding" in compressed.headers["vary"]


@pytest.mark.parametrize(
    ("accepted", "is_gzipped"),
    [
        ("gzip", True),
        ("br;q=1, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("*;q=0", False),
        ("identity", False),
        ("x-gzip-not", False),
    ],
)
def test_a_browser_gets_gzip_only_where_it_takes_it(
    client: httpx.Client, accepted: str, is_gzipped: bool
) -> None:
    response = client.get(read_assets().address("api.js"), headers={"Accept-Encoding": accepted})
    assert (response.headers.get("content-encoding") == "gzip") is is_gzipped


def test_the_script_names_every_module_so_that_they_load_side_by_side(
    client: httpx.Client,
) -> None:
    response = client.get(ADDRESS)
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assets = read_assets()
    named = re.findall(r'"(\.\./assets/[^"]+)"', response.text)
    assert sorted(named) == sorted(f"..{assets.address(name)}" for name in modules_of(assets))
    for path in named:
        assert client.get(f"/widget/{path}").status_code == 200


def test_no_module_is_left_out_and_none_is_there_for_nothing() -> None:
    names = set(modules_of(read_assets()))
    chat = {name for name in read_assets().files if name.startswith("chat_")}
    assert chat <= names
    for name, source in sources().items():
        assert set(re.findall(r'"\./(\w+\.js)"', source)) <= names, name


def test_the_script_is_asked_for_anew_and_mostly_not_sent_again(client: httpx.Client) -> None:
    first = client.get(ADDRESS)
    assert first.headers["cache-control"] == "no-cache"
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = client.get(ADDRESS, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(ADDRESS, headers={"If-None-Match": '"other"'}).status_code == 200


def test_every_site_may_load_the_script(client: httpx.Client) -> None:
    response = client.get(ADDRESS, headers={"Origin": "https://school.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"


def test_a_site_key_passes_the_browsers_check(client: httpx.Client) -> None:
    asked = {
        "Origin": "https://school.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-footnote-site-key",
    }
    allowed = client.options("/v1/ask", headers=asked).headers["access-control-allow-headers"]
    assert "x-footnote-site-key" in allowed.lower()


def test_the_purpose_is_told_in_the_widget_too() -> None:
    assert f'"{INTENDED_PURPOSE}"' in sources()["chat_messages.js"]


def test_nothing_is_styled_inline_and_nothing_is_kept_but_on_request() -> None:
    for name, source in sources().items():
        assert not re.search(r'\.style\.|"style"|new Function\(', source), name
        if name != "chat_conversation.js":
            assert "sessionStorage" not in source, name


def test_every_attribute_is_documented() -> None:
    (listed,) = re.findall(r"ATTRIBUTES = \[(.*?)\]", sources()["chat_settings.js"], re.DOTALL)
    assert first_cells("Attributes") == set(re.findall(r'"([\w-]+)"', listed))


def test_every_variable_is_documented() -> None:
    assert first_cells("Look") == found(r"(--footnote-[\w-]+)(?=[,)])")


def test_every_part_is_documented() -> None:
    text = section("Look").partition("Parts, for `::part()`:")[2]
    documented = re.findall(r"`([\w-]+)`", text)
    assert sorted(documented) == sorted(found(r'\bpart(?:: |", )"([\w-]+)"'))


def test_every_event_is_documented() -> None:
    emitted = found(r'emit\(\s*(?:wasOpen \? )?"(\w+)"') | found(
        r'emit\(wasOpen \? "\w+" : "(\w+)"'
    )
    assert first_cells("Events") == {f"footnote-{name}" for name in emitted}
    kinds = found(r'new Failure\("(\w+)"') | found(r'\? "(\w+)"\s*: status') | {"refused"}
    kinds |= found(r'failure\.kind : "(\w+)"') | found(r'>= 500 \? "(\w+)"')
    (sentence,) = re.findall(r"`kind` is (.*?)\.", section("Events"), re.DOTALL)
    assert set(re.findall(r"`(\w+)`", sentence)) == kinds - {"kind"}


def test_every_method_is_documented() -> None:
    public = re.findall(r"^  (?:async )?(\w+)\([^)]*\) \{$", sources()["footnote_chat.js"], re.M)
    own = {name for name in public if not name.endswith("Callback")}
    assert {re.sub(r"\(.*", "", name) for name in first_cells("Methods")} == own


@pytest.mark.parametrize("heading", ["Attributes", "Look", "Events", "Methods"])
def test_the_page_has_its_tables(heading: str) -> None:
    assert len(first_cells(heading)) >= 4
