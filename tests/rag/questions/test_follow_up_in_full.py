"""Questions that lean on the one before them, each as it is read in full."""

import pytest

from rag.questions.follow_up import readings


@pytest.mark.parametrize(
    ("earlier", "question", "reading"),
    [
        # A pronoun.
        ("When is the concert?", "Who conducts it?", "Who conducts the concert?"),
        ("What are glaciers?", "How do they move?", "How do glaciers move?"),
        ("What are glaciers?", "When do villagers fear them?", "When do villagers fear glaciers?"),
        ("What are herbs for?", "Which ones do cooks use?", "Which herbs do cooks use?"),
        (
            "Who wrote the report on ferns?",
            "When was it published?",
            "When was the report on ferns published?",
        ),
        (
            "Is the concert live on radio?",
            "What time does it start?",
            "What time does the concert start?",
        ),
        ("Do glaciers carve valleys?", "How fast do they move?", "How fast do glaciers move?"),
        ("What do drops of oil promote?", "Is it toxic?", "Is oil toxic?"),
        (
            "What is the difference between alpine ferns and tree ferns?",
            "Why are the two often confused?",
            "Why are alpine ferns and tree ferns often confused?",
        ),
        (
            "What is the difference between ferns and mosses?",
            "Why is it important?",
            "Why is the difference between ferns and mosses important?",
        ),
        (
            "Could a gardener water ferns at noon?",
            "How would that help?",
            "How would watering ferns at noon help?",
        ),
        (
            "What does rewilding mean?",
            "Is there proof that it works?",
            "Is there proof that rewilding works?",
        ),
        (
            "Can the course be split?",
            "Can it be taken on its own?",
            "Can the course be taken on its own?",
        ),
        ("What's a glacier?", "What's it made of?", "What's the glacier made of?"),
        (
            "How do guides agree on a pace with the group?",
            "What is the benefit of that?",
            "What is the benefit of agreeing on a pace with the group?",
        ),
        # An owner.
        ("What are glaciers?", "What are their dangers?", "What are the dangers of glaciers?"),
        (
            "How do patients sleep?",
            "What if their habits change?",
            "What if patients' habits change?",
        ),
        (
            "How many books did Ibsen write?",
            "How did his brother die?",
            "How did Ibsen's brother die?",
        ),
        (
            "When was the library in Oslo founded?",
            "Who designed its garden?",
            "Who designed the garden of the library in Oslo?",
        ),
        # A person: a name, or whoever the last question asked for.
        ("When was Ada Lovelace born?", "Where did she live?", "Where did Ada Lovelace live?"),
        (
            "Who leads the glazing weekend?",
            "Where did she learn?",
            "Where did she learn with regard to the glazing weekend?",
        ),
        # Words that ask, alone.
        ("When is the concert?", "And where?", "Where is the concert?"),
        ("What date is the fair?", "And what time?", "What time is the fair?"),
        ("Can I renew a loan?", "How often?", "How often can I renew a loan?"),
        ("Do ferns harm cattle?", "why?", "Why do ferns harm cattle?"),
        ("Who runs the choir?", "Since when?", "Who runs the choir, since when?"),
        ("How many bees live in Peru?", "And how many birds?", "How many birds live in Peru?"),
        ("When is the fair?", "from when to when?", "From when to when is the fair?"),
        ("What's the fair about?", "Where?", "Where is the fair about?"),
        ("Do ferns harm cattle?", "How come?", "Why do ferns harm cattle?"),
        ("Should ferns be cut in autumn?", "Why not?", "Why should ferns not be cut in autumn?"),
        ("Should ferns be cut?", "when?", "When should ferns be cut?"),
        # The other side.
        (
            "What are the arguments for ferns?",
            "and against?",
            "What are the arguments against ferns?",
        ),
        (
            "What is the case against ferns in gardens?",
            "What about the case for them?",
            "What is the case for ferns in gardens?",
        ),
        ("What are the benefits of ferns?", "And the risks?", "What are the risks of ferns?"),
        ("Why do ferns spread?", "what are the benefits?", "What are the benefits of ferns?"),
        # A question that names nothing.
        (
            "When is the fair?",
            "Who can attend?",
            "Who can attend with regard to the fair?",
        ),
        # Which of what was asked about.
        (
            "Do guides carry tools during walks?",
            "Which ones?",
            "Which tools do guides carry during walks?",
        ),
        ("Can visitors borrow maps?", "What kinds exactly?", "Which maps can visitors borrow?"),
        # Another subject.
        ("How do ferns spread?", "What about mosses?", "How do mosses spread?"),
        ("How do ferns spread?", "And mosses?", "How do mosses spread?"),
        ("What is the population of Oslo?", "And of Bergen?", "What is the population of Bergen?"),
        ("How do ferns spread?", "And in winter?", "How do ferns spread in winter?"),
        (
            "What might a shy client hide?",
            "And a perfectionist?",
            "What might a perfectionist hide?",
        ),
        (
            "What speaks against salt?",
            "What about children?",
            "What speaks against salt for children?",
        ),
        ("Does salt harm adults?", "What about children?", "Does salt harm children?"),
        ("What are the uses of salt?", "And asthma?", "What are the uses of salt in asthma?"),
        (
            "What does the first report say about ferns?",
            "and the second?",
            "What does the second report say about ferns?",
        ),
        (
            "How do ferns differ from mosses?",
            "can something be both?",
            "Can something be both ferns and mosses?",
        ),
        (
            "What if a step is too hard?",
            "and if it just won't get easier",
            "What if the step just won't get easier",
        ),
        # The other side of one that was asked for.
        (
            "What are the arguments for ferns?",
            "the other side?",
            "What are the arguments against ferns?",
        ),
        (
            "What are the benefits of ferns?",
            "And the other side?",
            "What are the drawbacks of ferns?",
        ),
        (
            "What is the case against ferns?",
            "What about the opposite?",
            "What is the case for ferns?",
        ),
        # Under another condition, or of less.
        (
            "What happens if a rope is too short?",
            "what about when the wind won't drop?",
            "What happens when the wind won't drop?",
        ),
        (
            "Does the pass cover my dog?",
            "what about if I'm not a member?",
            "Does the pass cover my dog if I'm not a member?",
        ),
        (
            "What should guides watch?",
            "i mean on slopes and bridges, during a walk",
            "What should guides watch on slopes and bridges, during a walk?",
        ),
        ("How do guides walk?", "Specifically when it rains", "How do guides walk when it rains?"),
        ("What do ferns need?", "only in winter", "What do ferns need in winter?"),
        # What is said of them, asked.
        ("What does the book say about ferns?", "so they're bad?", "Are ferns bad?"),
        ("What is a fern?", "so it is useful then?", "Is the fern useful?"),
        # With what is left out of it.
        (
            "How do I prune ferns?",
            "Is there anyone who shouldn't?",
            "Is there anyone who shouldn't prune ferns?",
        ),
        ("Can I borrow a map?", "How long for?", "How long can I borrow a map for?"),
        ("the fair is in May, right?", "what time?", "What time is the fair?"),
        # A correction.
        ("How long is it?", "no i meant the fair", "How long is the fair?"),
        (
            "When was it published?",
            "sorry, I mean the article on ferns",
            "When was the article on ferns published?",
        ),
        ("What are the uses of salt?", "no, of ferns i mean", "What are the uses of ferns?"),
        ("When is the fair?", "no, I meant how long is it", "How long is the fair?"),
        ("When is the fair?", "sorry, I mean the time", "What time is the fair?"),
        ("When is the fair?", "not the time, the place", "Where is the fair?"),
        ("When is the fair?", "not the time but the place", "Where is the fair?"),
        ("What are the benefits of salt?", "no, I meant the risks", "What are the risks of salt?"),
        ("What are ferns?", "no i meant mosses", "What are mosses?"),
        (
            "When is the fair?",
            "actually I meant who can attend",
            "Who can attend with regard to the fair?",
        ),
        ("What are ferns?", "Actually, how old is the moon?", "How old is the moon?"),
        # Of the topic.
        ("What are glaciers?", "say why", "Why are glaciers?"),
        ("Give an example of herbs.", "Another example.", "Another example of herbs."),
        ("What are glaciers?", "Give me an example.", "Give me an example of glaciers."),
        ("What are glaciers?", "Can you give an example?", "Can you give an example of glaciers?"),
        ("What are glaciers?", "ok got an example?", "What is an example of glaciers?"),
        ("What are glaciers?", "Have you got any examples?", "What are the examples of glaciers?"),
        ("What is the fee?", "What if it's over fifty?", "What if the fee is over fifty?"),
        ("What do I risk if I overlook glaciers?", "Can I map them?", "Can I map glaciers?"),
        (
            "What does Ana Ruiz think of tides?",
            "What did she measure?",
            "What did Ana Ruiz measure?",
        ),
        ("Who runs the fair?", "ok and the time?", "What time is the fair?"),
        ("Who runs the fair?", "Is there a date?", "What date is the fair?"),
        ("When is the fair?", "And the price?", "What is the price of the fair?"),
        (
            "What should I bring to the sessions?",
            "How many are there?",
            "How many sessions are there?",
        ),
        # At that point.
        (
            "Are the findings mixed?",
            "What is needed then?",
            "What is needed with regard to the findings?",
        ),
        ("Do ferns give shade?", "And the risks?", "What are the risks of ferns?"),
        ("When is the fair?", "And the phone number?", "What is the phone number of the fair?"),
        # Without a word to exchange.
        ("Do ferns spread?", "In winter?", "Do ferns spread in winter?"),
        # More of it.
        ("Why do people love glaciers?", "What else?", "What else: why do people love glaciers?"),
        ("Why do cats purr?", "Any other reasons?", "Any other reasons: why do cats purr?"),
    ],
)
def test_a_leaning_question_is_read_in_full(earlier: str, question: str, reading: str) -> None:
    found = readings(question, [earlier])
    assert found.leans
    assert found.texts[0] == reading
