"""What every encoder must do. A test class inherits this and gives the fixture `encoder`."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from embeddings.encoder import Encoder
from embeddings.errors import TextTooLong

TEXTS = (
    "What are safety behaviours?",
    "A café in Zürich: naïve, but lovely.",
    "",
    "word " * 200,
    "Exposure therapy asks people to approach what they fear.",
    "What are safety behaviours?",
)


class EncoderContract:
    def test_documents_become_float32_rows_of_length_one(self, encoder: Encoder) -> None:
        rows = encoder.encode_documents(TEXTS)
        assert rows.dtype == np.float32
        assert rows.shape == (len(TEXTS), encoder.identity.dimension)
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)

    def test_queries_become_float32_rows_of_length_one(self, encoder: Encoder) -> None:
        rows = encoder.encode_queries(TEXTS)
        assert rows.dtype == np.float32
        assert rows.shape == (len(TEXTS), encoder.identity.dimension)
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)

    def test_no_texts_give_no_rows(self, encoder: Encoder) -> None:
        for rows in (encoder.encode_queries([]), encoder.encode_documents([])):
            assert rows.shape == (0, encoder.identity.dimension)
            assert rows.dtype == np.float32

    def test_rows_stand_in_the_order_of_the_texts(self, encoder: Encoder) -> None:
        forward = encoder.encode_documents(TEXTS)
        backward = encoder.encode_documents(TEXTS[::-1])
        assert backward[::-1] == pytest.approx(forward, abs=1e-5)

    def test_a_row_depends_on_its_own_text_alone(self, encoder: Encoder) -> None:
        together = encoder.encode_documents(TEXTS)
        alone = np.concatenate([encoder.encode_documents([text]) for text in TEXTS])
        assert together == pytest.approx(alone, abs=1e-5)

    def test_the_same_text_twice_gives_the_same_row(self, encoder: Encoder) -> None:
        rows = encoder.encode_documents(TEXTS)
        assert rows[0] == pytest.approx(rows[-1], abs=1e-6)

    def test_a_question_is_nearest_to_the_text_that_answers_it(self, encoder: Encoder) -> None:
        documents = encoder.encode_documents(
            ["Wings produce lift.", "Avoiding eye contact is a safety behaviour.", "It rained."]
        )
        (cosines,) = encoder.encode_queries(["What is a safety behaviour?"]) @ documents.T
        assert cosines.argmax() == 1

    def test_token_count_holds_the_two_special_tokens(self, encoder: Encoder) -> None:
        assert encoder.count_tokens("") == 2
        assert encoder.count_tokens("hello") == 3
        assert encoder.count_tokens("hello " * 1000) == 1002

    def test_a_document_at_the_token_limit_is_read(self, encoder: Encoder) -> None:
        fitting = "hello " * (encoder.identity.max_tokens - 2)
        assert encoder.encode_documents([fitting]).shape[0] == 1

    def test_a_document_over_the_token_limit_is_refused(self, encoder: Encoder) -> None:
        limit = encoder.identity.max_tokens
        with pytest.raises(TextTooLong, match="truncate=True") as caught:
            encoder.encode_documents(["short", "hello " * (limit - 1)])
        assert (caught.value.position, caught.value.tokens) == (1, limit + 1)

    def test_a_truncated_document_is_read_up_to_the_limit(self, encoder: Encoder) -> None:
        fitting = "hello " * (encoder.identity.max_tokens - 2)
        rows = encoder.encode_documents([fitting, fitting + "world " * 50], truncate=True)
        assert rows[0] == pytest.approx(rows[1], abs=1e-5)

    def test_a_long_query_is_read_up_to_the_limit(self, encoder: Encoder) -> None:
        fitting = "hello " * (encoder.identity.max_tokens - 2)
        rows = encoder.encode_queries([fitting, fitting + "world " * 50])
        assert rows[0] == pytest.approx(rows[1], abs=1e-5)

    def test_progress_rises_to_the_number_of_texts(self, encoder: Encoder) -> None:
        seen: list[int] = []
        encoder.encode_documents(TEXTS, progress=seen.append)
        assert seen == sorted(seen)
        assert seen[-1] == len(TEXTS)

    def test_threads_get_the_rows_of_their_own_texts(self, encoder: Encoder) -> None:
        expected = encoder.encode_queries(TEXTS)
        with ThreadPoolExecutor(8) as pool:
            rows = list(pool.map(lambda text: encoder.encode_queries([text])[0], TEXTS * 4))
        assert np.stack(rows) == pytest.approx(np.tile(expected, (4, 1)), abs=1e-5)
