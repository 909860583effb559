from datetime import date

import pytest

from rag.citations.cite import cite
from rag.citations.verify import verify_citation
from rag.messages import Citation, TextPositionSelector, TextQuoteSelector, Verification
from tests.rag.citations.cited_documents import document_of, quote_from
from tests.rag.seeds_engine import ask, position_of, quote_of, seeds_engine

DOCUMENT = document_of("Dogs bark.", "Cats sleep all day.", "Cows moo.", pages=(1, 2, 3))
GENUINE = cite(quote_from(DOCUMENT, "Cats sleep all day."), index=1, accessed=date(2026, 1, 2))
POSITION = TextPositionSelector(start=12, end=31)
QUOTE = TextQuoteSelector(
    exact="Cats sleep all day.", prefix="Dogs bark.\n\n", suffix="\n\nCows moo."
)


def with_selectors(*selectors: TextPositionSelector | TextQuoteSelector) -> Citation:
    return GENUINE.model_copy(update={"selector": selectors})


def refusal(citation: Citation) -> str:
    verification = verify_citation(citation, DOCUMENT)
    assert not verification.verified
    assert verification.reason is not None
    return verification.reason


def test_a_genuine_citation_verifies() -> None:
    assert GENUINE.selector == (POSITION, QUOTE)
    assert verify_citation(GENUINE, DOCUMENT) == Verification(verified=True, reason=None)


def test_a_citation_verifies_after_a_round_trip_through_json() -> None:
    again = Citation.model_validate_json(GENUINE.model_dump_json())
    assert again == GENUINE
    assert verify_citation(again, DOCUMENT).verified


@pytest.mark.parametrize(
    "selectors", [(), (POSITION,), (QUOTE,), (POSITION, POSITION, QUOTE), (POSITION, QUOTE, QUOTE)]
)
def test_one_selector_of_each_kind_is_needed(
    selectors: tuple[TextPositionSelector | TextQuoteSelector, ...],
) -> None:
    assert "one TextPositionSelector and one TextQuoteSelector" in refusal(
        with_selectors(*selectors)
    )


def test_the_order_of_the_selectors_does_not_matter() -> None:
    assert verify_citation(with_selectors(QUOTE, POSITION), DOCUMENT).verified


@pytest.mark.parametrize(
    ("position", "quote", "reason"),
    [
        ({"start": 13}, {}, "text at this position is not the quote"),
        ({"end": 30}, {}, "text at this position is not the quote"),
        ({"start": 31, "end": 12}, {}, "text at this position is not the quote"),
        ({"end": 43}, {}, "the position ends at 43, the document has 42 characters"),
        ({"start": 10**12, "end": 10**12}, {}, "the position ends at 1000000000000"),
        ({}, {"exact": "Cats sleep all Day."}, "text at this position is not the quote"),
        ({}, {"exact": ""}, "the quote is empty"),
        ({}, {"prefix": "Dogs meow.\n\n"}, "before the quote is not its prefix"),
        ({}, {"prefix": "More. Dogs bark.\n\n"}, "before the quote is not its prefix"),
        ({}, {"suffix": "\n\nCows bark."}, "after the quote is not its suffix"),
        ({}, {"suffix": "\n\nCows moo. Really."}, "after the quote is not its suffix"),
    ],
)
def test_whatever_was_tampered_with_is_named(
    position: dict[str, int], quote: dict[str, str], reason: str
) -> None:
    tampered = with_selectors(POSITION.model_copy(update=position), QUOTE.model_copy(update=quote))
    assert reason in refusal(tampered)


def test_an_empty_quote_is_refused_even_where_it_stands() -> None:
    nothing = with_selectors(
        TextPositionSelector(start=3, end=3), TextQuoteSelector(exact="", prefix="", suffix="")
    )
    assert refusal(nothing) == "the quote is empty"


def test_another_source_is_refused() -> None:
    changed = GENUINE.model_copy(update={"source_sha256": "cd" * 32})
    assert "source has changed" in refusal(changed)


@pytest.mark.parametrize(("page", "named"), [(1, "1"), (None, "None")])
def test_another_page_is_refused(page: int | None, named: str) -> None:
    borrowed = GENUINE.model_copy(update={"page": page})
    assert refusal(borrowed) == f"the citation names page {named}, the quote stands on page 2"


def test_a_page_in_a_source_without_pages_is_refused() -> None:
    document = document_of("Cats sleep all day.")
    citation = cite(
        quote_from(document, "Cats sleep all day."), index=1, accessed=date(2026, 1, 2)
    ).model_copy(update={"page": 1})
    verification = verify_citation(citation, document)
    assert verification.reason == (
        "the citation names page 1, the quote stands in a source without pages"
    )


def test_a_quote_that_begins_between_blocks_is_refused() -> None:
    between = with_selectors(
        TextPositionSelector(start=10, end=16), TextQuoteSelector(exact="\n\nCats")
    )
    assert refusal(between) == "the quote begins in no block of the document"


def test_every_character_of_the_quote_counts() -> None:
    for at, character in enumerate(QUOTE.exact):
        other = "x" if character != "x" else "y"
        exact = QUOTE.exact[:at] + other + QUOTE.exact[at + 1 :]
        assert refusal(with_selectors(POSITION, QUOTE.model_copy(update={"exact": exact})))


def test_the_engine_refuses_a_document_that_it_does_not_hold() -> None:
    citation = ask("What are safety behaviors?").citations[0]
    assert seeds_engine().verify(citation) == Verification(verified=True)
    elsewhere = citation.model_copy(update={"document_id": "no/such"})
    assert seeds_engine().verify(elsewhere) == Verification(
        verified=False, reason="no document is called 'no/such' in this index"
    )


def test_the_engine_refuses_a_quote_under_the_name_of_another_document() -> None:
    citation = ask("What are safety behaviors?").citations[0]
    others = [s.document_id for s in seeds_engine().summaries(limit=10)]
    others.remove(citation.document_id)
    for other in others:
        moved = citation.model_copy(update={"document_id": other})
        assert not seeds_engine().verify(moved).verified
        sha256 = seeds_engine().document(other).source_sha256
        forged = moved.model_copy(update={"source_sha256": sha256})
        assert not seeds_engine().verify(forged).verified


def test_a_shifted_position_of_a_real_answer_is_refused() -> None:
    for citation in ask("How do safety behaviours differ from coping strategies?").citations:
        place = position_of(citation)
        shifted = TextPositionSelector(start=place.start + 1, end=place.end + 1)
        moved = citation.model_copy(update={"selector": (shifted, quote_of(citation))})
        assert not seeds_engine().verify(moved).verified
