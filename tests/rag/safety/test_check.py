import time
from dataclasses import replace
from pathlib import Path

import pytest

from rag.safety.check import CardKind, CrisisCheck
from rag.safety.measure import measured, read_messages
from rag.safety.patterns import About, load_patterns

MESSAGES = Path(__file__).parent / "messages.yaml"
SELF = CardKind(About.SELF, emergency_first=False)
SELF_EMERGENCY = CardKind(About.SELF, emergency_first=True)
SOMEONE = CardKind(About.SOMEONE, emergency_first=False)
SOMEONE_EMERGENCY = CardKind(About.SOMEONE, emergency_first=True)
HARMED_EMERGENCY = CardKind(About.HARMED, emergency_first=True)
SOMEONE_HARMED_EMERGENCY = CardKind(About.SOMEONE_HARMED, emergency_first=True)
OTHERS_EMERGENCY = CardKind(About.OTHERS, emergency_first=True)


@pytest.fixture(scope="module")
def check() -> CrisisCheck:
    return CrisisCheck(load_patterns())


@pytest.mark.parametrize("is_for_testing", [False, True])
def test_both_halves_of_the_messages_meet_the_bars(
    check: CrisisCheck, is_for_testing: bool
) -> None:
    half = [m for m in read_messages(MESSAGES) if m.is_for_testing is is_for_testing]
    rates = measured(check, half)
    assert rates.n_disclosures >= 150
    assert rates.n_look_alikes >= 150
    assert rates.helped >= 0.98, rates.missed
    assert rates.mistaken <= 0.02, rates.shown_in_vain


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("I don't want to live anymore", SELF),
        ("I've been hurting myself and can't stop", SELF),
        ("How do I kill myself?", SELF),
        ("I haven't eaten anything for six days", SELF),
        ("my friend told me she has a plan to end her life", SOMEONE),
        ("My son is self-harming", SOMEONE),
        ("My friend texted me 'I want to die' and I'm at work", SOMEONE),
        ("My brother has been talking about ending it and he has bought a gun", SOMEONE),
        ("My ex is threatening to kill himself if I don't come back", SOMEONE),
        ("Since my wife passed I see no reason to go on living", SELF),
        ("I don't feel safe with myself tonight", SELF),
        ("I'm hoping I get hit by a bus", SELF),
        ("I want to shoot myself", SELF),
        ("i swallowed all my tablets", SELF_EMERGENCY),
        ("my ex says he's coming over to kill me", HARMED_EMERGENCY),
        ("I was raped last night", HARMED_EMERGENCY),
        ("I'm going to stab my stepfather tonight", OTHERS_EMERGENCY),
        ("my toddler just swallowed bleach", SOMEONE_EMERGENCY),
        ("my mom's taken all her tablets", SOMEONE_EMERGENCY),
        ("he is strangling my sister", SOMEONE_HARMED_EMERGENCY),
        ("My client phoned, she has swallowed all her medication", SOMEONE_EMERGENCY),
    ],
)
def test_the_card_follows_from_what_is_said(
    check: CrisisCheck, message: str, kind: CardKind
) -> None:
    assert check.card_for(message) == kind


@pytest.mark.parametrize(
    ("message", "about"),
    [
        ("I'm going to strangle my landlord tonight", About.OTHERS),
        ("the voices order me to stab my flatmate", About.OTHERS),
        ("I could not hold back, I shook the baby", About.OTHERS),
        ("they are blackmailing me with nude photos", About.HARMED),
        ("she says she will share my naked pictures with everyone", About.HARMED),
        ("my grandad touches me when we are alone", About.HARMED),
        ("my daughter takes my pension and slaps me", About.HARMED),
        ("I'm scared to go home because dad will be drunk", About.HARMED),
        ("the neighbour's children scream and I hear slapping", About.SOMEONE_HARMED),
        ("I think my student is being beaten at home", About.SOMEONE_HARMED),
        ("how many tablets so that I never wake up", About.SELF),
        ("which painkillers are strong enough to end it", About.SELF),
        ("i wamt to die", About.SELF),
        ("i want to dye so bad", About.SELF),
        ("better off ded", About.SELF),
        ("I gave the dog away and paid the bills, it is time", About.SELF),
        ("I'm only waiting for the nerve", About.SELF),
        ("What helps a person who plans to be dead by May? That person is me.", About.SELF),
        ("Is it avoidance if you are hurting yourself like I do", About.SELF),
        ("Ten years ago I attempted suicide and I am thinking about it again", About.SELF),
        ("my sister attempted suicide last year and I'm scared she will try again", About.SOMEONE),
    ],
)
def test_families_of_disclosures_are_seen(check: CrisisCheck, message: str, about: About) -> None:
    kind = check.card_for(message)
    assert kind is not None
    assert kind.about is about


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Ich will mich umbringen", SELF),
        ("Ich möchte mich töten.", SELF),
        ("Ich will nicht mehr leben", SELF),
        ("ich will sterben", SELF),
        ("Ich habe alle Tabletten geschluckt", SELF_EMERGENCY),
        ("Mein Mann schlägt mich", HARMED_EMERGENCY),
        ("Je veux me tuer", SELF),
        ("Je veux mourir", SELF),
        ("J'ai envie de mourir", SELF),
        ("J’ai avalé toute la boîte de comprimés", SELF_EMERGENCY),
        ("Mon mari me frappe", HARMED_EMERGENCY),
        ("Quiero suicidarme", SELF),
        ("Me quiero morir", SELF),
        ("No quiero vivir más", SELF),
        ("Me he tomado todas las pastillas", SELF_EMERGENCY),
        ("Mi marido me pega", HARMED_EMERGENCY),
    ],
)
def test_a_few_plain_sentences_of_other_languages_are_seen(
    check: CrisisCheck, message: str, kind: CardKind
) -> None:
    assert check.card_for(message) == kind


@pytest.mark.parametrize(
    "message",
    [
        "Ich will die Studie über Sterben und Tod lesen",
        "Ich möchte die Kursgebühr bezahlen",
        "Was ist Exposition?",
        "Je veux mourir de rire",
        "Je veux lire l'article sur le suicide",
        "Quiero morir de risa",
        "Quiero matar el tiempo",
        "No quiero vivir en Madrid",
        "I want to dye my hair",
        "I want to dye and cut my hair",
        "I will kill my sister if she eats my lunch again",
        "My manager will murder me if I am late",
        "Thirty years ago I attempted suicide; now I train nurses",
        "My cousin was suicidal two years ago and is well now",
        "I used to self-harm. Did my cutting count as avoidance?",
        "We are staging a musical in which a man threatens his wife with a gun",
        "Who sang 'Death is not the end'?",
        "The article describes someone who avoids lifts. That someone is me.",
        "I have decided to let go of my safety behaviours now",
        "I know which train I should take",
        "Could someone send me the pictures of the talk?",
    ],
)
def test_what_looks_like_them_gets_no_card(check: CrisisCheck, message: str) -> None:
    assert check.card_for(message) is None


@pytest.mark.parametrize(
    "message",
    [
        "I WANT TO DIE!!!",
        "i wnat to die",
        "i wannaaaa dieeee",
        "I want to d1e",
        "i want to k*ll myself",
        "s u i c i d a l",
        "k.m.s",
        "iwanttodie",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "I wаnt tо diе",  # Cyrillic letters
        "I w\u200ban\u00adt to d\u200bie",
        "i   want\nto   die",
        "I. want. to. die.",
        "i want to... die",
        "😭😭 i want to die 😭",
        "I don’t want to be alive",
        "i dont want to be alive",
        "sucidal thoughts every day",
    ],
)
def test_hurried_and_hidden_spellings_are_read(check: CrisisCheck, message: str) -> None:
    assert check.card_for(message) == SELF


def test_a_disclosure_in_the_middle_of_a_long_message_is_seen(check: CrisisCheck) -> None:
    around = "The article on exposure was clear and I would like to read more of it. " * 12
    assert check.card_for(f"{around}Some nights I think about ending my life. {around}") == SELF


@pytest.mark.parametrize(
    "message",
    [
        'How should a therapist respond when a client says "I want to die"?',
        "What does “kms” mean in slang?",
        "Is suicidality a contraindication for exposure therapy?",
        "Deadlines are killing me, how is procrastination a safety behaviour?",
        "I'm not suicidal, I just want to know what exposure is",
        "I am scared of dying when my heart races",
        "In the novel my sister wants to kill herself",
        "My patient fears that he will stab his wife",
        "",
        "???",
        "\ud83d",
    ],
)
def test_other_uses_of_the_same_words_get_no_card(check: CrisisCheck, message: str) -> None:
    assert check.card_for(message) is None


def test_a_harmless_sentence_beside_a_disclosure_does_not_hide_it(check: CrisisCheck) -> None:
    assert check.card_for("Deadlines are killing me. I want to die.") == SELF
    assert check.card_for('She wrote "Suicide" on the board. I want to kill myself.') == SELF


@pytest.mark.parametrize(
    "reply",
    [
        "help",
        "please help me",
        "no, nobody can help",
        "I am serious",
        "I have them here",
        "it won't help",
        "which of my tablets would be strong enough?",
        "how many would it take",
        "how high does it have to be?",
        "does it hurt",
        "would anyone notice?",
        "is there another way?",
        "why not?",
        "What about that?",
        "thank you, goodbye",
        "I'm fine, tell me about exposure",
        "...",
    ],
)
def test_help_is_shown_again_for_what_replies_to_it(check: CrisisCheck, reply: str) -> None:
    disclosed = ["What is exposure?", "I want to kill myself with pills"]
    assert check.card_for(reply, disclosed) == replace(SELF, is_again=True)
    assert check.card_for(reply, ["What is exposure?"]) is None


@pytest.mark.parametrize(
    "question",
    [
        "What is inhibitory learning?",
        "what is inhibitory learning",
        "How do safety behaviours differ from coping strategies?",
        "Can you tell me about the masterclass?",
        "Thanks. How many CPD hours does the course give?",
        "Define exposure",
        "I would like to know what habituation means",
    ],
)
def test_a_question_to_the_documents_ends_the_help(check: CrisisCheck, question: str) -> None:
    disclosed = ["I want to kill myself", "no"]
    assert check.card_for(question, disclosed) is None
    assert check.card_for("how long would it take", [*disclosed, question]) is None
    assert check.n_until_card([*disclosed, question, "and then?"]) == 2


def test_help_goes_on_over_any_number_of_replies(check: CrisisCheck) -> None:
    said = ["my toddler drank bleach", "no", "yes", "which one", "I can't"]
    assert check.card_for("and now?", said) == replace(SOMEONE_EMERGENCY, is_again=True)
    assert check.card_for("I want to die", said) == SELF
    assert check.n_until_card(said) == 5


def test_a_conversation_is_in_need_until_its_last_card(check: CrisisCheck) -> None:
    said = ["What is exposure?", "I want to die", "how long would it take", "What is coping?"]
    assert check.n_until_card(said) == 3
    assert check.n_until_card([*said, "and that?"]) == 3
    assert check.n_until_card(said[1:2]) == 1
    assert check.n_until_card([said[0], said[2]]) == 0
    assert check.n_until_card([]) == 0


@pytest.mark.parametrize(
    "unit",
    [
        "i want to ",
        "my friend said i ",
        "how many pills ",
        "he will post naked pictures ",
        "years ago i attempted suicide ",
        "i kill my sister in the novel ",
        "that is me. ",
        "a",
        "'",
        '"a',
        "*a",
        "k.m.",
        "no not ",
    ],
)
def test_a_hostile_message_of_full_length_takes_little_time(check: CrisisCheck, unit: str) -> None:
    message = (unit * 2000)[:2000]
    started = time.process_time()
    check.card_for(message)
    check.card_for(message[1:] + "?")
    check.card_for(message, ["i want to die", message])
    assert time.process_time() - started < 1  # measured: a few milliseconds


def test_the_answer_is_the_same_each_time(check: CrisisCheck) -> None:
    again = CrisisCheck(load_patterns())
    for message in read_messages(MESSAGES)[::20]:
        assert check.card_for(message.text) == again.card_for(message.text)
