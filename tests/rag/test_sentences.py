import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.sentences import split_sentences

# Each entry is the sentences of one text; the text is the entry joined by spaces.
HARD_CASES = [
    ["Dr. Smith met Mr. Jones at 5 p.m. yesterday.", "They talked."],
    ["Avoid cues, e.g. crowds, and check exits, i.e. doors.", "Then stop."],
    ["Clark et al. (2019) found it.", "Others did not."],
    ["This is exposure vs. relaxation.", "See Fig. 3 and No. 5 for details."],
    ["Compare Table 2.", "See App. B, Eq. 4, Sec. 3 and Ch. 7.", "Done."],
    ["The effect was 0.35 at 95.2%.", "It fell to .02 later."],
    ["J. K. Rowling wrote it.", "A. T. Beck did not."],
    ["The study by Foa, E. B. and Kozak, M. J. was new.", "It was cited."],
    ["The U.S. is large.", "So is the U.K."],
    ["She works for the N.H.S. in Leeds.", "It is big."],
    ['He said "I cannot go."', "Then he left."],
    ["He said “I cannot go.”", "Then he left."],
    ["‘I cannot go.’", "Then he left."],
    ["‘Why?’ she asked.", "He did not know."],
    ['"Stop!" he cried.', "She stopped."],
    ["She said: ‘Stop. Go home.’", "She did."],
    ["It works.", "(This is in brackets.)", "The next one is not."],
    ["It ended (see p. 12).", "Another began."],
    ["See pp. 12-14 and p. 12 there.", "Done."],
    ["He waited … and waited.", "Then came the end…", "Nobody knew."],
    ["He waited... and waited.", "Then it ended...", "Nobody knew."],
    ["Really?!", "Yes!", "Are you sure?", "I am."],
    ["We meet at 9 a.m. on Monday.", "Lunch is at 1 p.m.", "Bring food."],
    ["Visit https://example.org/a.b?c=d and v2.0.1 of it.", "It helps."],
    ["Write to anna.b@example.org.", "She answers."],
    ["First; second; third; and so on.", "End."],
    ["The drug (approx. 5 mg) works.", "Cf. Smith, vol. 3, ed. 2."],
    ["She has a Ph.D. in psychology.", "They work."],
    ["It was Jan. 5, 2024.", "By Dec. it was over."],
    ["We list apples, pears, etc.", "Then stop."],
    ["It took 5 hrs. then ended.", "So be it."],
    ["Prof. Lee and Sgt. Pepper met Rev. Green.", "St. Mary's is near."],
    ["Lt. Col. Brown saw Mt. Everest.", "Gov. Smith left."],
    ["1. Face the fear.", "2. Stay with it."],
    ["It costs £5.", "£6 was too much."],
    ["The score was 3.5.", "4 patients left."],
    ["iPhone sales rose.", "eBay fell."],
    ["Mean RT was 350 ms.", "SD was 20 ms.", "No effect was found."],
    ["She was diagnosed with MS.", "People with MS tire.", "Ms. Green and ms. brown agree."],
    ["The clinic is in Los Angeles, CA.", "Call before you come."],
    ["The clinic is at 12 Oak Dr.", "It opens at nine.", "On 5 May Dr. Smith was there."],
    ["He was treated by a Dr.", "I saw it.", "Then Dr. He came."],
    ["Some said no.", "I think they were wrong.", "This is no. 1 in the list."],
    ["Is it harmful?", "No.", "A safety behaviour keeps fear going."],
    ["I was asked to use the app.", "I used it every day.", "See app. A for details."],
    ["In Dec. 2020 I was not, as ed. B. Jones says.", "By Dec. it was over."],
    ["Exposure is safe.¹", "Others differ.²", "“Fear falls.”¹²", "Area is 5 m².", "So be it."],
]


@pytest.mark.parametrize("expected", HARD_CASES, ids=lambda case: case[0][:30])
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    text = " ".join(expected)
    assert [span.of(text) for span in split_sentences(text)] == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", ["Das Treffen ist am 3. Oktober.", "Siehe Abb. 3.", "Dann weiter."]),
        ("de-AT", ["Vgl. Müller u. a. 2010.", "Dann weiter."]),
        ("es", ["El Sr. García y la Sra. López vinieron.", "Hablan."]),
        # The English rules know "M.", those of French do not.
        ("fr", ["Le Dr. Martin et M. Dupont sont venus.", "Ils parlent."]),
        ("tlh", ["Dr. Smith came.", "It helped."]),
    ],
)
def test_abbreviations_of_the_language_end_no_sentence(language: str, expected: list[str]) -> None:
    text = " ".join(expected)
    assert [span.of(text) for span in split_sentences(text, language=language)] == expected


def test_sentences_of_a_long_text_without_spaces_are_all_found() -> None:
    # The library is asked about 4,000 characters at a time; 13 is no divisor of that.
    unit = "恐惧会随着时间慢慢减少了。"
    started = time.process_time()
    assert [span.of(unit * 20_000) for span in split_sentences(unit * 20_000)] == [unit] * 20_000
    assert time.process_time() - started < 5  # squared it was 9 s


def test_a_text_longer_than_a_stretch_without_an_end_comes_back_whole() -> None:
    text = "Fear falls. " + "und so weiter " * 2_000 + "bis hier. Ende."
    assert [len(span) for span in split_sentences(text)] == [11, 28_009, 5]


def test_word_joined_by_a_full_stop_is_not_split() -> None:
    assert len(split_sentences("Hello.World is one thing.")) == 1


def test_signs_alone_never_make_a_sentence() -> None:
    text = "!!! Important. ???"
    assert [span.of(text) for span in split_sentences(text)] == ["!!! Important. ???"]


def test_japanese_full_stops_end_sentences() -> None:
    assert len(split_sentences("これは文です。次の文です。")) == 2


def test_spans_count_code_points() -> None:
    text = "\U0001f642 Hi. There."
    assert [span.of(text) for span in split_sentences(text)] == ["\U0001f642 Hi.", "There."]


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_white_space_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == ()


@pytest.mark.parametrize("text", ["word", " no end here ", "...", "?"])
def test_text_without_an_end_is_one_sentence(text: str) -> None:
    assert [span.of(text) for span in split_sentences(text)] == [text.strip()]


@given(st.one_of(st.text(), st.text(alphabet=" .!?…\"'”’()[]aA1é\n\u00a0・。\U0001f642")))
def test_spans_cover_all_that_is_visible_in_order(text: str) -> None:
    spans = split_sentences(text)
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert all(at in covered for at, sign in enumerate(text) if not sign.isspace())
    assert all(len(span) and span.of(text) == span.of(text).strip() for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


@given(st.characters(categories=["Cs"]))
def test_lone_surrogate_does_not_stop_the_splitter(surrogate: str) -> None:
    assert len(split_sentences(f"One {surrogate} two. Three.")) == 2


@pytest.mark.parametrize(
    "unit", ["word ", "a", ". ", '"( ', ".) ", "1. ", "…", "! ", "x! ", " ", "Dr. ", "\U0001f642"]
)
def test_a_megabyte_of_anything_takes_seconds_at_most(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    split_sentences(text)
    assert time.perf_counter() - started < 10
