"""The system that a configuration describes."""

from embeddings.encoder import Encoder
from rag.benchmark.dataset import Task
from rag.benchmark.systems.answering import BenchmarkedSystem
from rag.benchmark.systems.config import AnyConfig, RemoteConfig
from rag.benchmark.systems.local import LocalSystem
from rag.benchmark.systems.remote import RemoteSystem


def make_system(
    config: AnyConfig, task: Task, *, encoder: Encoder | None = None
) -> BenchmarkedSystem:
    """The system, not yet ready for a dataset.

    Args:
        config: of a system here or of a server.
        task: of the datasets it will see.
        encoder: the one that `config` names, if it is loaded already.
    """
    if isinstance(config, RemoteConfig):
        return RemoteSystem(config)
    return LocalSystem(config, task, encoder=encoder)
