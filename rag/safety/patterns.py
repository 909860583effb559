"""A pattern file: what one language says when someone is in danger, as reviewed data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from rag.errors import SafetyFileError
from rag.safety.phrases import PhraseCompiler, PhraseSet, words_of
from rag.safety.spelling import Speller

QUOTED = "quoted"


class About(StrEnum):
    """Whom a message speaks of, and so whom the card speaks to. It is no degree of anything."""

    SELF = "self"
    SOMEONE = "someone"
    HARMED = "harmed"  # by someone
    SOMEONE_HARMED = "someone_harmed"
    OTHERS = "others"  # whom the one who writes may harm


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Disclosure(_File):
    name: str
    about: About
    emergency: bool = False
    despite: tuple[str, ...] = ()
    patterns: tuple[str, ...]


class _AfterHelp(_File):
    requests: tuple[str, ...]
    questions: tuple[str, ...]
    goes_on: tuple[str, ...]
    empty: tuple[str, ...]


class _ToldOfSomeone(_File):
    subjects: tuple[str, ...]
    oneself: tuple[str, ...]


class _PatternFile(_File):
    language: str
    version: str
    reviewed_by: tuple[str, ...]
    contractions: Mapping[str, str]
    contractions_with_apostrophe_only: Mapping[str, str]
    rewrites: Mapping[str, str]
    mend: Mapping[int, tuple[str, ...]]
    transposed: tuple[str, ...]
    never_mend: tuple[str, ...]
    core: tuple[str, ...]
    pieces: Mapping[str, tuple[str, ...]]
    set_aside: Mapping[str, tuple[str, ...]]
    joined: tuple[str, ...]
    told_of_someone: _ToldOfSomeone
    disclosures: tuple[_Disclosure, ...]
    after_help: _AfterHelp


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns of one kind of disclosure.

    Args:
        about: whom the card speaks of.
        is_emergency: whether the emergency number comes first.
        despite: kinds of harmless use that do not count against these patterns.
    """

    name: str
    about: About
    is_emergency: bool
    despite: frozenset[str]
    phrases: PhraseSet


@dataclass(frozen=True, slots=True)
class AfterHelp:
    """What tells a question to the documents from a reply to the help that was shown.

    Args:
        requests: ask for something; taken out before the others are looked for.
        questions: begin a question.
        goes_on: point to the one who writes, to means, to amounts or back to what was said.
        empty: words that name no matter that documents could hold.
    """

    requests: PhraseSet
    questions: PhraseSet
    goes_on: PhraseSet
    empty: frozenset[str]


class PatternSet:
    """One language's patterns, compiled."""

    def __init__(self, file: _PatternFile) -> None:
        compiler = PhraseCompiler(file.pieces)

        def compiled(sources: tuple[str, ...]) -> PhraseSet:
            return PhraseSet(compiler.compile(source) for source in sources)

        self.language, self.version, self.reviewed_by = (
            file.language,
            file.version,
            file.reviewed_by,
        )
        self.set_aside = {kind: compiled(sources) for kind, sources in file.set_aside.items()}
        self.groups = tuple(
            Group(g.name, g.about, g.emergency, frozenset(g.despite), compiled(g.patterns))
            for g in file.disclosures
        )
        self.joined = compiled(file.joined)
        self.subjects = compiled(file.told_of_someone.subjects)
        self.oneself = frozenset(file.told_of_someone.oneself)
        after = file.after_help
        self.after_help = AfterHelp(
            compiled(after.requests),
            compiled(after.questions),
            compiled(after.goes_on),
            frozenset(after.empty),
        )
        self._file, self._compiler = file, compiler

    @cached_property
    def speller(self) -> Speller:
        file = self._file
        contractions = {
            spelling: meant
            for typed, meant in file.contractions.items()
            for spelling in (typed, typed.replace("'", ""))
        }
        rewrites = contractions | dict(file.contractions_with_apostrophe_only) | dict(file.rewrites)
        sources = [source for group in file.disclosures for source in group.patterns]
        sources += [source for kind in file.set_aside.values() for source in kind]
        return Speller(
            vocabulary=self._compiler.vocabulary.union(*map(words_of, sources)),
            core=frozenset(file.core),
            rewrites=rewrites,
            mend=file.mend,
            transposed=file.transposed,
            never=frozenset(file.never_mend),
        )


def load_patterns(path: Path | None = None) -> PatternSet:
    """The patterns of `path`, or the English ones that come with Footnote.

    Raises:
        SafetyFileError: the file cannot be read or is not as it should be.
    """
    name = str(path) if path is not None else "rag/safety/patterns/en.yaml"
    try:
        fields: Any = yaml.safe_load(_text(path))
        return PatternSet(_PatternFile.model_validate(fields))
    except (OSError, ValueError, yaml.YAMLError, SafetyFileError) as error:
        reason = _reason(error)
        raise SafetyFileError(f"{name}: {reason}; docs/safety.md describes the file") from error


def _text(path: Path | None) -> str:
    if path is not None:
        return path.read_text(encoding="utf-8")
    shipped = resources.files("rag.safety").joinpath("patterns", "en.yaml")
    return shipped.read_text(encoding="utf-8")


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(error)
