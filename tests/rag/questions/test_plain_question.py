import pytest

from rag.questions.plain_question import plainly


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("What is meant by a tide?", "What is a tide?"),
        ("what is understood by spring tides in astronomy", "What are spring tides in astronomy?"),
        ("What does the author mean by the term slack water?", "What is slack water?"),
        ("What do you mean by tides and currents?", "What are tides and currents?"),
        ("Please define the concept of an ebb.", "What is an ebb?"),
        ("Could you define coping strategies?", "What are coping strategies?"),
        ("How are spring tides defined in physics?", "What are spring tides in physics?"),
        ("How would you define a neap tide?", "What is a neap tide?"),
        ("Can you give me a definition of bias?", "What is bias?"),
        ("tide definition", "What is tide?"),
        ("Define physics.", "What is physics?"),
        ("Define lens.", "What is lens?"),
        ("Define diabetes.", "What is diabetes?"),
        ("What do people mean by slack water?", "What is slack water?"),
        ("I'd like to know what spring tides are.", "What are spring tides?"),
        ("Can you explain to me what a tide is?", "What is a tide?"),
        ("what's wrong with using tidal power?", "What are the drawbacks of using tidal power?"),
        ("Where is the regatta held?", "Where does the regatta take place?"),
        ("where are the races being held", "Where do the races take place?"),
        ("What speaks against tidal power?", "What are the drawbacks of tidal power?"),
        (
            "What speaks for and against letting tides in?",
            "What are the arguments for and against letting tides in?",
        ),
        ("List the arguments in favour of tides.", "What are the arguments for tides?"),
        ("Please name all the rules about mooring", "What are the rules about mooring?"),
        ("List the tide.", "List the tide."),
        ("What does NRA stand for?", "What is NRA?"),
        ("What does it stand for?", "What does it stand for?"),
        ("Show me the shopping lists list", "Show me the shopping lists list"),
        ("What can be said in favour of dams?", "What are the benefits of dams?"),
        ("Is there nothing good about tides?", "What are the benefits of tides?"),
        ("so is there anything wrong with tides??", "What are the drawbacks of tides?"),
        ("Why are tides bad?", "What are the drawbacks of tides?"),
        ("So why is tidal power a good idea?", "What are the benefits of tidal power?"),
        ("What is good about tidal power?", "What are the benefits of tidal power?"),
        ("What is a tide, in simple terms?", "What is a tide"),
        ("Show the tides in bullet points", "Show the tides"),
        ("Compare ebb and flood in a table, please.", "Compare ebb and flood"),
        ("What is a tide in no more than two sentences?", "What is a tide"),
        ("Explain tides as you would to a child.", "Explain tides"),
        ("What do the documents say about the moon?", "the moon"),
        ("According to the article, when does it turn?", "when does it turn?"),
        ("When does it turn, according to these texts?", "When does it turn"),
    ],
)
def test_a_roundabout_question_is_put_plainly(question: str, plain: str) -> None:
    assert plainly(question) == plain


@pytest.mark.parametrize(
    "question",
    [
        "What is a tide?",
        "Hello, how are you?",
        "What does slack water mean?",
        "What does it mean for a tide to turn?",
        "Define it.",
        "What does the pilot read in the table?",
        "Who defines the height of a tide?",
        "What do the tables of the harbour say about the ebb?",
        "Explain how the tide turns.",
        "Can you tell me what this is?",
        "Please tell me what kinds of tide there are.",
        "Do you know what time it is?",
        "Do you know what time lunch is?",
        "Can you tell me what day the tide table is?",
        "Can you tell me what harbour the pilot is?",
        "Briefly, what is a tide?",
        "Where was the regatta of 1908 held?",
        "Where is the rope held by the pilot?",
        "Who gave this definition?",
        "What is wrong with my boat?",
        "Why are they bad?",
        "What is the problem with it?",
        "Why are tides bad for sand castles?",
        "Where is the definition?",
        "Is there a definition?",
        "What do the results mean by region?",
        "According to Newton, what causes the tides?",
        "???",
        "",
    ],
)
def test_any_other_question_stays_as_it_is(question: str) -> None:
    assert plainly(question) == question
