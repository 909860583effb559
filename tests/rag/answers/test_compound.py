import pytest

from rag.answers.compound import questions_in


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
            ("Who wrote it, when was it printed?", "Where was it sold?"),
        ),
        (
            "What is the price and progress of the course?",
            ("What is the price of the course?", "What is the progress of the course?"),
        ),
        ("When and where is the course?", ("When is the course?", "Where is the course?")),
        (
            "What are the date, starting time and fees of the course?",
            (
                "What is the date of the course?",
                "What is the starting time of the course?",
                "What are the fees of the course?",
            ),
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
        "and",
        "?",
        "A? B? C? D?",
        "What is a? What is b? What is c? What is d?",  # too many to be one answer
    ],
)
def test_what_is_one_question_stays_whole(text: str) -> None:
    assert questions_in(text) == (text,)
