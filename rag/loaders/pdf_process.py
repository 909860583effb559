"""A process that reads PDFs within bounds of memory and time.

A few kilobytes of PDF may unpack to any amount of text, pdfium asks for all of it at once, and it
ends its process when there is no more. So that process is not the one that indexes.

`main` is the other side. Messages have a length of 8 bytes, big
endian, before them: to it the limits as JSON, then files; from it a reply, as JSON, for each file.
"""

import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Self

from pydantic import TypeAdapter

from rag.errors import LoadError
from rag.loaders.limits import LoadLimits
from rag.loaders.pdf_content import PdfContent, read_content

_LENGTH_BYTES = 8
_OUT_OF_MEMORY = 3  # exit code of the process
_PROGRAM = f"from {__name__} import main; main()"
_ENDED_BY_MEMORY = frozenset({_OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL})
_ADVICE = "print it to a new PDF, or save its text as a text file, and index that"


@dataclass(frozen=True, slots=True)
class _Reply:
    """The content, or the reason and detail of an error."""

    content: PdfContent | None = None
    reason: str = ""
    detail: str = ""


_REPLY = TypeAdapter(_Reply)
_LIMITS = TypeAdapter(LoadLimits)


class PdfProcess:
    """Reads PDFs one after another; started with the first, and anew after one that ended it.

    Close it, or use it in a `with` statement. Not for several threads at once.
    """

    def __init__(self, limits: LoadLimits) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None

    def content_of(self, data: bytes) -> PdfContent:
        """What the file holds.

        Raises:
            LoadError: as `read_content` says; "too large" also for one that takes more memory or
                time than the limits allow, "broken" for one that makes pdfium fail.
        """
        child = self._child or self._start()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            _send(child.stdin, data)
            message = _receive(child.stdout)
        except BrokenPipeError:
            message = None
        if message is None:
            raise self._explain_end()
        reply = _REPLY.validate_json(message)
        if reply.content is None:
            raise LoadError(reply.reason, reply.detail)
        return reply.content

    def close(self) -> None:
        """End the process; a later file starts another."""
        if self._child is not None:
            child, self._child = self._child, None
            child.kill()  # it holds nothing that needs an orderly end
            child.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        self._child = subprocess.Popen(  # noqa: S603 our own module
            [sys.executable, "-P", "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # It finds what this process finds, however this one was started.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert self._child.stdin is not None
        _send(self._child.stdin, _LIMITS.dump_json(self._limits))
        return self._child

    def _explain_end(self) -> LoadError:
        assert self._child is not None
        code = self._child.wait()
        self.close()
        if code == -signal.SIGXCPU:
            return LoadError(
                "too large",
                f"reading it takes more than {self._limits.max_pdf_seconds} seconds; {_ADVICE}",
            )
        if code in _ENDED_BY_MEMORY:
            return LoadError(
                "too large",
                f"reading it takes more than {self._limits.max_pdf_memory_bytes:,} bytes of "
                f"memory; {_ADVICE}",
            )
        return LoadError("broken", f"reading it ends the PDF library (code {code}); {_ADVICE}")


def main() -> None:
    """Reply to every file on stdin until it ends."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    limits = _LIMITS.validate_json(_receive(source) or b"")
    _limit(resource.RLIMIT_AS, limits.max_pdf_memory_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    while (data := _receive(source)) is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + limits.max_pdf_seconds)
        try:
            _send(target, _REPLY.dump_json(_reply(data, limits)))
        except MemoryError:
            sys.exit(_OUT_OF_MEMORY)


def _reply(data: bytes, limits: LoadLimits) -> _Reply:
    try:
        return _Reply(read_content(data, limits))
    except LoadError as error:
        return _Reply(reason=error.reason, detail=error.detail)
    except MemoryError:
        raise
    # As for any other file: whatever its parser says becomes a report.
    except Exception as error:
        return _Reply(
            reason="broken",
            detail=f"reading it failed with {type(error).__name__}: {error}; {_ADVICE}",
        )


def _limit(what: int, most: int) -> None:
    """Lower the soft limit to `most`, within the hard limit that is there."""
    hard = resource.getrlimit(what)[1]
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (soft, hard))


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(message)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    """The next message; None when the stream ended before its end."""
    head = stream.read(_LENGTH_BYTES)
    length = int.from_bytes(head, "big")
    message = stream.read(length) if len(head) == _LENGTH_BYTES else b""
    return message if len(head) == _LENGTH_BYTES and len(message) == length else None
