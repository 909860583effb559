from rag.conversation import history_of
from rag.messages import Answer, AskRequest, Outcome, Timings


def test_each_earlier_turn_is_asked_with_the_turns_before_it() -> None:
    asked: list[AskRequest] = []

    def ask(request: AskRequest) -> Answer:
        asked.append(request)
        return Answer(
            id="1",
            outcome=Outcome.NO_ANSWER,
            answer="",
            statements=(),
            citations=(),
            confidence=0,
            generation="g",
            timings_ms=Timings(encode=0, retrieve=0, read=0, compose=0, total=0),
        )

    history = history_of(("When?", "Where?"), ask)
    assert [turn.question for turn in history] == ["When?", "Where?"]
    assert [len(request.history) for request in asked] == [0, 1]


def test_a_first_question_has_no_history() -> None:
    def never(_: AskRequest) -> Answer:
        raise AssertionError

    assert history_of((), never) == ()
