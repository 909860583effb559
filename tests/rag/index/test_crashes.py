"""Indexing is killed at twenty moments and at every step that counts: the index stays whole."""

import multiprocessing
import os
import pkgutil
import random
import signal
import time
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from unittest import mock

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


def index_and_die(corpus: Path, step: str, moment: str) -> None:
    """Index `corpus` until the function named `step` is called, and die before or after it."""
    original = pkgutil.resolve_name(step)

    def dies(*args: object, **options: object) -> None:
        if moment == "after":
            original(*args, **options)
        os.kill(os.getpid(), signal.SIGKILL)

    with mock.patch(step, dies):
        index(corpus)


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
    last = 1.2 * seconds  # a little beyond, since the end is where the generations change
    old, n_killed = 2, 0
    rng = random.Random(20)  # noqa: S311 a repeatable choice of moments, not a secret
    for kill in range(N_KILLS):
        new = 3 + kill
        process = started(processes, corpus, new)
        # One moment in each twentieth of the run.
        time.sleep(last * (kill + rng.random()) / N_KILLS)
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


@pytest.mark.parametrize(
    ("step", "moment", "is_new"),
    [
        ("rag.index.build.cut_document", "before", False),
        ("rag.index.build.write_dense_index", "after", False),
        ("rag.index.vector_cache.VectorCache.vectors", "after", False),
        ("rag.index.manifest.Manifest.write", "before", False),
        ("rag.index.manifest.Manifest.write", "after", False),
        ("rag.index.generations.os.fsync", "before", False),
        ("pathlib.Path.rename", "before", False),
        ("pathlib.Path.rename", "after", False),
        ("pathlib.Path.replace", "before", False),
        ("pathlib.Path.replace", "after", True),
        ("rag.index.generations.shutil.rmtree", "before", True),
        ("rag.index.vector_cache.VectorCache.prune", "before", True),
        ("rag.index.vector_cache.VectorCache.prune", "after", True),
    ],
)
def test_death_at_a_step_leaves_a_whole_generation_and_the_next_run_succeeds(
    tmp_path: Path, processes: ForkServerContext, step: str, moment: str, is_new: bool
) -> None:
    corpus, index_folder = tmp_path / "corpus", tmp_path / "index"
    for version in range(3):
        index(write_version(corpus, version))
    process = processes.Process(target=index_and_die, args=(write_version(corpus, 3), step, moment))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    process.close()
    assert verify_generation(index_folder).problems == ()
    assert served_version(corpus) == (3 if is_new else 2)
    index(write_version(corpus, 4))
    assert verify_generation(index_folder).problems == ()
    assert served_version(corpus) == 4
    assert not list((index_folder / "generations").glob(".staging-*"))
