"""Indexing is killed at twenty moments; what is current is always the old or the new, whole."""

import multiprocessing
import random
import time
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import pytest

from rag.documents import Document
from rag.index.generations import DOCUMENTS
from rag.index.store import Store
from rag.index.verify import verify_generation
from tests.rag.index.corpora import build, current, write_corpus
from tests.rag.index.tiny_encoder import TinyEncoder

N_KILLS, N_DOCUMENTS = 20, 40


def index(corpus: Path) -> None:
    build(corpus, TinyEncoder())


def write_version(corpus: Path, version: int) -> Path:
    """A corpus in which every document, and no other version's, says `version`."""
    texts = {
        f"{name:02}": f"Version {version} of fear {name}. It says version {version} again."
        for name in range(N_DOCUMENTS)
    }
    return write_corpus(corpus, **texts)


def served_version(corpus: Path) -> int:
    """The one version that every document of the current generation says."""
    store = Store(current(corpus) / DOCUMENTS)
    documents: list[Document] = list(store.documents())
    store.close()
    assert len(documents) == N_DOCUMENTS
    (version,) = {int(document.text.split()[1]) for document in documents}
    return version


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Makes processes that need not import anything again, so that a kill hits the work."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def started(processes: ForkServerContext, corpus: Path, version: int) -> ForkServerProcess:
    process = processes.Process(target=index, args=(write_version(corpus, version),))
    process.start()
    return process


def undisturbed_seconds(processes: ForkServerContext, corpus: Path, version: int) -> float:
    process = started(processes, corpus, version)
    begun = time.perf_counter()
    process.join()
    assert process.exitcode == 0
    process.close()
    return time.perf_counter() - begun


def test_killed_indexing_leaves_the_old_or_the_new_generation_whole(
    tmp_path: Path, processes: ForkServerContext
) -> None:
    corpus = tmp_path / "corpus"
    # The first process also waits for the imports; the shorter of the next two has least else.
    undisturbed_seconds(processes, corpus, 0)
    seconds = min(undisturbed_seconds(processes, corpus, version) for version in (1, 2))
    old, n_killed = 2, 0
    rng = random.Random(20)  # noqa: S311 a repeatable choice of moments, not a secret
    for kill in range(N_KILLS):
        new = 3 + kill
        process = started(processes, corpus, new)
        # One moment in each twentieth of the run.
        time.sleep(seconds * (kill + rng.random()) / N_KILLS)
        process.kill()
        process.join()
        n_killed += process.exitcode == -9
        process.close()
        assert verify_generation(tmp_path / "index").problems == ()
        assert served_version(corpus) in {old, new}
        old = served_version(corpus)
    assert n_killed >= N_KILLS // 2
    assert undisturbed_seconds(processes, corpus, 99) > 0
    assert served_version(corpus) == 99
    assert verify_generation(tmp_path / "index").problems == ()
