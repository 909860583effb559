from rag.answers.hits import make_hit
from rag.messages import ScoredSpan, ScoreKind, SpanMessage
from tests.rag.answers.tiny_windows import EAST, NORTH, query_of, window_of


def test_a_hit_locates_its_sentences_in_its_own_text() -> None:
    window = window_of("Cats.", "Dogs bark.", vectors=(NORTH, (0.6, 0.8)))
    hit = make_hit(query_of("dogs", vector=EAST), window, ScoreKind.COSINE)
    assert hit.text == "Cats.\nDogs bark."
    assert hit.span == SpanMessage(start=0, end=16)
    assert hit.sentences == (
        ScoredSpan(start=0, end=5, score=0.0),
        ScoredSpan(start=6, end=16, score=0.6),
    )
    assert (hit.score_kind, hit.title) == (ScoreKind.COSINE, "Cats")
    assert hit.deep_link.startswith("/sources/cats?start=0&end=16#cited")
