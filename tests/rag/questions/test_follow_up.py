"""What a question means after others."""

import pytest

from rag.questions.follow_up import MOST_READINGS, readings


@pytest.mark.parametrize(
    "question",
    [
        "How do clients learn when they avoid what they fear?",  # "they" stands for its clients
        "Is it wise to water ferns at noon in summer?",
        "Why does this approach of slow drying keep the colours?",
        "Does the report say that the bridge was closed?",
        "What should gardeners do so that the ferns in their care survive?",
        "How do trainers keep their own notes of the course?",
        "What time is it in Reykjavik when schools open?",
        "How do precautions stop people from learning they were wrong?",
        "Where does a patient's attention go when they use safety behaviours?",
        "Do ferns relieve boredom or maintain it?",
        "Which argument for hives has the best evidence behind it?",
        "What signs tell me that my brakes need attention?",
        "Should I sow clover in an orchard that was planted late?",
        "What becomes of those who arrive after noon?",
        "On what does it depend whether ferns grow?",
    ],
)
def test_a_question_that_names_its_subject_stands_alone(question: str) -> None:
    assert not readings(question, ["When is the concert?"]).leans


def test_a_thing_named_in_front_is_what_is_asked_of() -> None:
    question = "What about the family, can they join?"
    assert readings(question, ["Who decides on the plan?"]).texts == ()


def test_to_make_it_somewhere_points_to_nothing() -> None:
    found = readings("and if I can't make it that day?", ["Is the fair at noon?"])
    assert "make the fair" not in "".join(found.texts)


def test_a_condition_may_be_another_one_of_what_was_asked() -> None:
    found = readings("What if snow falls?", ["Who decides on the plan?"])
    assert not found.leans
    assert found.texts == ("Who decides on the plan if snow falls?",)
    assert not readings("If I am late, can I vote?", ["Who decides on the plan?"]).leans


def test_a_condition_without_anything_asked_leans() -> None:
    found = readings("And if I am over sixty?", ["What does the pass cost?"])
    assert found.leans
    assert found.texts == ("What does the pass cost if I am over sixty?",)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("and if it rains?", "When is the fair if it rains?"),
        ("Who said that?", "Who said that with regard to the fair?"),
        ("Who showed that?", "Who showed that with regard to the fair?"),
    ],
)
def test_it_rains_and_who_showed_that_point_to_no_thing(question: str, meant: str) -> None:
    assert readings(question, ["When is the fair?"]).texts == (meant,)


def test_a_question_without_a_word_that_points_back_stands_alone_however_short() -> None:
    for question in (
        "What do gardeners document?",
        "Who wrote Hamlet?",
        "hello",
        "thanks!",
        "moss care",
    ):
        assert readings(question, ["Who decides on the plan?"]).texts == ()


@pytest.mark.parametrize(
    "question",
    [
        "Why is that decision shared?",
        "And what do experts propose?",
        "What do experts propose though?",
        "Do experts still agree?",
        "What do others propose instead?",
        "What is the catch?",
    ],
)
def test_a_question_that_goes_on_may_be_read_with_the_topic(question: str) -> None:
    found = readings(question, ["Who decides on the plan?"])
    assert not found.leans
    (text,) = found.texts
    assert text.endswith("with regard to the plan?")


def test_nothing_to_lean_on_leaves_a_question_as_it_is() -> None:
    assert readings("Why do they fail?", []).texts == ()
    assert readings("Why do they fail?", ["???"]).texts == ()
    assert readings("???", ["What are glaciers?"]).texts == ()


@pytest.mark.parametrize("turn", ["go on", "Tell me more about that.", "Explain the second one."])
def test_a_turn_that_asks_for_more_carries_what_it_asked_more_of(turn: str) -> None:
    found = readings("How do they move?", ["What are glaciers?", turn])
    assert found.texts[0] == "How do glaciers move?"


def test_a_chain_of_follow_ups_carries_what_the_first_one_named() -> None:
    found = readings("How long does it last?", ["When is the concert?", "Where is it?"])
    assert found.texts[0] == "How long does the concert last?"
    asked = ["What is inhibitory learning?", "Do safety behaviors interfere with it?"]
    assert (
        readings("why?", asked).texts[0]
        == "Why do safety behaviors interfere with inhibitory learning?"
    )


def test_the_spelling_of_the_person_is_kept() -> None:
    found = readings("What are their colours?", ["what are McIntosh aples?"])
    assert "McIntosh aples" in found.texts[0]


def test_few_readings_are_tried_each_once() -> None:
    found = readings("What does it do?", ["What is the role of tax on wine in the city of Rome?"])
    assert 0 < len(found.texts) <= MOST_READINGS
    assert len(set(found.texts)) == len(found.texts)


@pytest.mark.parametrize(
    "odd", ["it", "they?", "its", "And?", "both", "what about ?", "and the", "?" * 50, "that that"]
)
def test_no_wording_is_an_error(odd: str) -> None:
    for earlier in ("When is the concert?", "it", "And?", "what about x?", "a of the"):
        for text in readings(odd, [earlier, odd]).texts:
            assert text.strip()


@pytest.mark.parametrize(
    ("earlier", "answered", "question", "reading"),
    [
        (
            "Who charted the river?",
            "Ana Ruiz",
            "What did she call it?",
            "What did Ana Ruiz call it?",
        ),
        ("Who is the captain?", "Ana Ruiz", "How old is she?", "How old is Ana Ruiz?"),
        (
            "Which tool was launched in Oslo?",
            "Trygg",
            "What is it called now?",
            "What is Trygg called now?",
        ),
        (
            "What was the first settlement at Newport?",
            "Pons Minor",
            "How many people lived there?",
            "How many people lived with regard to Pons Minor?",
        ),
        # A number, a clause and words of a place are nothing to talk of.
        ("Who charted the river?", "3 people", "What did she call it?", "What did she call it"),
        ("Who charted the river?", "it was Ana", "What did she call it?", "What did she call it"),
        ("Who charted the river?", "in the chair", "What did she call it?", "What did she call it"),
    ],
)
def test_what_answered_the_last_question_may_be_meant(
    earlier: str, answered: str, question: str, reading: str
) -> None:
    found = readings(question, [earlier], answered=lambda _: answered)
    assert found.texts[0].startswith(reading)


def test_the_answer_is_a_second_way_where_the_topic_fits_as_well() -> None:
    found = readings("Is it safe?", ["What is the pump made of?"], answered=lambda _: "Brass")
    assert found.texts == ("Is the pump safe?", "Is Brass safe?")


def test_of_them_counts_what_was_talked_of() -> None:
    found = readings("How many pounds of them?", ["Did the crew bring rocks back?"])
    assert found.texts[0] == "How many pounds of rocks?"


def test_what_tells_two_things_apart_is_asked_of_the_last_two() -> None:
    asked = ["What are ferns?", "What are mosses?"]
    for question, reading in (
        (
            "What is the difference between them?",
            "What is the difference between ferns and mosses?",
        ),
        ("How do they differ?", "How do ferns and mosses differ?"),
        ("How do they grow?", "How do mosses grow?"),
    ):
        assert readings(question, asked).texts[0] == reading


def test_a_pronoun_may_stand_for_what_a_refused_question_named() -> None:
    asked = ["What are ferns?"]
    for question, refused, reading, names in (
        ("Is it a herb?", "What is moss?", "Is moss a herb?", "moss"),
        ("How do they grow?", "What is moss?", "How do ferns grow?", None),
        ("And the cost?", "What is moss?", "What is the cost of ferns?", None),
        ("How old are they?", "And the cost?", "How old are ferns?", None),
    ):
        found = readings(question, asked, refused=refused)
        assert (found.texts[0], found.names) == (reading, names)


def test_a_question_of_a_pronoun_alone_is_not_meant_as_it_stands() -> None:
    asked = ["When is the concert?"]
    assert readings("Who leads it?", asked).is_lost
    assert not readings("Does the choir like it?", asked).is_lost
    lost = readings("Who leads it?", ["hello"])
    assert (lost.is_lost, lost.texts) == (False, ())
    lost = readings("Who leads it?", ["Where?"])
    assert (lost.is_lost, lost.texts) == (True, ())


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        ("Should walkers cut ferns?", "so thats a no"),
        ("How does one make jam?", "And breaking one?"),
    ],
)
def test_what_asks_nothing_is_put_into_no_question(earlier: str, question: str) -> None:
    assert not any(
        "alker" in text or "make" in text for text in readings(question, [earlier]).texts
    )


def test_verbs_that_say_little_leave_no_topic() -> None:
    asked = ["What can I do if I don't know whether ferns burn?"]
    assert readings("What does it cost?", asked).texts[:1] != ("What does know cost?",)
    assert readings("Is that so?", ["How do ferns differ from mosses?"]).texts == (
        "Are ferns so?",
        "Are mosses so?",
    )


def test_work_that_is_told_of_is_no_topic_but_what_it_is_on() -> None:
    essay = "I must write an essay on whether ferns should be cleared. What are the arguments for?"
    assert readings(essay, []).texts == ("What are the arguments for clearing ferns?",)
    assert readings("and against?", [essay]).texts == (
        "What are the arguments against clearing ferns?",
    )


def test_what_names_nothing_of_the_talk_may_be_asked_beside_it() -> None:
    found = readings("Can I come late?", ["When is the fair?"])
    assert (found.leans, found.texts) == (False, ())
    assert found.beside_topic == "Can I come late (the fair)?"
    refused = readings("Can I come late?", ["What are ferns?"], refused="When is the fair?")
    assert refused.beside_topic == "Can I come late (the fair)?"


@pytest.mark.parametrize(
    ("question", "earlier"),
    [
        ("How big is the fair?", ["When is the fair?"]),  # it names it
        ("Can I come late?", []),
        ("Do old maps of the river show where the mill stood?", ["When is the fair?"]),
        ("Where is it?", ["When is the fair?"]),  # it leans on it
        ("The market, is it free?", ["When is the fair?"]),
    ],
)
def test_nothing_stands_beside_what_names_its_topic(question: str, earlier: list[str]) -> None:
    assert readings(question, earlier).beside_topic is None
