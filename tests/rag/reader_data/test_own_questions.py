"""Windows of questions on corpora of our own, and those corpora themselves."""

from pathlib import Path

import pytest

from rag.documents import Document
from rag.evaluation.held_out import held_out_corpora
from rag.evaluation.practice import PracticeCorpus, practice_corpora
from rag.evaluation.questions import read_questions
from rag.loaders.folder import load_paths
from rag.reader_data.corpora import taught_corpora
from rag.reader_data.own_questions import ANSWERED, UNANSWERED, own_questions
from tests.rag.seeds_engine import shipped_encoder


@pytest.fixture
def corpus(tmp_path: Path) -> PracticeCorpus:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "bridge.md").write_text(
        "# The bridge\n\nThe bridge is made of oak. It was built in 1820. Carts crossed it daily. "
        "The keeper lived beside it.\n"
    )
    (documents / "mill.md").write_text("# The mill\n\nThe mill grinds flour. Its wheel is iron.\n")
    questions = tmp_path / "questions.yaml"
    questions.write_text(
        '- {id: a1, cat: direct, q: "What is the bridge made of?", '
        'gold: [{doc: ["bridge"], any: ["made of oak"]}]}\n'
        '- {id: a2, cat: abstain_near, q: "What is the mill made of?"}\n'
        '- {id: a3, cat: followup, turns: ["What is the bridge?", "When was it built?"], '
        'gold: [{doc: ["bridge"], any: ["in 1820"]}]}\n'
    )
    return PracticeCorpus(documents, questions)


def test_windows_with_and_without_an_answer_are_told_apart(corpus: PracticeCorpus) -> None:
    answered = list(own_questions([corpus], shipped_encoder(), answered=True))
    assert {example.source for example in answered} == {ANSWERED}
    assert {example.question for example in answered} == {"What is the bridge made of?"}
    for example in answered:
        right = [s for s, label in zip(example.sentences, example.relevant, strict=True) if label]
        assert right == ["The bridge is made of oak."]
        assert example.sentences[0] == "The bridge"  # its heading, which answers nothing

    unanswered = list(own_questions([corpus], shipped_encoder(), answered=False))
    assert {example.source for example in unanswered} == {UNANSWERED}
    assert "What is the mill made of?" in {example.question for example in unanswered}
    assert not any(any(example.relevant) for example in unanswered)


def test_a_follow_up_without_its_full_form_teaches_nothing(corpus: PracticeCorpus) -> None:
    for answered in (True, False):
        made = own_questions([corpus], shipped_encoder(), answered=answered)
        assert all("built" not in example.question for example in made)


@pytest.mark.parametrize(
    "corpus",
    [*taught_corpora(), *held_out_corpora()],
    ids=lambda corpus: corpus.documents.parent.name,
)
def test_every_named_answer_lies_within_one_sentence(corpus: PracticeCorpus) -> None:
    documents = [d for d in load_paths([corpus.documents]) if isinstance(d, Document)]
    assert len(documents) >= 8
    sentences = {d.document_id: [s.span.of(d.text) for s in d.sentences] for d in documents}
    for question in read_questions(corpus.questions):
        assert question.is_answerable != question.is_unanswerable
        for group in question.gold:
            for string in group.strings:
                single = type(group)(group.document_prefixes, (string,))
                assert any(
                    single.is_found_in(text, document_id)
                    for document_id, texts in sentences.items()
                    for text in texts
                ), (question.question_id, string)


def test_nothing_is_taught_of_what_is_fitted_or_measured_on() -> None:
    taught, fitted, measured = (
        {path.name for corpus in corpora for path in corpus.documents.iterdir()}
        for corpora in (taught_corpora(), practice_corpora(), held_out_corpora())
    )
    assert taught
    assert fitted
    assert measured
    assert not taught & (fitted | measured)
    assert not fitted & measured
