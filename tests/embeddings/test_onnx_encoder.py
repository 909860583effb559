"""Encoders as they are shipped: their rules, the contract, the published model as the measure."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from embeddings.errors import ChecksumMismatch, InvalidModelFolder
from embeddings.model_folder import MANIFEST_NAME, MODEL_NAME, TOKENIZER_NAME
from embeddings.onnx_encoder import OnnxEncoder
from embeddings.sentence_transformer_encoder import SentenceTransformerEncoder
from tests.embeddings.encoder_contract import TEXTS, EncoderContract

SENTENCES = (
    "Safety behaviours keep a fear alive because the feared outcome is never tested.",
    "The patient carried water, sat near the exit and checked her pulse.",
    "Randomised trials disagree on whether safety behaviours should be dropped at once.",
    "A thin wing in supersonic flow has wave drag.",
    "Information retrieval systems are judged by recall and precision.",
    "Levels of fatty acids in maternal plasma were raised at delivery.",
    "He asked: “Is it dangerous?” – no one answered.",
    "CPD: 3 hours",
    "naïve café déjà vu",
    "深い学習 and 한국어 and العربية",
    "x",
)


@pytest.fixture
def copied_folder(shipped_folder: Path, tmp_path: Path) -> Path:
    """A model folder of one's own, to damage."""
    return Path(shutil.copytree(shipped_folder, tmp_path / "model"))


class TestOnnxEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self, shipped: OnnxEncoder) -> Encoder:
        return shipped


class TestDefaultEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self) -> Encoder:
        return load_encoder(threads=2)


def test_one_thread_gives_the_rows_of_two(shipped_folder: Path, shipped: OnnxEncoder) -> None:
    alone = OnnxEncoder(shipped_folder, threads=1)
    assert np.array_equal(alone.encode_documents(TEXTS), shipped.encode_documents(TEXTS))


@pytest.mark.parametrize("name", ["[SEP]", "[CLS]", "[PAD]", "[UNK]", "[MASK]"])
def test_the_name_of_a_special_token_in_a_text_is_text(name: str, shipped: OnnxEncoder) -> None:
    # "[", "SEP" in one to three pieces, "]": never the one token of that name.
    assert shipped.count_tokens(name) >= 2 + 3
    (with_name, with_blanks) = shipped.encode_documents([name, f"[ {name[1:-1]} ]"])
    assert np.array_equal(with_name, with_blanks)


def test_negative_threads_are_refused(shipped_folder: Path) -> None:
    with pytest.raises(ValueError, match="got -1"):
        OnnxEncoder(shipped_folder, threads=-1)


def test_a_damaged_file_is_refused(copied_folder: Path) -> None:
    with (copied_folder / MODEL_NAME).open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\x00\x01\x02\x03")
    with pytest.raises(ChecksumMismatch, match="footnote models --help") as caught:
        OnnxEncoder(copied_folder)
    assert caught.value.path == copied_folder / MODEL_NAME


def test_a_missing_file_is_named(copied_folder: Path) -> None:
    (copied_folder / TOKENIZER_NAME).unlink()
    with pytest.raises(InvalidModelFolder, match=r"tokenizer\.json is missing"):
        OnnxEncoder(copied_folder)


def test_prompts_are_put_before_texts_and_counted(
    copied_folder: Path, shipped: OnnxEncoder
) -> None:
    path = copied_folder / MANIFEST_NAME
    data = json.loads(path.read_text())
    data["identity"] |= {"query_prompt": "query: ", "document_prompt": "a long passage: "}
    path.write_text(json.dumps(data))
    prompted = OnnxEncoder(copied_folder)
    assert np.array_equal(
        prompted.encode_queries(["lift"]), shipped.encode_queries(["query: lift"])
    )
    assert np.array_equal(
        prompted.encode_documents(["lift"]), shipped.encode_documents(["a long passage: lift"])
    )
    # [CLS] a long passage : lift [SEP]
    assert prompted.count_tokens("lift") == 7


@pytest.mark.models
def test_vectors_agree_with_the_published_model(
    shipped: OnnxEncoder, published: SentenceTransformerEncoder
) -> None:
    ours = shipped.encode_documents(SENTENCES)
    theirs = published.encode_documents(SENTENCES)
    assert (ours * theirs).sum(axis=1).min() >= 0.97
    # What a ranking sees: all cosines between texts, off by what int8 costs and no more.
    assert np.abs(ours @ ours.T - theirs @ theirs.T).max() < 0.05


@pytest.mark.models
def test_rankings_agree_with_the_published_model(
    shipped: OnnxEncoder, published: SentenceTransformerEncoder
) -> None:
    questions = ("Why do fears persist?", "drag at high speed", "How is search measured?")
    ours = shipped.encode_queries(questions) @ shipped.encode_documents(SENTENCES).T
    theirs = published.encode_queries(questions) @ published.encode_documents(SENTENCES).T
    assert ours.argmax(axis=1).tolist() == theirs.argmax(axis=1).tolist() == [0, 3, 4]


def test_the_default_is_near_the_published_model_it_was_tuned_from(shipped: OnnxEncoder) -> None:
    cosines = (
        shipped.encode_documents(SENTENCES) * load_encoder().encode_documents(SENTENCES)
    ).sum(axis=1)
    assert 0.75 < cosines.min() < 0.999
    assert cosines.mean() > 0.9


def test_the_default_prefers_what_answers_to_what_echoes(shipped: OnnxEncoder) -> None:
    question = ("When did the first trial of exposure take place?",)
    sentences = ("When the first trial of exposure took place is asked here.", "It began in 1958.")

    def margin(encoder: Encoder) -> float:
        echo, answer = encoder.encode_documents(sentences) @ encoder.encode_queries(question)[0]
        return float(answer - echo)

    assert margin(load_encoder()) > margin(shipped)


@pytest.mark.models
def test_token_counts_are_those_of_the_published_tokenizer(
    shipped: OnnxEncoder, published: SentenceTransformerEncoder
) -> None:
    texts = (*TEXTS, *SENTENCES, "hello " * 300)
    assert [shipped.count_tokens(text) for text in texts] == [
        published.count_tokens(text) for text in texts
    ]
