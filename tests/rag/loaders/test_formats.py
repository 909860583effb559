import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import LoadError
from rag.loaders.formats import FORMATS, recognise
from rag.loaders.limits import LoadLimits
from rag.loaders.pdf_process import PdfProcess
from rag.loaders.source_file import SourceFile


def recognised(folder: Path, content: str, *, name: str = "file") -> str:
    path = folder / name
    path.write_text(content)
    return recognise(SourceFile(path, "file", LoadLimits(), PdfProcess(LoadLimits()))).name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("---\ntitle: T\n---\nText.", "front matter"),
        ("\ufeff---\r\ntitle: T\r\n---\r\nText.", "front matter"),
        ("# Title\n\nSome **bold** text.", "Markdown"),
        ("<p>Some text.</p>", "HTML"),
        ('{"_id": "1", "text": "Text."}', "BEIR corpus"),
        ("Just a sentence.", "plain text"),
        ("--- not a header\n\nText of words.", "plain text"),
    ],
)
def test_format_is_told_by_content(tmp_path: Path, content: str, name: str) -> None:
    assert recognised(tmp_path, content) == name


def test_markdown_file_that_begins_with_a_box_is_markdown(tmp_path: Path) -> None:
    content = "<div align='center'>Logo</div>\n\n# Title\n"
    assert recognised(tmp_path, content, name="README.md") == "Markdown"


def test_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="unknown format"):
        recognised(tmp_path, "1 2 3 4 5 6 7 8 9 0 " * 20)


def test_formats_have_names_of_their_own() -> None:
    assert len({entry.name for entry in FORMATS}) == len(FORMATS)


def test_importing_the_loaders_loads_no_parser_of_files_and_warns_of_nothing() -> None:
    heavy = ["trafilatura", "docx", "pypdfium2", "lxml", "charset_normalizer"]
    code = f"import sys, rag.loaders; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""
