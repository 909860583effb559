from dataclasses import replace

from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.composition import compose
from rag.answers.table_rows import rows_asked_for
from rag.documents import Block, BlockKind
from tests.rag.answers.test_composition import TODAY
from tests.rag.answers.tiny_windows import candidate_of, query_of, window_of

ROWS = ("Day | North | South", "Monday | 9:00 | closed", "Tuesday | 8:00 | 7:00", "Bring a card.")
KINDS = (BlockKind.HEADER_ROW, BlockKind.FACT, BlockKind.FACT, BlockKind.PARAGRAPH)
PLAIN = window_of(*ROWS, kinds=KINDS)
BLOCKS = tuple(
    Block(block.kind, block.span, header=0) if block.kind is BlockKind.FACT else block
    for block in PLAIN.document.blocks
)
TABLE = replace(PLAIN, document=replace(PLAIN.document, blocks=BLOCKS))
MONDAY, TUESDAY, CARD = (candidate_of(TABLE, i, 1.0 - i) for i in (1, 2, 3))


def shown(question: str, *chosen: Candidate, most: int = 8) -> list[str] | None:
    read = ReadQuestion(query_of(question), (), (MONDAY, TUESDAY, CARD))
    rows = rows_asked_for(chosen, read, most=most)
    return None if rows is None else [row.text for row in rows]


def test_a_question_that_names_no_row_gets_all_in_their_order() -> None:
    question = "What are the opening hours of North?"
    assert shown(question, TUESDAY) == [MONDAY.text, TUESDAY.text]
    assert shown(question, TUESDAY, most=1) is None  # no row is left out in silence


def test_the_row_that_is_named_is_shown_though_another_was_read_better() -> None:
    assert shown("When does North open on Tuesday?", MONDAY) == [TUESDAY.text]


def test_beside_the_row_that_is_named_no_other_row_is_shown() -> None:
    question = "When does North open on Monday?"
    assert shown(question, MONDAY, TUESDAY, CARD) == [MONDAY.text, CARD.text]
    assert shown("When is it open on Monday or Tuesday?", MONDAY, TUESDAY) == [
        MONDAY.text,
        TUESDAY.text,
    ]


def test_what_is_no_row_of_a_table_with_a_header_is_left_as_it_is() -> None:
    assert shown("What are the opening hours?", CARD) is None
    assert shown("What are the opening hours?") is None


def test_the_header_stands_once_above_the_first_row() -> None:
    _, statements, _ = compose([MONDAY, TUESDAY], accessed=TODAY)
    before = [statement.before and statement.before.text for statement in statements]
    assert before == ["Day | North | South", None]
