import pytest

from rag.reader_data.medquad_labels import answers, defines, is_statement, lines_of, may_answer


def test_an_answer_parts_into_sentences_and_list_items() -> None:
    answer = (
        "Key Points\n                    - Flu is an infection.    - It spreads fast. It passes."
        "\n   \nFever\n\n  See the flu page."
    )
    lines = lines_of(answer)
    assert [(line.text, line.is_statement) for line in lines] == [
        ("Key Points", False),
        ("Flu is an infection.", True),
        ("It spreads fast.", True),
        ("It passes.", True),
        ("Fever", False),
        ("See the flu page.", False),
    ]


def test_a_table_of_phenotypes_is_left_out() -> None:
    answer = (
        "What are the signs? The Human Phenotype Ontology provides the following list. Ataxia 90%"
    )
    assert [line.text for line in lines_of(answer)] == ["What are the signs?"]


@pytest.mark.parametrize(
    "text",
    ["How is flu treated?", "Symptoms include:", "Causes of flu", "For more information, call us."],
)
def test_headings_questions_and_lead_ins_say_nothing(text: str) -> None:
    assert not is_statement(text)


@pytest.mark.parametrize(
    ("text", "is_definition"),
    [
        ("Restless legs syndrome (RLS) is a neurological disorder.", True),
        ("Restless legs are an urge to move.", True),
        ("The restless legs syndrome refers to an urge to move.", True),
        ("Restless legs syndrome is often treated with iron.", False),
        ("Restless legs syndrome is caused by low dopamine.", False),
        ("The cause of restless legs syndrome is a lack of iron.", False),
        ("Anemia is a lack of iron.", False),
        ("Doctors see restless legs syndrome daily.", False),
    ],
)
def test_a_definition_begins_with_its_subject(text: str, *, is_definition: bool) -> None:
    assert defines(text, "Restless Legs Syndrome") is is_definition


@pytest.mark.parametrize(
    ("question_type", "text"),
    [
        ("symptoms", "Symptoms of flu include fever and aches."),
        ("treatment", "Flu is treated with rest."),
        ("treatment", "There is no cure for flu."),
        ("causes", "Flu is caused by a virus."),
        ("inheritance", "It is inherited in an autosomal dominant pattern."),
        ("frequency", "It affects about 1 in 50,000 people."),
        ("genetic changes", "Mutations in the DCN gene cause it."),
        ("exams and tests", "It is diagnosed with a blood test."),
        ("prevention", "Washing your hands may prevent it."),
        ("outlook", "The prognosis is good."),
        ("stages", "Stage II cancer has grown."),
        ("susceptibility", "Smoking increases the risk of stroke, and age is a risk factor."),
        ("complications", "Complications include deafness."),
        ("research", "Scientists are working to find new drugs."),
    ],
)
def test_a_statement_of_its_type_answers(question_type: str, text: str) -> None:
    assert answers(text, question_type, "flu")
    assert may_answer(text, question_type, "flu")


@pytest.mark.parametrize(
    ("question_type", "text"),
    [
        ("treatment", "There are different types of treatment for patients with flu."),
        ("susceptibility", "Having a risk factor does not mean that you will get cancer."),
        ("inheritance", "The parents of a person with an autosomal condition carry one copy."),
        ("genetic changes", "The protein is also found in genes that cause nothing."),
    ],
)
def test_what_only_leads_on_does_not_surely_answer(question_type: str, text: str) -> None:
    assert not answers(text, question_type, "flu")


def test_an_unnamed_definition_may_still_answer() -> None:
    assert may_answer("It is a disease of the lungs.", "information", "flu")
    assert not may_answer("Mutations cause loss of hearing.", "information", "flu")
