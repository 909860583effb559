from pathlib import Path

import pytest

from rag.documents import Author, BlockKind, Document
from rag.loaders import LoadLimits
from tests.rag.loaders.loading import block_with, load, load_one, sentences, skip_one, texts
from tests.rag.loaders.tiny_pdf import PdfText, bomb_bytes, pdf_bytes

FIXTURES = Path(__file__).parent / "fixtures"


def page(number: int, *body: PdfText) -> list[PdfText]:
    header = PdfText(72, 750, 9, f"Calm Journal, volume {number}")
    return [header, *body, PdfText(300, 30, 9, str(number))]


def line(y: float, text: str, *, x: float = 72) -> PdfText:
    return PdfText(x, y, 11, text)


PAGES = [
    page(
        1,
        PdfText(72, 700, 20, "Facing Fear", is_bold=True),
        line(660, "Exposure helps people to face what they avoid. It is a care-"),
        line(646, "ful method that builds self-"),
        line(632, "efficacy."),
        line(604, "A second paragraph starts here and runs on to the end of this line so"),
        line(590, "that it looks like real text, and it goes on to the"),
    ),
    page(
        2,
        line(700, "next page without a stop. Here is another sentence."),
        PdfText(72, 670, 14, "Steps to take", is_bold=True),
        line(650, "• Make a ladder."),
        line(636, "• Climb it slowly, one step at"),
        line(622, "a time.", x=84),
        line(594, "Café “quotes” work (see Fig. 3)."),
    ),
    page(3, line(700, "The end is near.")),
]


@pytest.fixture
def paper(tmp_path: Path) -> Document:
    return load_one(tmp_path, "paper.bin", pdf_bytes(PAGES, title="Facing Fear", author="Ana Lee"))


def test_document_information_becomes_metadata(paper: Document) -> None:
    assert paper.metadata.title == "Facing Fear"
    assert paper.metadata.authors == (Author(family="Lee", given="Ana"),)
    assert paper.metadata.kind == "pdf"


def test_running_headers_and_page_numbers_are_removed(paper: Document) -> None:
    assert "Calm Journal" not in paper.text
    assert not {"1", "2", "3"} & set(texts(paper))


def test_large_lines_are_headings_by_size(paper: Document) -> None:
    headings = [block for block in paper.blocks if block.kind is BlockKind.HEADING]
    assert [(block.span.of(paper.text), block.level) for block in headings] == [
        ("Facing Fear", 1),
        ("Steps to take", 2),
    ]


def test_word_parted_at_a_line_end_becomes_whole(paper: Document) -> None:
    assert "It is a careful method that builds self-efficacy." in sentences(paper)


def test_sentence_over_a_page_end_is_whole_and_on_the_page_where_it_begins(
    paper: Document,
) -> None:
    whole = block_with(
        paper,
        "A second paragraph starts here and runs on to the end of this line so that it looks "
        "like real text, and it goes on to the next page without a stop.",
    )
    assert whole.page == 1
    assert block_with(paper, "Here is another sentence.").page == 2


def test_every_block_has_its_page(paper: Document) -> None:
    assert {block.page for block in paper.blocks} == {1, 2, 3}
    assert block_with(paper, "The end is near.").page == 3


def test_items_lose_their_bullets(paper: Document) -> None:
    assert texts(paper, BlockKind.LIST_ITEM) == [
        "Make a ladder.",
        "Climb it slowly, one step at a time.",
    ]


def test_encrypted_file_is_reported() -> None:
    (skipped,) = load(FIXTURES / "encrypted.pdf")
    assert not isinstance(skipped, Document)
    assert skipped.reason == "encrypted"
    assert "password" in skipped.detail


def test_file_without_text_is_reported_with_what_to_do(tmp_path: Path) -> None:
    skipped = skip_one(tmp_path, "scan.pdf", pdf_bytes([[]]))
    assert skipped.reason == "no text"
    assert "text recognition" in skipped.detail


@pytest.mark.parametrize("n_bytes", [8, 100, 600])
def test_broken_file_is_reported(tmp_path: Path, n_bytes: int) -> None:
    assert skip_one(tmp_path, "cut.pdf", pdf_bytes(PAGES)[:n_bytes]).reason in {
        "broken",
        "no text",
    }


def test_file_with_too_many_pages_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf_bytes(PAGES))
    (skipped,) = load(path, limits=LoadLimits(max_pages=2))
    assert not isinstance(skipped, Document)
    assert skipped.reason == "too large"
    assert "3 pages" in skipped.detail


def test_file_that_unpacks_beyond_the_memory_allowed_is_reported_and_the_next_is_read(
    tmp_path: Path,
) -> None:
    bomb = tmp_path / "a.pdf"
    bomb.write_bytes(bomb_bytes(500_000))
    assert bomb.stat().st_size < 100_000
    (tmp_path / "b.pdf").write_bytes(pdf_bytes(PAGES))
    skipped, read = load(tmp_path)
    assert not isinstance(skipped, Document)
    assert (skipped.path, skipped.reason) == (str(bomb), "too large")
    assert "1,000,000,000 bytes of memory" in skipped.detail
    assert isinstance(read, Document)


def test_file_that_takes_too_long_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "slow.pdf"
    path.write_bytes(bomb_bytes(200_000))
    limits = LoadLimits(max_pdf_seconds=0, max_pdf_memory_bytes=16_000_000_000)
    (skipped,) = load(path, limits=limits)
    assert not isinstance(skipped, Document)
    assert skipped.reason == "too large"
    assert "seconds" in skipped.detail


def test_file_with_more_text_than_allowed_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf_bytes(PAGES))
    (skipped,) = load(path, limits=LoadLimits(max_text_characters=400))
    assert not isinstance(skipped, Document)
    assert skipped.reason == "too large"
    assert "page 2 brings its text to" in skipped.detail


def test_line_that_begins_with_the_last_word_of_a_sentence_is_no_item(tmp_path: Path) -> None:
    body = [
        "The dose of this may be raised slowly over two weeks to at most",
        "40. Stop at once when a rash appears and call the clinic then.",
        "The therapist must (a) assess the risk with the person now and",
        "(b) agree on a plan that both of them sign, which was made by",
        "A. T. Beck for the whole of it \u2013 and, as everybody knows now, only",
        "\u2013 by him.",
    ]
    lines = [line(700 - 14 * at, text) for at, text in enumerate(body)]
    document = load_one(tmp_path, "a.pdf", pdf_bytes([lines]))
    assert texts(document) == [" ".join(body)]


def test_numbered_items_lose_their_numbers_in_sequence(tmp_path: Path) -> None:
    body = ["1. Make a ladder", "2. Climb it", "3. Rest"]
    lines = [line(700 - 14 * at, text) for at, text in enumerate(body)]
    document = load_one(tmp_path, "a.pdf", pdf_bytes([lines]))
    assert texts(document, BlockKind.LIST_ITEM) == ["Make a ladder", "Climb it", "Rest"]


def test_hyphens_at_line_ends_are_those_of_the_word(tmp_path: Path) -> None:
    body = [
        "An out-patient method for the whole of each day that is evidence-",
        "based, with a care-",
        "ful plan for day-to-",
        "day worries and for out-",
        "patient clinics, pre-",
        "and post-test, of COVID-",
        "19.",
    ]
    lines = [line(700 - 14 * at, text) for at, text in enumerate(body)]
    document = load_one(tmp_path, "a.pdf", pdf_bytes([lines]))
    assert texts(document) == [
        "An out-patient method for the whole of each day that is evidence-based, with a careful "
        "plan for day-to-day worries and for out-patient clinics, pre- and post-test, of COVID-19."
    ]


def test_last_and_first_words_of_a_page_are_no_page_numbers(tmp_path: Path) -> None:
    document = load_one(
        tmp_path,
        "a.pdf",
        pdf_bytes(
            [
                [
                    line(700, "Fear fell in the years up to the first trial, which was run in"),
                    line(686, "2010."),
                ],
                [
                    line(700, "The person then felt tired and, as the diary says that day, so"),
                    line(660, "ill."),
                ],
                [
                    line(720, "12"),
                    line(700, "people left before the end of this trial, as told on"),
                    line(640, "page 3."),
                ],
            ]
        ),
    )
    for words in ("2010.", "ill.", "12", "page 3."):
        assert words in document.text


@pytest.mark.parametrize(
    "numbers",
    [
        [(30, "1"), (30, "2")],
        [(30, "- xi -"), (30, "- xii -")],
        [(30, "11"), (40, "12")],  # of pages with borders of their own
        [(30, "Page 1"), (40, "Page 2")],
        [(30, "Page 1 of 2"), (700, "a")],
    ],
)
def test_page_numbers_at_one_height_or_that_count_up_are_removed(
    tmp_path: Path, numbers: list[tuple[float, str]]
) -> None:
    words = ["alpha", "beta"]
    pages = [
        [line(600, f"The word of this page is {word}."), line(y, number)]
        for word, (y, number) in zip(words, numbers, strict=True)
    ]
    document = load_one(tmp_path, "a.pdf", pdf_bytes(pages))
    assert numbers[0][1] not in texts(document)
    assert "The word of this page is alpha." in document.text
