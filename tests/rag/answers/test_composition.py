from dataclasses import replace
from datetime import date

from rag.answers.composition import compose
from rag.documents import BlockKind
from rag.messages import ScoreKind, SpanMessage, TextPositionSelector
from rag.spans import Span
from tests.rag.answers.tiny_windows import candidate_of, window_of

TODAY = date(2026, 1, 2)
WINDOW = window_of("Cats sleep.", "By A.\nJuly 28", "😀 e\u0301te\u0301.")


def test_statements_are_joined_each_followed_by_its_number() -> None:
    chosen = [candidate_of(WINDOW, i, 2.0 - i) for i in (0, 1, 2)]
    text, statements, citations = compose(chosen, accessed=TODAY)
    assert text == "Cats sleep. [1] By A.\nJuly 28 [2] 😀 e\u0301te\u0301. [3]"
    assert [s.citations for s in statements] == [(1,), (2,), (3,)]
    assert [c.index for c in citations] == [1, 2, 3]
    assert [c.score for c in citations] == [2.0, 1.0, 0.0]
    assert {c.score_kind for c in citations} == {ScoreKind.SENTENCE_RELEVANCE}


def test_spans_cut_the_statements_out_of_the_answer() -> None:
    chosen = [candidate_of(WINDOW, i, 1.0) for i in (2, 0)]
    text, statements, _ = compose(chosen, accessed=TODAY)
    assert [s.span for s in statements] == [
        SpanMessage(start=0, end=8),  # an emoji is one character, a combining accent another
        SpanMessage(start=13, end=24),
    ]
    assert [text[s.span.start : s.span.end] for s in statements] == [s.text for s in statements]


def test_the_citation_stands_in_the_source_not_in_the_answer() -> None:
    _, statements, citations = compose([candidate_of(WINDOW, 1, 1.0)], accessed=TODAY)
    assert statements[0].span == SpanMessage(start=0, end=13)
    assert citations[0].selector[0] == TextPositionSelector(start=12, end=25)


def test_the_words_that_answer_are_marked_inside_the_statement() -> None:
    candidate = replace(candidate_of(WINDOW, 1, 1.0), answer=Span(18, 22))
    _, (statement,), _ = compose([candidate], accessed=TODAY)
    (highlight,) = statement.highlights
    assert statement.text[highlight.start : highlight.end] == "July"


def test_no_words_are_marked_in_a_row_of_a_table() -> None:
    row = window_of("Monday | 9:00 | closed", "Fee: 3 euros", kinds=(BlockKind.FACT,) * 2)
    chosen = [replace(candidate_of(row, i, 1.0), answer=Span(9, 13)) for i in (0,)]
    chosen += [replace(candidate_of(row, 1, 1.0), answer=Span(28, 35))]
    _, statements, _ = compose(chosen, accessed=TODAY)
    assert statements[0].highlights == ()
    (highlight,) = statements[1].highlights
    assert statements[1].text[highlight.start : highlight.end] == "3 euros"


def test_without_marked_words_there_are_no_highlights() -> None:
    _, (statement,), _ = compose([candidate_of(WINDOW, 1, 1.0)], accessed=TODAY)
    assert statement.highlights == ()


def test_nothing_chosen_composes_to_nothing() -> None:
    assert compose([], accessed=TODAY) == ("", (), ())


def test_the_link_of_each_citation_names_the_others_of_its_document() -> None:
    other = window_of("Owls hoot.", document_id="owls")
    chosen = [candidate_of(WINDOW, 2, 2.0), candidate_of(other, 0, 1.0), candidate_of(WINDOW, 0, 0)]
    _, _, citations = compose(chosen, accessed=TODAY)
    queries = [citation.deep_link.partition("?")[2].partition("#")[0] for citation in citations]
    assert queries == [
        "start=26&end=34&cite=0-11&cite=26-34",
        "start=0&end=10",
        "start=0&end=11&cite=0-11&cite=26-34",
    ]
