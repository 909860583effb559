"""What the documents are about, for a question that they do not answer."""

from rag.answers.coverage import covered
from rag.messages import AskRequest
from tests.rag.seeds_engine import ask, seeds_engine


def test_titles_and_outermost_sections_are_named() -> None:
    engine = seeds_engine()
    first = engine.summaries(limit=1)[0].document_id
    (document,) = covered([engine.document(first)])
    assert (
        document.title
        == "What is the impact of safety behaviors on the effectiveness of exposure therapy?"
    )
    assert document.sections[:2] == (
        "Interference with Inhibitory Learning",
        "Association with Symptom Severity",
    )
    assert document.title not in document.sections


def test_a_question_without_answer_is_told_what_there_is() -> None:
    answer = ask("What is the boiling point of nitrogen?")
    assert {document.document_id for document in answer.covers} == {
        summary.document_id for summary in seeds_engine().summaries(limit=9)
    }
    assert ask("What are safety behaviors?").covers == ()


def test_a_document_that_is_left_out_is_not_named() -> None:
    request = AskRequest(question="What is the boiling point of nitrogen?")
    left_out, *others = sorted(s.document_id for s in seeds_engine().summaries(limit=9))
    answer = seeds_engine().ask(request, without=left_out)
    assert sorted(document.document_id for document in answer.covers) == others
