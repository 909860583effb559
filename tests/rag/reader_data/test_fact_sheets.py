"""Made-up fact sheets: true to their labels."""

from rag.reader_data.fact_sheets import fact_sheets


def test_each_sheet_answers_two_questions_and_leaves_two_open() -> None:
    examples = list(fact_sheets(n_sheets=200, seed=7))
    assert len(examples) == 800
    assert sum(bool(example.is_answerable) for example in examples) == 400
    for example in examples:
        if example.answer is None:
            assert not any(example.relevant)
            continue
        sentence = example.sentences[example.answer.sentence]
        assert example.relevant[example.answer.sentence]
        assert sum(map(bool, example.relevant)) == 1
        assert sentence[example.answer.start : example.answer.end] in sentence


def test_the_same_seed_gives_the_same_sheets() -> None:
    assert list(fact_sheets(n_sheets=5, seed=1)) == list(fact_sheets(n_sheets=5, seed=1))
    assert list(fact_sheets(n_sheets=5, seed=1)) != list(fact_sheets(n_sheets=5, seed=2))
