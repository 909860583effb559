"""What the options before a command say, and what commands make of it."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rag.configuration import LoadedSettings
    from rag.engine import Engine
    from rag.messages import Safety


@dataclass(frozen=True, slots=True)
class Invocation:
    """The global options of one call of `footnote`."""

    config: Path | None = None
    index: Path | None = None

    def load(self, overrides: Mapping[str, object] | None = None) -> "LoadedSettings":
        """The settings, with these flags over everything else.

        Raises:
            SettingsError: an unknown key or a value that is not allowed.
        """
        from rag.configuration import load_settings

        flags = {"index.path": self.index, **(overrides or {})}
        return load_settings(self.config, flags, os.environ)

    def help_for(
        self, question: str, *, region: str | None, earlier: Sequence[str] = ()
    ) -> "Safety | None":
        """Help to show instead of what is asked for; needs no index and takes any length."""
        from rag.safety.gate import load_gate

        gate = load_gate(self.load().settings.safety)
        return gate.help_for(question, region=region, earlier=earlier)

    def open_engine(self) -> "Engine":
        from rag.engine import Engine

        return Engine.open(self.load().settings)


def invocation_of(context: typer.Context) -> Invocation:
    assert isinstance(context.obj, Invocation)
    return context.obj
