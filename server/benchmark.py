"""Speed and size of the service as it is installed: `python -m server.benchmark QUESTIONS.yaml`.

Starts `footnote serve` as a process of its own on the current index, waits until it is ready, and
asks every question over loopback with one client on one kept connection.
"""

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rag.evaluation.questions import read_questions

_HOST = "127.0.0.1"
_POLL_S = 0.005
_PATIENCE_S = 60
_STARTS = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a Markdown table of what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, help="question file in the form of the seeds'")
    parser.add_argument("--rounds", type=int, default=20, help="times that every question is asked")
    options = parser.parse_args(arguments)
    questions = [question.text for question in read_questions(options.questions)]
    ready_s: list[float] = []
    for _ in range(_STARTS - 1):
        with _served() as (_, seconds):
            ready_s.append(seconds)
    with _served() as (server, seconds):
        ready_s.append(seconds)
        resident_before = _resident_mb(server.pid)
        asked = _ask_all(_port_of(server), questions, options.rounds)
        resident_after = _resident_mb(server.pid)
    site_packages = Path(sysconfig.get_path("purelib"))
    _write_row(["measure", "value"])
    _write_row(["---", "---"])
    _write_row(
        [
            f"start until ready, {_STARTS} starts",
            f"median {statistics.median(ready_s):.2f} s, most {max(ready_s):.2f} s",
        ]
    )
    _write_row(["resident when ready", f"{resident_before:.0f} MB"])
    _write_row([f"resident after {len(asked)} questions", f"{resident_after:.0f} MB"])
    whole_ms, reading_ms = zip(*asked, strict=True)
    for percent in (50, 95, 99):
        _write_row([f"POST /v1/ask, p{percent}", f"{_percentile(whole_ms, percent):.1f} ms"])
    _write_row(["of which reading, p50", f"{_percentile(reading_ms, 50):.1f} ms"])
    _write_row(
        [f"{site_packages.parent.name}/{site_packages.name}", f"{_size_mb(site_packages):.0f} MB"]
    )


@contextmanager
def _served() -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A running server on a free port, and the seconds from its start until it was ready."""
    port = _free_port()
    started = time.perf_counter()
    server = subprocess.Popen(  # noqa: S603 our own command
        [str(Path(sys.executable).with_name("footnote")), "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"HOST": _HOST},
    )
    try:
        while not _is_ready(port):
            if server.poll() is not None or time.perf_counter() - started > _PATIENCE_S:
                raise RuntimeError(
                    "`footnote serve` did not become ready; run it by hand to see why"
                )
            time.sleep(_POLL_S)
        yield server, time.perf_counter() - started
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _port_of(server: subprocess.Popen[bytes]) -> int:
    assert isinstance(server.args, list)
    return int(str(server.args[-1]))


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(_HOST, port, timeout=_PATIENCE_S)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _ask_all(port: int, questions: Sequence[str], rounds: int) -> list[tuple[float, float]]:
    """Milliseconds of every question as its client counts them, and of reading within."""
    connection = http.client.HTTPConnection(_HOST, port, timeout=_PATIENCE_S)
    found: list[tuple[float, float]] = []
    for _ in range(rounds):
        for question in questions:
            body = json.dumps({"question": question})
            started = time.perf_counter()
            connection.request("POST", "/v1/ask", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = response.read()
            milliseconds = (time.perf_counter() - started) * 1000
            if response.status != http.HTTPStatus.OK:
                raise RuntimeError(f"a question got status {response.status}")
            found.append((milliseconds, json.loads(answer)["timings_ms"]["read"]))
    connection.close()
    return found


def _percentile(values: Sequence[float], percent: int) -> float:
    """Nearest rank: the lowest value that at least `percent` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def _size_mb(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _write_row(cells: Sequence[str]) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
