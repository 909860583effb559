from dataclasses import replace

from rag.answers.related_questions import related_questions
from rag.answers.windows import Window
from rag.documents import BlockKind, DocumentMetadata, RelatedArticle
from tests.rag.answers.tiny_windows import query_of, window_of


def window(
    title: str,
    *sentences: str,
    related: tuple[str, ...] = (),
    headings: tuple[str, ...] = (),
    kinds: tuple[BlockKind, ...] = (),
    document_id: str = "d",
) -> Window:
    made = window_of(*(sentences or ("Text.",)), kinds=kinds, document_id=document_id)
    metadata = DocumentMetadata(title, "web-page", related=tuple(map(RelatedArticle, related)))
    return replace(
        made,
        document=replace(made.document, metadata=metadata),
        passage=replace(made.passage, heading_path=headings),
    )


def asked(question: str, *windows: Window) -> list[tuple[str, str]]:
    found = related_questions(query_of(question), windows)
    return [(suggestion.question, suggestion.origin) for suggestion in found]


def test_titles_named_articles_and_headings_that_are_questions_come_in_this_order() -> None:
    found = window(
        "Why do cats purr?",
        "How long do they sleep?",
        "They sleep.",
        kinds=(BlockKind.HEADING, BlockKind.PARAGRAPH),
        related=("What do dogs eat?", "A list of dogs"),
    )
    assert asked("Are cats nice?", found) == [
        ("Why do cats purr?", "title"),
        ("What do dogs eat?", "related"),
        ("How long do they sleep?", "heading"),
    ]


def test_headings_above_the_nearest_passages_come_after_questions() -> None:
    found = window("Why do cats purr?", headings=("Why do cats purr?", "Purring at night"))
    assert asked("Are cats nice?", found) == [
        ("Why do cats purr?", "title"),
        ("Purring at night", "heading"),
    ]


def test_the_question_itself_is_not_suggested_however_it_is_written() -> None:
    assert asked("why does a CAT purr", window("Why do cats purr?")) == []


def test_nothing_is_suggested_twice() -> None:
    first = window("Why do cats purr?", document_id="a")
    second = window("Why does the cat purr?", document_id="b", related=("Why do cats purr?",))
    assert asked("Are dogs nice?", first, second) == [("Why do cats purr?", "title")]


def test_a_title_that_is_no_question_is_not_asked() -> None:
    assert asked("Why?", window("On cats", headings=("On cats",))) == []


def test_at_most_six_are_suggested_and_headings_keep_their_place() -> None:
    many = tuple(f"What is number n{n}?" for n in range(20))
    found = asked("Why?", window("On cats", related=many, headings=("Purring",)))
    assert len(found) == 6
    assert found[-1] == ("Purring", "heading")


def test_no_passages_suggest_nothing() -> None:
    assert asked("Why?") == []
