import numpy as np
import pytest

from embeddings.encoder import Encoder
from rag.benchmark.dataset import Task
from rag.benchmark.systems.config import SystemConfig
from rag.benchmark.systems.making import make_system
from rag.benchmark.systems.prompted_encoder import PromptedEncoder
from rag.errors import SettingsError
from rag.messages import System
from tests.rag.index.tiny_encoder import TinyEncoder

_: type[Encoder] = PromptedEncoder


def prompted(encoder: Encoder) -> PromptedEncoder:
    return PromptedEncoder(encoder, query_prompt="query: ", document_prompt="passage: ")


def test_each_kind_of_text_gets_its_prompt() -> None:
    plain = TinyEncoder()
    encoder = prompted(plain)
    assert np.array_equal(encoder.encode_queries(["a cat"]), plain.encode_queries(["query: a cat"]))
    encoder.encode_documents(["a cat"])
    assert plain.encoded == ["passage: a cat"]
    assert encoder.count_tokens("cat") == 2 + 2 + 1  # two special, two of "passage:", "cat"
    assert encoder.identity.fingerprint != plain.identity.fingerprint


def test_a_model_that_brings_prompts_is_refused() -> None:
    with pytest.raises(SettingsError, match="tiny brings its own prompts"):
        prompted(prompted(TinyEncoder()))


def test_a_systems_prompts_stand_in_its_identity() -> None:
    config = SystemConfig(name="e5", ranking=System.DENSE, query_prompt="query: ")
    system = make_system(config, Task.RETRIEVAL, encoder=TinyEncoder())
    encoder = system.identity()["encoder"]
    assert (encoder["query_prompt"], encoder["document_prompt"]) == ("query: ", "")
