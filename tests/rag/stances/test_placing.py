from dataclasses import replace
from pathlib import Path

import pytest

from rag.documents import Document, DocumentMetadata
from rag.errors import NotFound, StanceFileError
from rag.loaders.folder import load_paths
from rag.loaders.text_builder import TextBuilder
from rag.messages import Group
from rag.stances import (
    Stances,
    place_stances,
    read_stance_files,
    stance_files,
    stances_from_json,
)
from tests.rag.seeds_engine import SEEDS
from tests.rag.stances.files import HEAD, write


def made_document() -> Document:
    builder = TextBuilder()
    builder.heading("Doubts", 2)
    builder.paragraph("It may harm. Often it does.")
    builder.paragraph("It may also help.")
    builder.heading("Hopes", 2)
    builder.paragraph("It may also help.")
    return builder.build("folder/one", DocumentMetadata(title="One", kind="text"))


DOCUMENT = made_document()


def place(folder: Path, *entries: str, document: Document = DOCUMENT) -> tuple[Stances, list[str]]:
    """Stances of these entries for one document, and why others were left out."""
    path = write(folder, HEAD + "".join(f"- {{{entry}}}\n" for entry in entries))

    def by_id(document_id: str) -> Document:
        if document_id != document.document_id:
            raise NotFound("document", document_id)
        return document

    stances, unused = place_stances(read_stance_files([path]), by_id, [document.document_id])
    return stances, [entry.detail for entry in unused]


def test_a_quote_becomes_the_span_of_its_block(tmp_path: Path) -> None:
    stances, unused = place(tmp_path, "document: folder/one, quote: harm.\n  Often, stance: mixed")
    assert unused == []
    (stance,) = stances.of_document("folder/one")
    assert stance.span is not None
    assert stance.span.of(DOCUMENT.text) == "It may harm. Often it does."


def test_a_stance_of_a_sentence_leaves_the_rest_of_its_block_to_others(tmp_path: Path) -> None:
    stances, unused = place(
        tmp_path,
        "document: folder/one, sentence: Often it, stance: mixed",
        "document: folder/one, quote: It may harm, stance: cautions",
    )
    assert unused == []
    first, second = DOCUMENT.sentences[1:3]
    sides = [stances.of("folder/one", ("Doubts",), part.span) for part in (first, second)]
    assert [stance and stance.side for stance in sides] == [Group.CAUTIONS, Group.MIXED]
    again = stances_from_json(stances.as_json())
    assert again.of_document("folder/one") == stances.of_document("folder/one")


def test_words_of_two_sentences_name_neither(tmp_path: Path) -> None:
    _, unused = place(tmp_path, "document: folder/one, sentence: also help, stance: supports")
    assert unused == [
        "folder/one has 2 sentences that hold 'also help', one is needed; quote its words exactly, "
        "and more of them"
    ]


def test_a_heading_that_two_sections_bear_names_neither(tmp_path: Path) -> None:
    builder = TextBuilder()
    for herb in ("Mint", "Sage"):
        builder.heading(herb, 2)
        builder.heading("Pros", 3)
        builder.paragraph(f"{herb} soothes.")
    builder.heading("Pros", 2)  # with nothing below it: no section
    twice = builder.build("folder/one", DocumentMetadata(title="One", kind="text"))
    stances, unused = place(
        tmp_path,
        "document: folder/one, section: Pros, stance: supports",
        "document: folder/one, section: Pros, quote: Sage soothes, stance: supports",
        "document: folder/one, section: Mint, stance: supports",
        document=twice,
    )
    assert unused == [
        "folder/one has 2 sections 'Pros', and a stance is of one; quote its paragraphs instead"
    ]
    assert [stance.section for stance in stances.of_document("folder/one")] == ["Pros", "Mint"]


def test_a_section_tells_two_blocks_of_the_same_words_apart(tmp_path: Path) -> None:
    stances, unused = place(
        tmp_path, "document: folder/one, section: Hopes, quote: also help, stance: supports"
    )
    assert unused == []
    (stance,) = stances.of_document("folder/one")
    assert stance.span == DOCUMENT.blocks[-1].span


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("document: folder/on", "no document is called 'folder/on'; the nearest is 'folder/one'"),
        ("document: zzz", "no document is called 'zzz'"),
    ],
)
def test_an_entry_for_no_document_is_reported_and_the_rest_counts(
    tmp_path: Path, entry: str, said: str
) -> None:
    stances, unused = place(
        tmp_path, f"{entry}, stance: mixed", "document: folder/one, stance: supports"
    )
    assert len(unused) == 1
    assert said in unused[0]
    assert [stance.side for stance in stances.of_document("folder/one")] == [Group.SUPPORTS]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("document: folder/one, section: Doubt", "has no section 'Doubt'; the nearest is 'Doubts'"),
        ("document: folder/one, quote: also help", "folder/one has 2 paragraphs or list items"),
        ("document: folder/one, quote: nowhere", "folder/one has 0 paragraphs or list items"),
        ("document: folder/one, quote: Hopes", "has 0 paragraphs"),
        ("document: folder/one, section: Hopes, quote: may harm", "'Hopes' has 0 paragraphs"),
    ],
)
def test_an_entry_for_no_part_is_reported_and_the_broader_one_held_back(
    tmp_path: Path, entry: str, said: str
) -> None:
    stances, (lost, held_back) = place(
        tmp_path, "document: folder/one, stance: supports", f"{entry}, stance: mixed"
    )
    assert said in lost
    assert held_back == (
        "held back: it is of the whole of folder/one, and would show what "
        f"{tmp_path}/stances.yaml, stance 2 means as supports; mend that entry first"
    )
    assert not stances


def test_a_broader_stance_that_says_the_same_counts(tmp_path: Path) -> None:
    stances, unused = place(
        tmp_path,
        "document: folder/one, stance: mixed",
        "document: folder/one, quote: nowhere, stance: mixed",
    )
    assert len(unused) == 1
    assert len(stances) == 1


@pytest.mark.parametrize(
    ("lost", "counting"),
    [
        # The words may stand in any section, or in the paragraph that is quoted.
        ("sentence: nowhere", {"the other sentence"}),
        ("quote: nowhere", {"the other sentence", "the paragraph"}),
        ("section: Doubts, sentence: nowhere", {"the other sentence", "Hopes"}),
        ("section: Hopes, quote: nowhere", {"the other sentence", "the paragraph", "Doubts"}),
        # No section stands inside another.
        ("section: Fears", {"the other sentence", "the paragraph", "Doubts", "Hopes"}),
    ],
)
def test_what_may_hold_where_a_lost_entry_is_meant_is_held_back(
    tmp_path: Path, lost: str, counting: set[str]
) -> None:
    parts = {
        "the other sentence": "sentence: Often it",
        "the paragraph": "quote: It may harm",
        "Doubts": "section: Doubts",
        "Hopes": "section: Hopes",
    }
    stances, unused = place(
        tmp_path,
        *(f"document: folder/one, {part}, stance: supports" for part in parts.values()),
        f"document: folder/one, {lost}, stance: cautions",
    )
    spans = {
        "the other sentence": DOCUMENT.sentences[2].span,
        "the paragraph": DOCUMENT.blocks[1].span,
    }
    placed = {(stance.span or stance.section) for stance in stances.of_document("folder/one")}
    assert placed == {spans.get(part, part) for part in counting}
    assert len(unused) == 1 + len(parts) - len(counting)


def test_a_lost_section_may_stand_inside_another(tmp_path: Path) -> None:
    builder = TextBuilder()
    builder.heading("Effects", 1)
    builder.heading("Harm", 2)
    builder.paragraph("It may harm.")
    builder.heading("Costs", 1)
    builder.paragraph("It costs little.")
    document = builder.build("folder/one", DocumentMetadata(title="One", kind="text"))
    stances, unused = place(
        tmp_path,
        "document: folder/one, section: Effects, stance: supports",
        "document: folder/one, section: Costs, stance: supports",
        "document: folder/one, section: Harms, stance: cautions",
        document=document,
    )
    assert [stance.section for stance in stances.of_document("folder/one")] == ["Costs"]
    assert len(unused) == 2


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("", "the whole of folder/one"),
        (", section: Hopes", "section 'Hopes' of folder/one"),
        (", quote: It may harm", "one block of folder/one"),
    ],
)
@pytest.mark.parametrize("second", ["cautions", "mixed"])
def test_one_place_has_one_stance(tmp_path: Path, part: str, said: str, second: str) -> None:
    with pytest.raises(StanceFileError) as caught:
        place(
            tmp_path,
            f"document: folder/one{part}, stance: mixed",
            f"document: folder/one{part}, stance: {second}",
        )
    file = tmp_path / "stances.yaml"
    assert str(caught.value) == (
        f"{file}, stance 2 has the stance {second} where {file}, stance 1 has mixed, "
        f"both of {said}; keep one"
    )


def test_two_quotes_of_one_block_are_one_place(tmp_path: Path) -> None:
    with pytest.raises(StanceFileError, match="both of one block of folder/one"):
        place(
            tmp_path,
            "document: folder/one, quote: It may harm, stance: mixed",
            "document: folder/one, section: Doubts, quote: Often, stance: cautions",
        )


def test_a_document_of_another_folder_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "other" / "one.txt"
    elsewhere = replace(DOCUMENT, source_path=str(source))
    entry = "document: folder/one, stance: mixed"
    with pytest.raises(StanceFileError, match=f"stance 1 names 'folder/one', which is {source}"):
        place(tmp_path / "own", entry, document=elsewhere)
    stances, _ = place(tmp_path, entry, document=elsewhere)
    assert len(stances) == 1


def test_a_linked_document_is_of_the_folder_with_the_link(tmp_path: Path) -> None:
    target = write(tmp_path / "elsewhere", "It helps.", "one.txt")
    own = tmp_path / "own"
    own.mkdir()
    (own / "one.txt").symlink_to(target)
    linked = replace(DOCUMENT, source_path=str(own / "one.txt"))
    stances, _ = place(own, "document: folder/one, stance: mixed", document=linked)
    assert len(stances) == 1


def seeds() -> dict[str, Document]:
    loaded = load_paths([SEEDS])
    return {item.document_id: item for item in loaded if isinstance(item, Document)}


def test_the_stances_of_the_seeds_all_name_something() -> None:
    documents = seeds()
    entries = read_stance_files(stance_files([SEEDS]))
    stances, unused = place_stances(entries, documents.__getitem__, sorted(documents))
    assert unused == ()
    assert len(stances) == len(entries)
    assert {stance.assigned_by for stance in map(stances.of, documents) if stance} == {
        "the maintainers of Footnote, by reading; not reviewed by a clinician"
    }


@pytest.mark.parametrize(
    ("document", "sentence", "side"),
    [
        ("000", "is a complex and debated topic", Group.MIXED),
        ("000", "Safety behaviors are generally believed to interfere", Group.CAUTIONS),
        ("000", "Studies have shown that frequent use", Group.CAUTIONS),
        ("000", "some experts have proposed a more nuanced view", Group.MIXED),
        ("000", "Therapists are generally advised to fade", Group.CAUTIONS),
        ("000", "is mixed and sometimes contradictory", Group.MIXED),
        ("000", "minimizing these behaviors is essential", Group.CAUTIONS),
        ("001", "with arguments both for and against", Group.MIXED),
        ("001", "can provide immediate relief", Group.SUPPORTS),
        ("001", "significant improvements in their overall quality", Group.MIXED),
        ("001", "should be approached with caution", Group.CAUTIONS),
        ("002", "contribute to the maintenance", Group.CAUTIONS),
        ("002", "In contrast, coping strategies", None),
        ("002", "thereby reinforcing the very fears", Group.CAUTIONS),
        ("002", "This course is suitable", None),
        ("003", "embedding safety checks", None),
        ("003", "strengthens therapeutic outcomes while preserving safety", None),
    ],
)
def test_the_seeds_take_the_sides_that_reading_them_gives(
    document: str, sentence: str, side: Group | None
) -> None:
    documents = seeds()
    entries = read_stance_files(stance_files([SEEDS]))
    stances, _ = place_stances(entries, documents.__getitem__, sorted(documents))
    (found,) = (entry for name, entry in documents.items() if name.startswith(document))
    places = [
        (found.blocks[part.block].heading_path, part.span)
        for part in found.sentences
        if sentence in part.span.of(found.text)
    ]
    ((path, span),) = places
    stance = stances.of(found.document_id, path, span)
    assert (stance and stance.side) == side
