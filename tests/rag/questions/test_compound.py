import pytest

from rag.questions.compound import question_after_telling, questions_in


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("When is the course, and who leads it?", ("When is the course?", "Who leads it?")),
        ("What is a glaze and what is throwing?", ("What is a glaze?", "What is throwing?")),
        ("How are bees kept? Why do they swarm?", ("How are bees kept?", "Why do they swarm?")),
        (
            "For whom is it meant, and in which room is it held?",
            ("For whom is it meant?", "In which room is it held?"),
        ),
        (
            "What is a fern, and can it grow in the dark?",
            ("What is a fern?", "Can it grow in the dark?"),
        ),
        (
            "Define a fern and give two examples of one.",
            ("Define a fern.", "Give two examples of one."),
        ),
        (
            "Who wrote it, when was it printed, and where was it sold?",
            ("Who wrote it?", "When was it printed?", "Where was it sold?"),
        ),
        (
            "What is the price and progress of the course?",
            ("What is the price of the course?", "What is the progress of the course?"),
        ),
        (
            "Who runs the course, when is it and how many hours",
            ("Who runs the course?", "When is it?", "How many hours?"),
        ),
        ("When is the course? Where?", ("When is the course?", "Where?")),
        ("Who is the course for and how long", ("Who is the course for?", "How long?")),
        ("When and where is the course?", ("When is the course?", "Where is the course?")),
        (
            "What are the date, starting time and fees of the course?",
            (
                "What is the date of the course?",
                "What is the starting time of the course?",
                "What are the fees of the course?",
            ),
        ),
        (
            "1. What is a fern?\n2. Where does it grow?\n(3) Is it green",
            ("What is a fern?", "Where does it grow?", "Is it green?"),
        ),
        ("1. What is a fern? 2. Where does it grow?", ("What is a fern?", "Where does it grow?")),
        (
            "Please answer:\n- what is a fern\n- say why it is green\n- give an example",
            ("What is a fern?", "Say why it is green?", "Give an example?"),
        ),
        ("what is a fern\nwhen is the fair", ("What is a fern?", "When is the fair?")),
        (
            "What is a fern, say why it is green, and give an example.",
            ("What is a fern.", "Say why it is green.", "Give an example."),
        ),
        (
            "What is a? What is b? What is c? What is d?",
            ("What is a?", "What is b?", "What is c?", "What is d?"),
        ),
        (
            "What are the benefits and risks of ferns? When is the fair?",
            ("What are the benefits and risks of ferns?", "When is the fair?"),
        ),
    ],
)
def test_questions_asked_as_one_are_told_apart(text: str, parts: tuple[str, ...]) -> None:
    assert questions_in(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "When is the course?",
        "What is the law of supply and demand?",
        "What is the difference between ferns and mosses of Norway?",
        "What are the aim, method, price and length of the course?",  # too many to be one answer
        "What do bees and wasps eat?",
        "How do ferns grow, spread and die?",
        "Do ferns grow in the shade and do well?",  # no comma: "do" may be its verb
        "Why does it fail? Give all the reasons.",
        "The course was full and what now",  # what stands before asks for nothing
        "Who was first to land and where?",  # nothing that could be asked alone
        "ferns, and what they need",
        "What is the ferry, which leaves at noon, called?",
        "Why does the ferry wait, when it is full?",
        "and",
        "?",
        "A? B? C? D?",
        "What are the benefits and drawbacks of ferns?",
        "Ferns need: 1. shade 2. water",
    ],
)
def test_what_is_one_question_stays_whole(text: str) -> None:
    assert questions_in(text) == (text,)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("My exam is tomorrow. What is a fern?", "What is a fern?"),
        ("Hi there! How do ferns grow? I found nothing in the library.", "How do ferns grow?"),
        ("What is a fern?", None),
        ("I like ferns. They grow well here.", None),
        ("What is a fern? Give two examples.", None),
        ("I like ferns. Really? What is a fern?", None),
    ],
)
def test_the_question_of_a_message_that_tells_something_too(text: str, asked: str | None) -> None:
    assert question_after_telling(text) == asked
