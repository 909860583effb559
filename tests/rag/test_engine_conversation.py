"""Questions in a conversation, and several asked as one, over the seed documents."""

import time

import pytest

from rag.answers.stopwatch import Stopwatch
from rag.engine import Engine
from rag.messages import Answer, AskRequest, Filters, Outcome, System, Turn
from rag.questions.follow_up import readings
from tests.rag.seeds_engine import (
    SEEDS,
    ask,
    cited,
    quotes,
    seeds_engine,
    seeds_settings,
    shipped_encoder,
    without_id_and_times,
)

EFFECT = min(path.stem for path in SEEDS.glob("*.txt"))


def asked_after(question: str, *earlier: str, passage_ids: tuple[str, ...] = ()) -> Answer:
    history = tuple(Turn(question=turn, passage_ids=passage_ids) for turn in earlier)
    return seeds_engine().ask(AskRequest(question=question, history=history))


@pytest.mark.parametrize(
    ("earlier", "question", "meaning", "fact"),
    [
        (
            "When is the masterclass?",
            "How many CPD hours does it give?",
            "How many CPD hours does the masterclass give?",
            "CPD: 3 Hours",
        ),
        ("What date is the course?", "And what time?", "What time is the course?", "Time: 9 AM"),
        (
            "What are safety behaviors?",
            "When should therapists fade them?",
            "When should therapists fade safety behaviors?",
            "fade safety behaviors",
        ),
    ],
)
def test_a_follow_up_is_answered_as_its_full_form(
    earlier: str, question: str, meaning: str, fact: str
) -> None:
    answer = asked_after(question, earlier)
    assert answer.interpreted_as == meaning
    assert any(fact in quote for quote in quotes(answer)[:3])


def test_a_question_that_stands_alone_is_answered_as_without_a_conversation() -> None:
    question = "How do safety behaviours differ from coping strategies?"
    alone, after = ask(question), asked_after(question, "When is the masterclass?")
    assert without_id_and_times(alone) == without_id_and_times(after)
    assert after.interpreted_as is None


def test_a_guess_at_its_meaning_that_answers_nothing_is_not_shown() -> None:
    answer = asked_after("What is the weather?", "When is the masterclass?")
    assert answer.outcome is Outcome.NO_ANSWER
    assert answer.interpreted_as is None


@pytest.mark.parametrize("question", ["Is it vegan?", "And the weather?", "Who won the match?"])
def test_a_carried_topic_answers_nothing_by_itself(question: str) -> None:
    assert asked_after(question, "When is the masterclass?").outcome is Outcome.NO_ANSWER


@pytest.mark.parametrize("question", ["What are the risks?", "Who can attend?"])
def test_what_was_said_in_need_is_no_topic_of_the_next_question(question: str) -> None:
    before = ("When is the masterclass?", "I don't want to live anymore", "no")
    alone, after = ask(question), asked_after(question, *before)
    assert without_id_and_times(alone) == without_id_and_times(after)
    assert after.interpreted_as is None


@pytest.mark.parametrize("reply", ["please help me", "What about that?", "no"])
def test_a_reply_to_help_is_met_with_help(reply: str) -> None:
    answer = asked_after(reply, "When is the masterclass?", "I don't want to live anymore", "ok")
    assert answer.outcome is Outcome.SAFETY
    assert answer.safety is not None


def test_passages_that_are_gone_and_filters_that_leave_none_of_them_are_no_error() -> None:
    question, earlier = "How many CPD hours does it give?", "When is the masterclass?"
    gone = asked_after(question, earlier, passage_ids=("nowhere#7",))
    assert gone.interpreted_as is not None
    shown = ask(earlier).citations[0].passage_id
    request = AskRequest(
        question=question,
        history=(Turn(question=earlier, passage_ids=(shown,)),),
        filters=Filters(document_ids=(EFFECT,)),
    )
    assert cited(seeds_engine().ask(request)) <= {EFFECT}


def test_questions_asked_as_one_are_answered_one_after_another() -> None:
    first = ask("What are safety behaviors?").statements[0].text
    second = ask("When is the masterclass?").statements[0].text
    both = ask("What are safety behaviors, and when is the masterclass?")
    shown = [statement.text for statement in both.statements]
    assert shown.index(first) < shown.index(second)
    assert (both.interpreted_as, both.unanswered) == (None, ())


def test_a_later_question_may_lean_on_the_one_before_it() -> None:
    answer = ask("When is the masterclass, and how many CPD hours does it give?")
    assert answer.interpreted_as == (
        "When is the masterclass? How many CPD hours does the masterclass give?"
    )
    assert "CPD: 3 Hours" in quotes(answer)


def test_a_part_that_the_documents_do_not_answer_is_named() -> None:
    answer = ask("When is the masterclass, and what is the capital of Australia?")
    assert answer.outcome is Outcome.ANSWERED
    assert quotes(answer) == quotes(ask("When is the masterclass?"))
    assert answer.unanswered == ("What is the capital of Australia?",)
    assert answer.confidence == ask("When is the masterclass?").confidence


def test_of_a_pasted_list_the_first_three_are_answered_and_the_others_named() -> None:
    answer = ask(
        "1. What are safety behaviors?\n2. When is the masterclass?\n"
        "3. How many CPD hours does it give?\n4. What is inhibitory learning?"
    )
    assert answer.unanswered == ("What is inhibitory learning?",)
    assert set(quotes(ask("What are safety behaviors?"))) <= set(quotes(answer))
    assert set(quotes(ask("When is the masterclass?"))) <= set(quotes(answer))


def test_both_sides_beside_another_question_are_one_of_two() -> None:
    both = "What are the benefits and risks of safety behaviors?"
    answer = ask(f"{both} When is the masterclass?")
    assert quotes(ask("When is the masterclass?"))[0] in quotes(answer)
    assert quotes(ask(both))[0] in quotes(answer)


def test_parts_none_of_which_is_answered_get_no_answer() -> None:
    answer = ask("How old is the universe, and who painted the Mona Lisa?")
    assert (answer.outcome, answer.unanswered) == (Outcome.NO_ANSWER, ())


@pytest.mark.parametrize("most", [1, 2, 3])
def test_parts_share_the_statements_that_may_be_shown(most: int) -> None:
    question = "What are safety behaviors, and when is the masterclass?"
    answer = seeds_engine().ask(AskRequest(question=question, max_statements=most))
    assert 1 <= len(answer.statements) <= most
    assert answer.unanswered == (("When is the masterclass?",) if most == 1 else ())


def test_a_judgement_beside_another_question_is_answered_like_any_part() -> None:
    answer = ask("Can you help me, when is the masterclass, and what are safety behaviours?")
    definition = ask("What are safety behaviours?").statements[0].text
    assert definition in quotes(answer)


def test_a_part_without_a_known_word_leaves_the_others_their_confidence() -> None:
    request = AskRequest(question="Who zzqx vvbn? When is the masterclass?", max_statements=3)
    by_words = Engine.open(seeds_settings(), encoder=shipped_encoder(), ranking=System.BM25)
    answer = by_words.ask(request)
    assert (answer.outcome, answer.unanswered) == (Outcome.ANSWERED, ("Who zzqx vvbn?",))
    assert answer.confidence > 0


def test_more_of_an_answer_goes_on_where_it_stands_until_nothing_is_left() -> None:
    question = "How do therapists keep gains after therapy has ended?"
    history: tuple[Turn, ...] = ()
    shown: list[str] = []
    for asked in (question, "tell me more", "and what else?"):
        answer = seeds_engine().ask(AskRequest(question=asked, history=history))
        assert answer.outcome is Outcome.ANSWERED
        shown += quotes(answer)
        cited_passages = tuple(citation.passage_id for citation in answer.citations)
        history = (*history, Turn(question=asked, passage_ids=cited_passages))
    assert answer.interpreted_as == f"More on: {question}"
    assert len(shown) == len(set(shown))


def test_after_the_last_sentence_of_a_section_the_rest_of_its_paragraph_is_more() -> None:
    question = "What is inhibitory learning?"
    (definition,) = ask(question).citations
    more = asked_after("tell me more", question, passage_ids=(definition.passage_id,))
    assert more.statements[0].text.startswith("When patients engage in safety behaviors")
    assert more.statements[1].text.startswith("Safety behaviors are generally believed")


def _conversation(*questions: str, most: int = 8) -> list[Answer]:
    history: tuple[Turn, ...] = ()
    answers = []
    for question in questions:
        request = AskRequest(question=question, history=history, max_statements=most)
        answers.append(seeds_engine().ask(request))
        passages = tuple(citation.passage_id for citation in answers[-1].citations)
        history = (*history, Turn(question=question, passage_ids=passages))
    return answers


@pytest.mark.parametrize(("number", "meaning"), [("first", 0), ("third", 1)])
def test_more_of_a_statement_is_of_the_question_that_it_answered(number: str, meaning: int) -> None:
    asked = ("What are safety behaviors?", "When is the masterclass?")
    both, more = _conversation(" ".join(asked), f"Tell me more about the {number} one.")
    assert len(both.statements) == 4
    assert more.interpreted_as == f"More on: {asked[meaning]}"


def test_more_is_of_statements_that_were_shown() -> None:
    asked = "What are safety behaviors? When is the masterclass?"
    both, first, second = _conversation(asked, "more", "the second one please", most=1)
    assert len(both.statements) == len(first.statements) == 1
    assert second.outcome is Outcome.NO_ANSWER


def test_another_example_is_not_the_one_that_was_shown() -> None:
    asked = ("What are examples of safety behaviors?", "another one", "Give me an example.")
    shown = [quote for answer in _conversation(*asked) for quote in quotes(answer)]
    assert len(shown) == len(set(shown))


def test_more_of_nothing_is_nothing() -> None:
    answer = asked_after("tell me more", "What is the boiling point of nitrogen?")
    assert (answer.outcome, answer.confidence) == (Outcome.NO_ANSWER, 0.0)


def test_an_unanswered_turn_is_no_topic() -> None:
    first = ask("When is the masterclass?")
    passages = tuple(citation.passage_id for citation in first.citations)
    history = (
        Turn(question="When is the masterclass?", passage_ids=passages),
        Turn(question="And the cost?"),
    )
    answer = seeds_engine().ask(AskRequest(question="where is it?", history=history))
    assert answer.interpreted_as == "Where is the masterclass?"


@pytest.mark.parametrize("question", ["is it a coping strategy?", "who teaches it?"])
def test_it_may_be_what_a_refused_question_named_of_which_nothing_is_known(question: str) -> None:
    first = ask("What are safety behaviors?")
    history = (
        Turn(
            question="What are safety behaviors?",
            passage_ids=tuple(citation.passage_id for citation in first.citations),
        ),
        Turn(question="What is mindfulness?"),
    )
    answer = seeds_engine().ask(AskRequest(question=question, history=history))
    assert answer.outcome is Outcome.NO_ANSWER
    assert "mindfulness" in (answer.interpreted_as or "")


@pytest.mark.parametrize(
    "question", ["Who wrote that?", "When was it published?", "what's the date?", "and the title?"]
)
def test_who_wrote_it_and_when_is_of_what_was_cited(question: str) -> None:
    for asked in ("What are safety behaviors?", "When is the masterclass?"):
        first = ask(asked)
        passages = tuple(citation.passage_id for citation in first.citations)
        assert cited(asked_after(question, asked, passage_ids=passages)) <= cited(first)


def test_the_second_source_is_not_the_first_again() -> None:
    asked = "What does the first article say about safety behaviors?"
    passages = tuple(citation.passage_id for citation in ask(asked).citations)
    second = asked_after("and the second?", asked, passage_ids=passages)
    assert second.interpreted_as == "What does the second article say about safety behaviors?"
    assert not cited(second) & cited(ask(asked))


def test_a_guess_that_answers_nothing_says_how_sure_its_own_words_are() -> None:
    alone, after = ask("What is the catch?"), asked_after("What is the catch?", "When is the fair?")
    assert (after.outcome, after.confidence) == (Outcome.NO_ANSWER, alone.confidence)


def test_a_part_leans_on_the_part_before_it_though_that_was_not_answered() -> None:
    first = ask("What is inhibitory learning?")
    passages = tuple(citation.passage_id for citation in first.citations)
    answer = asked_after(
        "What does the masterclass cost, and when is it?",
        "What is inhibitory learning?",
        passage_ids=passages,
    )
    assert answer.interpreted_as == "What does the masterclass cost? When is the masterclass?"
    assert answer.unanswered == ("What does the masterclass cost?",)


def test_he_may_be_who_the_last_answer_named() -> None:
    question = "Who published the article on tailoring exposure tasks?"
    cited = tuple(citation.passage_id for citation in ask(question).citations)
    answer = asked_after("When did he publish it?", question, passage_ids=cited)
    assert answer.interpreted_as is not None
    assert "Scott Green" in answer.interpreted_as
    assert any("July 28, 2025" in quote for quote in quotes(answer))


def test_what_is_found_and_read_again_counts_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    question = "Who published the article on tailoring exposure tasks?"
    cited = tuple(citation.passage_id for citation in ask(question).citations)
    stages: list[str] = []
    monkeypatch.setattr(Stopwatch, "lap", lambda _, stage: stages.append(stage))
    asked_after("When did he publish it?", question, passage_ids=cited)
    assert stages[:3] == ["encode", "retrieve", "read"]  # for who "he" is
    assert stages[3:6] == ["encode", "retrieve", "read"]


@pytest.mark.parametrize("question", ["Tell me  more.", "Tell me\nmore."])
def test_white_space_is_no_matter_of_a_question(question: str) -> None:
    asked = "How do therapists keep gains after therapy has ended?"
    shown = tuple(citation.passage_id for citation in ask(asked).citations)
    answer = asked_after(question, asked, passage_ids=shown)
    assert answer.interpreted_as == f"More on: {asked}"


def test_questions_longer_than_they_were_typed_are_answered() -> None:
    growing = "\u0958" * 900  # two characters each in NFC
    assert ask(f"What is the {growing}? When is the masterclass?").outcome is Outcome.ANSWERED
    assert asked_after(f"Tell me more. {growing}", growing).outcome is Outcome.NO_ANSWER


@pytest.mark.parametrize(
    ("question", "turn"),
    [
        ("How does it work?", "1 " * 1000),
        ("How does it work?", "How does the man say that " + "so that does it " * 120),
        ("it that they " * 150, "What are glaciers?"),
        ("can you" + "!" * 1990, "What are glaciers?"),
        ("can you" + " ?" * 990 + "x", "What are glaciers?"),
    ],
)
def test_no_conversation_takes_long_to_understand(question: str, turn: str) -> None:
    started = time.perf_counter()
    readings(question, [turn] * 20)
    assert time.perf_counter() - started < 0.5  # many seconds, were each word looked at for each


def test_what_answered_is_only_asked_for_where_a_word_may_stand_for_it() -> None:
    def unasked(_: str) -> str:
        raise AssertionError

    for question in ("And the cost?", "Why?", "What about mosses?", "Who can attend?"):
        assert readings(question, ["What is the course about?"], answered=unasked).leans


def test_a_question_that_names_nothing_of_the_talk_is_read_beside_it_too() -> None:
    question = "can't make it that day, can i watch it later"
    answer = asked_after(question, "Is the masterclass live?")
    assert quotes(answer)[0].startswith("Mode: Live on Zoom or watch as a recording")
    assert (
        answer.interpreted_as == "Can't make it that day, can i watch it later (the masterclass)?"
    )
    assert asked_after(question).outcome is Outcome.NO_ANSWER
