from pathlib import Path

from markdown_it import MarkdownIt

from rag.benchmark.report.markdown import markdown_report
from rag.benchmark.report.runs import read_sections
from tests.rag.benchmark.report.run_folders import MANIFEST, three_systems, write_run


def rendered(markdown: str) -> str:
    html: str = MarkdownIt("commonmark").enable("table").render(markdown)
    return html


def test_each_dataset_has_its_tables_and_its_command(tmp_path: Path) -> None:
    text = markdown_report(read_sections(three_systems(tmp_path)))
    assert "| bm25 | **0.5000** (0.400 to 0.600) | 1.0000 (0.900 to 1.100) |\n" in text
    assert "footnote bench run /data/kitchen \\\n  --system bm25 \\\n  --system dense" in text
    html = rendered(text)
    assert html.count("<h2>") == 2
    assert html.count("<table>") == 7  # the overview, and three for each dataset
    assert html.count("<pre>") == 2


def test_one_dataset_needs_no_overview(tmp_path: Path) -> None:
    write_run(tmp_path, {"q": {"AP": 0.25}})
    assert "Main measure" not in markdown_report(read_sections(tmp_path))


def test_names_and_notes_are_text_and_never_markup(tmp_path: Path) -> None:
    hostile = MANIFEST["dataset"] | {
        "name": "a|b <img src=x> **bold** `code` [x](http://y)",
        "notes": ["# no heading\n- <script>"],
        "source": "``` <b>",
    }
    write_run(tmp_path, {"q": {"AP": 0.25}}, manifest={"dataset": hostile})
    html = rendered(markdown_report(read_sections(tmp_path)))
    for tag in ("<img", "<strong", "<script", "<a ", "<b>", "<code>c"):
        assert tag not in html
    assert "a|b &lt;img src=x&gt; **bold** `code` [x](http://y)" in html
    assert html.count("<h1>") == 1
