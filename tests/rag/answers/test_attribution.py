import pytest

from rag.answers.attribution import attribution_in
from rag.answers.windows import names_all
from tests.rag.answers.tiny_windows import window_of


@pytest.mark.parametrize(
    ("question", "name", "matter"),
    [
        ("What does Ann Lee say about ferns?", "Ann Lee", "ferns"),
        ("what did lee write on the shade", "lee", "the shade"),
        ("What is the Ministry's advice on mosses?", None, None),
        ("What is Lee's view on mosses?", "Lee", "mosses"),
        ("According to Lee, when do ferns grow?", "Lee", "when do ferns grow"),
        ("When do ferns grow according to Ann Lee?", "Ann Lee", "When do ferns grow"),
        ("Is Lee against cutting ferns?", "Lee", "cutting ferns"),
        ("What do the documents say about ferns?", None, None),
        ("According to the article, when do ferns grow?", None, None),
        ("What does it say about ferns?", None, None),
        ("What do experts say about ferns?", None, None),
        ("What does a fern need?", None, None),
    ],
)
def test_whose_words_are_asked_for(question: str, name: str | None, matter: str | None) -> None:
    found = attribution_in(question)
    assert (found and found.name, found and found.matter) == (name, matter)


def test_a_matter_of_two_words_has_to_stand_in_these_words() -> None:
    found = attribution_in("What does Lee say about safety behaviours?")
    assert found is not None
    assert found.may_be_in([window_of("Behaviors are new.", "Safety behavior is common.")])
    assert not found.may_be_in([window_of("New behaviors in safe places.", "Safety matters.")])
    question = attribution_in("According to Lee, what do ferns need?")
    assert question is not None
    assert question.may_be_in([window_of("Water.")])


def test_who_is_no_author_has_to_be_named_where_the_answer_stands() -> None:
    found = attribution_in("What does Ann Lee say about ferns?")
    assert found is not None
    assert found.is_written_as_name
    assert names_all(window_of("Ferns are old.", "So Lee (Ann) found."), found.name)
    assert not names_all(window_of("Ferns are old.", "So Lee found."), found.name)
