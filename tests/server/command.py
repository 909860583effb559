"""Runs `footnote` as a person would: a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

MODULE = [sys.executable, "-c", "from server.cli.main import main; main()"]
ROOT = Path(__file__).parents[2]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of this process without what would change settings or colours."""
    ours = ("FOOTNOTE__", "HOST", "PORT", "NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **(extra or {})}


def footnote(
    *arguments: str | Path,
    stdin: str | bytes = b"",
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> "subprocess.CompletedProcess[str]":
    result = subprocess.run(
        [*MODULE, *map(str, arguments)],
        input=stdin if isinstance(stdin, bytes) else stdin.encode(),
        capture_output=True,
        env=environment(env),
        cwd=cwd,
        timeout=300,  # a busy machine takes several times as long as an idle one
        check=False,
    )
    return subprocess.CompletedProcess(
        result.args, result.returncode, result.stdout.decode(), result.stderr.decode()
    )
