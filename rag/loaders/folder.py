"""Files and folders to documents, one at a time; what cannot be read is reported and passed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rag.documents import Document, SkippedFile
from rag.errors import LoadError
from rag.loaders.document_ids import name_documents
from rag.loaders.formats import recognise
from rag.loaders.found_files import FoundFile, find_files, is_utf8
from rag.loaders.limits import DEFAULT_LIMITS, LoadLimits
from rag.loaders.pdf_process import PdfProcess
from rag.loaders.source_file import SourceFile


def load_paths(
    paths: Sequence[Path], *, limits: LoadLimits = DEFAULT_LIMITS
) -> Iterator[Document | SkippedFile]:
    """Every document below `paths`, streamed, with a report for each file that gave none.

    Folders are read recursively as `find_files` says; a file that is reached twice is read once.
    `document_id` is the path below the given folder without suffix (for a file given directly, its
    name), made unique as `name_documents` says.

    Raises:
        LoadError: one of `paths` does not exist, or its name or that of a folder above is not
            UTF-8. Raised before anything is read.
    """
    for path in paths:
        if not path.exists():
            raise LoadError("missing", f"{path} does not exist; check the path")
        if not is_utf8(path.resolve()):
            raise LoadError("name", f"{path.resolve()} is not named in UTF-8; rename it")
    return _load(paths, limits)


def _load(paths: Sequence[Path], limits: LoadLimits) -> Iterator[Document | SkippedFile]:
    found = list(find_files(paths))
    yield from (entry for entry in found if isinstance(entry, SkippedFile))
    files = [entry for entry in found if isinstance(entry, FoundFile)]
    file_ids = {document_id for _, document_id in name_documents(files)}
    with PdfProcess(limits) as pdfs:
        for file, document_id in name_documents(files):
            for loaded in _load_file(SourceFile(file.path, document_id, limits, pdfs)):
                yield _unless_taken(loaded, document_id, file_ids)


def _load_file(source: SourceFile) -> Iterator[Document | SkippedFile]:
    """The documents of one file; whatever is wrong with it becomes a report."""
    try:
        yield from recognise(source).load(source)
    except LoadError as error:
        yield SkippedFile(str(source.path), error.reason, error.detail)
    except PermissionError:
        yield SkippedFile(
            str(source.path), "unreadable", "permission denied; allow this user to read it"
        )
    except OSError as error:
        yield SkippedFile(str(source.path), "unreadable", f"{error.strerror or error}; check it")
    # The parsers behind the loaders are not ours, and no file may stop the indexing of others.
    except Exception as error:
        yield SkippedFile(
            str(source.path),
            "failed",
            f"reading it failed with {type(error).__name__}: {error}; save it in another format",
        )


def _unless_taken(
    loaded: Document | SkippedFile, file_id: str, file_ids: set[str]
) -> Document | SkippedFile:
    """A record inside a file may not take the id of another file."""
    if isinstance(loaded, SkippedFile) or loaded.document_id == file_id:
        return loaded
    if loaded.document_id not in file_ids:
        return loaded
    return SkippedFile(
        loaded.source_path,
        "duplicate id",
        f"{loaded.document_id!r} is also the id of a file; rename one of them",
    )
