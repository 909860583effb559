"""SciFact's claims with the sentences that bear on them.

Format: Wadden et al., EMNLP 2020, as CSV with `claim`, `evidence_doc_id` and `evidence_sentences`
("[2 5]", counted from 0), beside a JSON object of abstract id -> its sentences.
"""

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path

from rag.benchmark.datasets.errors import DatasetError, place

ABSTRACTS, TRAIN, VALIDATION = (
    "abstract_sentences.json",
    "claims_train.csv",
    "claims_validation.csv",
)


@dataclass(frozen=True, slots=True)
class EvidenceClaim:
    """A claim with one abstract that holds evidence: its sentences, and whether each is some."""

    claim: str
    sentences: tuple[str, ...]
    is_evidence: tuple[bool, ...]


def read_evidence_claims(folder: Path, claims: str) -> tuple[EvidenceClaim, ...]:
    """Each claim once for each abstract with evidence, in file order; claims without are left out.

    Args:
        folder: with `abstract_sentences.json`.
        claims: name of the CSV file there.

    Raises:
        DatasetError: a file cannot be read, or a claim names what is not there.
    """
    abstracts = _abstracts(folder / ABSTRACTS)
    found: dict[tuple[str, str], set[int]] = {}
    path = folder / claims
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            for row in rows:
                if document_id := row["evidence_doc_id"]:
                    numbers = {int(n) for n in re.findall(r"\d+", row["evidence_sentences"])}
                    if max(numbers, default=0) >= len(abstracts[document_id]):
                        raise DatasetError.at_line(
                            path, rows.line_num, f"no sentence {max(numbers)} in {document_id}"
                        )
                    claim = " ".join(row["claim"].split())
                    found.setdefault((claim, document_id), set()).update(numbers)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"{path} cannot be read: {error}; check the path") from error
    except (KeyError, TypeError) as error:
        raise DatasetError(
            f"{place(path, rows.line_num)}: {error} is missing; columns claim, evidence_doc_id and "
            f"evidence_sentences are needed, and the abstract in {ABSTRACTS}"
        ) from error
    claims_found = tuple(
        EvidenceClaim(
            claim,
            tuple(abstracts[document_id]),
            tuple(at in numbers for at in range(len(abstracts[document_id]))),
        )
        for (claim, document_id), numbers in found.items()
    )
    if not claims_found:
        raise DatasetError(f"{path} holds no claim with evidence; name another folder")
    return claims_found


def _abstracts(path: Path) -> dict[str, list[str]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path} cannot be read as JSON: {error}; mend the file") from error
    if not isinstance(content, dict) or not all(isinstance(v, list) for v in content.values()):
        raise DatasetError(f"{path}: expected an object of abstract id -> list of sentences")
    return content
