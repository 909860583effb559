import base64
import hashlib
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rag.benchmark.optional import MissingLibrary
from rag.benchmark.report import write_report
from rag.benchmark.run_folder import RunError
from tests.rag.benchmark.report.run_folders import MANIFEST, three_systems, write_run


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.style, self.text, self._open = "", "", ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        if self._open == "style":
            self.style += data
        else:
            self.text += data

    def handle_endtag(self, _: str) -> None:
        self._open = ""

    def values(self, attribute: str) -> list[str]:
        return [value for _, found in self.tags if (value := found.get(attribute)) is not None]


def test_both_files_are_written_beside_the_runs(tmp_path: Path) -> None:
    files = write_report(three_systems(tmp_path))
    assert files.markdown == tmp_path / "report.md"
    assert files.html == tmp_path / "report.html"
    assert files.markdown.read_text(encoding="utf-8").startswith("# Benchmark report\n")


def test_the_same_runs_give_the_same_bytes(tmp_path: Path) -> None:
    runs = three_systems(tmp_path / "runs")
    first = write_report(runs, out=tmp_path / "new" / "first")
    again = write_report(runs, out=tmp_path / "again")
    assert first.html.read_bytes() == again.html.read_bytes()
    assert first.markdown.read_bytes() == again.markdown.read_bytes()


def test_the_page_refers_to_nothing_but_itself(tmp_path: Path) -> None:
    page = Page(write_report(three_systems(tmp_path)).html)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    for address in page.values("href") + page.values("src"):
        assert address == "data:," or address.removeprefix("#") in ids
    assert "url(" not in page.style
    assert "@import" not in page.style
    assert not {"script", "iframe", "object", "base"} & {tag for tag, _ in page.tags}


def test_the_policy_allows_the_page_s_own_style_alone(tmp_path: Path) -> None:
    page = Page(write_report(three_systems(tmp_path)).html)
    (policy,) = [value for value in page.values("content") if "default-src" in value]
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy
    assert page.values("style") == []


def test_every_table_has_a_caption_and_every_plot_words(tmp_path: Path) -> None:
    page = Page(write_report(three_systems(tmp_path)).html)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("caption") == tags.count("table") == 9
    # Each in two widths: measures, latency, wins; and for answers risk besides.
    plots = [found for tag, found in page.tags if tag == "svg"]
    assert len(plots) == 2 * (3 + 4)
    assert all(found["aria-label"] for found in plots)
    assert "served: risk 0.000 at half of the questions, 0.000 at all, area 0.0000" in (
        " ".join(page.values("aria-label"))
    )


def test_names_and_notes_are_text_and_never_markup(tmp_path: Path) -> None:
    hostile = '<img src="http://x/"> & <script>'
    dataset = MANIFEST["dataset"] | {"name": hostile, "notes": [hostile], "source": hostile}
    for system in ("<b>", "$a$"):
        fields = {"dataset": dataset, "system": {"name": system}}
        write_run(tmp_path, {"q": {hostile: 0.5}}, system=system.strip("<>$"), manifest=fields)
    page = Page(write_report(tmp_path).html)
    assert not {"img", "script", "b"} & {tag for tag, _ in page.tags}
    assert hostile in page.text


def test_mixed_versions_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    write_run(tmp_path, {"q": {"AP": 0.5}})
    write_run(tmp_path, {"q": {"AP": 0.5}}, system="dense", manifest={"commit": "d" * 40})
    with pytest.raises(RunError, match="the program's commit"):
        write_report(tmp_path)
    assert not (tmp_path / "report.md").exists()
    assert write_report(tmp_path, allow_mixed=True).html.exists()


def test_without_matplotlib_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingLibrary, match=r"matplotlib.*pip install 'footnote\[bench\]'"):
        write_report(three_systems(tmp_path))
    assert not (tmp_path / "report.md").exists()
