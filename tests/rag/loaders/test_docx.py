import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.styles.styles import Styles

from rag.documents import Author, BlockKind, Document, SkippedFile
from rag.loaders import LoadLimits
from tests.rag.loaders.loading import block_with, load, load_one, skip_one, texts


def word_bytes() -> bytes:
    word = docx.Document()
    word.add_heading("Facing Fear", 0)
    word.add_paragraph("Fear fades. It takes time.")
    word.add_heading("Steps", 1)
    word.add_paragraph("Make a ladder.", style="List Bullet")
    word.add_paragraph("Climb it.", style="List Number")
    table = word.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "CPD", "3 hours"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "Merged"
    word.core_properties.author = "Ana Lee"
    word.core_properties.subject = "Fear"
    return saved(word)


def saved(word: object) -> bytes:
    buffer = io.BytesIO()
    word.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["fear.docx", "fear.bin"])
def test_word_file_is_recognised_by_content(tmp_path: Path, name: str) -> None:
    assert load_one(tmp_path, name, word_bytes()).metadata.kind == "docx"


def test_styles_become_blocks(tmp_path: Path) -> None:
    document = load_one(tmp_path, "fear.docx", word_bytes())
    assert texts(document, BlockKind.HEADING) == ["Facing Fear", "Steps"]
    assert texts(document, BlockKind.LIST_ITEM) == ["Make a ladder.", "Climb it."]
    assert texts(document, BlockKind.FACT) == ["CPD | 3 hours", "Merged"]
    assert block_with(document, "Make a ladder.").heading_path == ("Facing Fear", "Steps")


def test_core_properties_become_metadata(tmp_path: Path) -> None:
    metadata = load_one(tmp_path, "fear.docx", word_bytes()).metadata
    assert metadata.title == "Facing Fear"
    assert metadata.authors == (Author(family="Lee", given="Ana"),)
    assert metadata.subject == "Fear"
    assert metadata.published is None


def test_without_a_title_the_heading_that_comes_first_is_the_title(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Facing Fear", 1)
    word.add_paragraph("Fear fades.")
    assert load_one(tmp_path, "a.docx", saved(word)).metadata.title == "Facing Fear"
    word.core_properties.title = "On Fear"
    assert load_one(tmp_path, "a.docx", saved(word)).metadata.title == "On Fear"


def test_a_heading_below_other_text_is_no_title(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("Fear fades.")
    word.add_heading("Facing Fear", 1)
    assert load_one(tmp_path, "a_b.docx", saved(word)).metadata.title == "a b"


def test_the_name_of_a_program_is_no_author(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("Fear fades.")
    assert word.core_properties.author == "python-docx"
    assert load_one(tmp_path, "fear.docx", saved(word)).metadata.authors == ()


def headers_of(tmp_path: Path, *, style: str = "Table Grid", bold: str = "", mark: str = "") -> int:
    """How many rows of a table of two rows with a third merged one name its columns."""
    word = docx.Document()
    table = word.add_table(0, 2, style)
    for cells in (("Day", "Opens"), ("Mon", "9:00"), ("Tue", "10:00")):
        added = table.add_row()
        for cell, text in zip(added.cells, cells, strict=True):
            cell.paragraphs[0].add_run(text).bold = text in bold or None
        if mark == cells[0]:
            added._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document = load_one(tmp_path, "a.docx", saved(word))
    headers = texts(document, BlockKind.HEADER_ROW)
    assert [*headers, *texts(document, BlockKind.FACT)] == [
        "Day | Opens",
        "Mon | 9:00",
        "Tue | 10:00",
    ]
    return len(headers)


def test_a_header_row_is_marked_or_set_off(tmp_path: Path) -> None:
    assert headers_of(tmp_path, mark="Day") == 1  # repeated on each page
    assert headers_of(tmp_path, bold="Day Opens") == 1
    assert headers_of(tmp_path, style="Light Grid Accent 1") == 1
    assert headers_of(tmp_path) == 0
    assert headers_of(tmp_path, bold="Day Mon Tue") == 0
    assert headers_of(tmp_path, bold="Day Opens Mon 9:00 Tue 10:00") == 0
    assert headers_of(tmp_path, mark="Mon") == 0


def test_text_inserted_with_tracking_is_kept_and_deleted_text_is_not(tmp_path: Path) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Fear ")
    for tag, text_tag, text in (("w:ins", "w:t", "fades."), ("w:del", "w:delText", "grows.")):
        change, run, node = (OxmlElement(name) for name in (tag, "w:r", text_tag))
        node.text = text
        node.set(qn("xml:space"), "preserve")
        run.append(node)
        change.append(run)
        paragraph._p.append(change)
    assert load_one(tmp_path, "a.docx", saved(word)).text == "Fear fades."


def test_empty_word_file_is_reported(tmp_path: Path) -> None:
    assert skip_one(tmp_path, "a.docx", saved(docx.Document())).reason == "empty"


def test_archive_that_is_no_word_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.txt", "text")
    (skipped,) = load(path)
    assert not isinstance(skipped, Document)
    assert skipped.reason == "unknown format"
    assert "unpack" in skipped.detail


def test_damaged_word_file_is_reported(tmp_path: Path) -> None:
    assert skip_one(tmp_path, "a.docx", word_bytes()[:2000]).reason == "broken"


def test_word_file_with_broken_xml_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    (skipped,) = load(path)
    assert not isinstance(skipped, Document)
    assert skipped.reason == "broken"


def test_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 2_000_000)
    (skipped,) = load(path, limits=LoadLimits(max_unpacked_bytes=1_000_000))
    assert not isinstance(skipped, Document)
    assert skipped.reason == "too large"


def test_old_and_encrypted_office_files_are_named(tmp_path: Path) -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)
    assert "DOCX" in skip_one(tmp_path, "a.doc", ole).detail
    encrypted = ole + "EncryptedPackage".encode("utf-16-le")
    assert skip_one(tmp_path, "b.docx", encrypted).reason == "encrypted"


def with_body(xml: str) -> bytes:
    """A Word file whose body begins with `xml`."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_bytes())) as word,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for entry in word.infolist():
            data = word.read(entry)
            if entry.filename == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)
            archive.writestr(entry.filename, data)
    return buffer.getvalue()


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def test_styles_are_looked_up_once_and_not_for_empty_paragraphs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str | None] = []
    whole = Styles.get_by_id

    def counted(self: Styles, style_id: str | None, style_type: WD_STYLE_TYPE) -> object:
        looked_up.append(style_id)
        return whole(self, style_id, style_type)

    monkeypatch.setattr(Styles, "get_by_id", counted)
    paragraphs = "<w:p/>" * 500 + "<w:p><w:r><w:t>Fear fades.</w:t></w:r></w:p>" * 500
    document = load_one(tmp_path, "a.docx", with_body(paragraphs))
    assert texts(document, BlockKind.PARAGRAPH).count("Fear fades.") == 500
    assert len(looked_up) == len(set(looked_up))


def test_cell_that_says_it_spans_billions_of_columns_stands_once(tmp_path: Path) -> None:
    table = row(cell("CPD", '<w:gridSpan w:val="2147483647"/>'), cell("3 hours"))
    document = load_one(tmp_path, "a.docx", with_body(f"<w:tbl>{table}</w:tbl>"))
    assert texts(document, BlockKind.FACT)[0] == "CPD | 3 hours"


def test_cell_merged_over_rows_stands_in_each(tmp_path: Path) -> None:
    continued = row(cell("", "<w:vMerge/>"), cell("online"))
    table = row(cell("Monday", '<w:vMerge w:val="restart"/>'), cell("here")) + continued * 2000
    document = load_one(tmp_path, "a.docx", with_body(f"<w:tbl>{table}</w:tbl>"))
    facts = texts(document, BlockKind.FACT)
    assert facts[:2] == ["Monday | here", "Monday | online"]
    assert facts.count("Monday | online") == 2000


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (LoadLimits(max_docx_tags=500), "XML tags, allowed are 500"),
        (LoadLimits(max_text_characters=100), "more than 100 characters"),
        (LoadLimits(max_file_bytes=50_000), "its XML unpacks to"),
    ],
)
def test_file_that_unpacks_to_more_than_is_read_is_reported(
    tmp_path: Path, limits: LoadLimits, reason: str
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(with_body("<w:p><w:r><w:t>Fear fades.</w:t></w:r></w:p>" * 2000))
    assert path.stat().st_size < 50_000
    (skipped,) = load(path, limits=limits)
    assert not isinstance(skipped, Document)
    assert skipped.reason == "too large"
    assert reason in skipped.detail


def test_tags_count_in_a_part_of_any_name(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_bytes())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", b"<w:p/>" * 2_000_001)
    (skipped,) = load(path)
    assert not isinstance(skipped, Document)
    assert skipped.reason == "too large"
    assert "XML tags" in skipped.detail


def test_value_stays_below_its_heading_where_a_cell_is_empty(tmp_path: Path) -> None:
    table = row(cell(""), cell("Dose"), cell("Most")) + row(cell("A"), cell(""), cell("40 mg"))
    merged = row(cell("", '<w:vMerge w:val="restart"/>'), cell("5 mg"), cell(""))
    merged += row(cell("", "<w:vMerge/>"), cell(""), cell("6 mg"))
    document = load_one(tmp_path, "a.docx", with_body(f"<w:tbl>{table}{merged}</w:tbl>"))
    facts = texts(document, BlockKind.FACT)
    assert facts[:4] == ["– | Dose | Most", "A | – | 40 mg", "– | 5 mg", "– | – | 6 mg"]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("Be ") + control(run("calm")) + run("."), "Be calm."),
        (run("Be ") + control(run("Click here"), "<w:showingPlcHdr/>") + run("calm."), "Be calm."),
        (run("A self") + "<w:r><w:noBreakHyphen/></w:r>" + run("help book."), "A self-help book."),
        (run("At 10") + run("-", '<w:vertAlign w:val="superscript"/>')
         + run("6", '<w:vertAlign w:val="superscript"/>') + run(" g."), "At 10⁻⁶ g."),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>') + run("."), "CO₂."),
        (run("So ") + f"<m:oMath {MATH}><m:r><m:t>x&lt;5</m:t></m:r></m:oMath>" + run("."),
         "So x<5."),
        (run("At ") + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run("5."), "At ≥5."),
        (run("At ") + run("\uf0b3", '<w:rFonts w:ascii="Symbol"/>') + run("5."), "At ≥5."),
        (run("Seen") + run(" not", "<w:vanish/>") + run(", yes", '<w:vanish w:val="0"/>'),
         "Seen, yes"),
        (run("At ") + run("£50 ", "<w:strike/>") + run("£30."), "At £30."),
        (f"<w:moveFrom>{run('Moved. ')}</w:moveFrom>" + run("Stays."), "Stays."),
        (f"<w:moveTo>{run('Moved. ')}</w:moveTo>" + run("Stays."), "Moved. Stays."),
    ],
)  # fmt: skip
def test_sentence_reads_as_word_shows_it(tmp_path: Path, content: str, text: str) -> None:
    document = load_one(tmp_path, "a.docx", with_body(f"<w:p>{content}</w:p>"))
    assert texts(document)[0] == text


def test_content_controls_hold_paragraphs_rows_and_cells(tmp_path: Path) -> None:
    rows = row(cell("a"), control(cell("b"))) + control(row(cell("c")))
    body = control(f"<w:p>{run('In a control.')}</w:p><w:tbl>{rows}</w:tbl>")
    document = load_one(tmp_path, "a.docx", with_body(body))
    assert texts(document)[:3] == ["In a control.", "a | b", "c"]


def test_contents_that_word_made_are_left_out(tmp_path: Path) -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    body = control(f"<w:p>{run('Steps 3')}</w:p>", gallery)
    assert "Steps 3" not in load_one(tmp_path, "a.docx", with_body(body)).text


def test_text_box_stands_once_below_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent><w:p>{run('Call 999.')}</w:p></w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        f'2006"><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent>"
    )
    body = f"<w:p>{run('Before it.')}<w:r>{both}</w:r></w:p>"
    document = load_one(tmp_path, "a.docx", with_body(body))
    assert texts(document)[:2] == ["Before it.", "Call 999."]
    assert document.text.count("Call 999.") == 1


def test_footnotes_stand_below_the_text(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Fear", 1)
    reference = OxmlElement("w:footnoteReference")
    paragraph = word.add_paragraph("Fear fades")
    paragraph.add_run()._r.append(reference)
    paragraph.add_run(".")
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = (
        f'<w:footnotes xmlns:w="{namespace}">'
        f'<w:footnote w:type="separator" w:id="0"><w:p>{run("A line.")}</w:p></w:footnote>'
        f'<w:footnote w:id="1"><w:p>{run("In most people.")}</w:p></w:footnote></w:footnotes>'
    )
    part = Part(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, notes.encode(), None)
    word.part.relate_to(part, RT.FOOTNOTES)
    document = load_one(tmp_path, "a.docx", saved(word))
    assert texts(document) == ["Fear", "Fear fades.", "In most people."]
    assert block_with(document, "In most people.").heading_path == ()


def test_symbol_of_a_font_that_is_not_known_is_reported(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:t>Take </w:t><w:sym w:font="Webdings" w:char="F041"/></w:r></w:p>'
    (tmp_path / "a.docx").write_bytes(with_body(body))
    skipped, document = load(tmp_path / "a.docx")
    assert isinstance(skipped, SkippedFile)
    assert skipped.reason == "unknown symbols"
    assert isinstance(document, Document)
    assert texts(document)[0] == "Take \ufffd"
