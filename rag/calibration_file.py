"""The JSON files that calibrations are kept in."""

import json
from collections.abc import Mapping
from pathlib import Path

from rag.errors import CalibrationError


def write_calibration(path: Path, record: Mapping[str, object]) -> None:
    """Write `record` as JSON; a file that was there is replaced whole or not at all.

    Raises:
        CalibrationError: the file cannot be written.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise CalibrationError(
            f"{path} cannot be written ({error.strerror}); name a file in a folder that exists "
            "and may be written to"
        ) from error
