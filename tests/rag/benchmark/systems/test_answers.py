from rag.engine import Engine
from rag.messages import AskRequest, ScoreKind, System
from tests.rag.seeds_engine import seeds_engine, seeds_settings, shipped_encoder


def test_another_ranking_finds_the_passages_that_are_read() -> None:
    by_words = Engine.open(seeds_settings(), encoder=shipped_encoder(), ranking=System.BM25)
    # No passage shares a word with this question, though meaning ranks passages for any.
    request = AskRequest(question="Xylophones?")
    assert by_words.ask(request).nearest == ()
    nearest = seeds_engine().ask(request).nearest
    assert {hit.score_kind for hit in nearest} == {ScoreKind.HYBRID_Z}
    by_words.close()
