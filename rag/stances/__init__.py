"""Which side a source takes on a contested matter: said by a person in a file, never guessed.

A folder of documents may hold `stances.yaml`. It is read when the folder is indexed, held against
the documents, and kept in the generation, so that one generation always answers alike. Format and
advice: docs/stances.md.
"""

from rag.stances.placing import UnusedStance, place_stances
from rag.stances.stance_file import StanceEntry, read_stance_files, stance_files
from rag.stances.stances import Stance, Stances, stances_from_json

__all__ = [
    "Stance",
    "StanceEntry",
    "Stances",
    "UnusedStance",
    "place_stances",
    "read_stance_files",
    "stance_files",
    "stances_from_json",
]
