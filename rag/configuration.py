"""Settings from the command line, the environment and a file, and where each value came from.

The strongest source wins: flag, then `FOOTNOTE__SECTION__KEY`, then plain `HOST` and `PORT`, then
the file, then the default. An unknown key in any of them is an error that names the nearest known
one. An empty environment variable counts as not set; one that begins with FOOTNOTE_ and is no
setting is warned of.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from rapidfuzz import process

from rag.errors import SettingsError
from rag.settings import Settings
from rag.yaml_keys import repeated_key

_log = logging.getLogger(__name__)
DEFAULT_FILE = Path("footnote.yaml")
ENVIRONMENT_PREFIX = "FOOTNOTE__"
PLAIN_VARIABLES = MappingProxyType({"HOST": "server.host", "PORT": "server.port"})
_SINGLE_UNDERSCORE = ENVIRONMENT_PREFIX.removesuffix("_")
_PLAIN_NAMES = {
    str: "text", int: "a number", float: "a number", bool: "true or false", list: "a list",
}  # fmt: skip
MIN_SIMILARITY = 60  # rapidfuzz ratio, 0 to 100; below it a suggestion would mislead


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings with their history.

    Args:
        settings: the values.
        origins: for every setting, as "server.port", where its value came from.
        file: the file that was read, if any.
    """

    settings: Settings
    origins: Mapping[str, str]
    file: Path | None


@dataclass(frozen=True, slots=True)
class _Given:
    value: object
    origin: str


def load_settings(
    file: Path | None, overrides: Mapping[str, object], environ: Mapping[str, str]
) -> LoadedSettings:
    """The settings of one process.

    Args:
        file: a file that must exist; None reads `footnote.yaml` in the working directory, if any.
        overrides: values of command-line flags by setting, as `{"server.port": 8080}`; a None
            value counts as not given.
        environ: the environment, usually `os.environ`.

    Raises:
        SettingsError: the file cannot be read, a key is unknown or a value is not allowed.
    """
    path = file if file is not None else DEFAULT_FILE if DEFAULT_FILE.is_file() else None
    given: dict[str, _Given] = {}
    if path is not None:
        given |= _from_file(path)
    given |= _from_plain_variables(environ)
    given |= _from_environment(environ)
    given |= _from_overrides(overrides)
    return LoadedSettings(
        settings=_validated(given),
        origins={name: given[name].origin if name in given else "default" for name in SETTINGS},
        file=path,
    )


def setting_values(settings: Settings) -> dict[str, Any]:
    """Every value by its setting's name, JSON-ready; secrets are masked."""
    values = settings.model_dump(mode="json")
    return {name: values[name.split(".")[0]][name.split(".")[1]] for name in SETTINGS}


def environment_name(setting: str) -> str:
    """The variable that sets `setting`: "server.port" gives FOOTNOTE__SERVER__PORT."""
    return ENVIRONMENT_PREFIX + setting.replace(".", "__").upper()


def _leaves() -> Iterator[tuple[str, FieldInfo]]:
    for section, section_field in Settings.model_fields.items():
        model = section_field.annotation
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            raise TypeError(f"section {section!r} of Settings is not a model")
        for key, leaf in model.model_fields.items():
            yield f"{section}.{key}", leaf


SETTINGS: Mapping[str, FieldInfo] = MappingProxyType(dict(_leaves()))
SECTIONS = tuple(Settings.model_fields)


def _from_file(path: Path) -> dict[str, _Given]:
    origin = f"file {path}"
    given: dict[str, _Given] = {}
    for section, entries in _mapping(_parsed(path), origin).items():
        if section not in SECTIONS:
            raise SettingsError(_unknown("section", section, SECTIONS, origin))
        for key, value in _mapping(entries, f"section {section!r} in {origin}").items():
            name = f"{section}.{key}"
            if name not in SETTINGS:
                raise SettingsError(_unknown("setting", name, SETTINGS, origin))
            given[name] = _Given(value, origin)
    return given


def _parsed(path: Path) -> object:
    try:
        text = path.read_text(encoding="utf-8")
        if (again := repeated_key(text)) is not None:
            raise SettingsError(
                f"the settings file {path} has {again.key!r} again in line {again.line}; keep one"
            )
        return yaml.safe_load(text)
    except OSError as error:
        raise SettingsError(f"cannot read the settings file {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"the settings file {path} is not UTF-8: save it as UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise SettingsError(f"the settings file {path} is not valid YAML{place}") from error
    except RecursionError as error:
        raise SettingsError(f"the settings file {path} is nested too deeply") from error
    except ValueError as error:  # of a day that no calendar has, as 2020-99-99
        raise SettingsError(
            f"the settings file {path} holds what YAML takes for a date or number, and is none "
            f"({error}); put it in quotes"
        ) from error


def _mapping(value: object, where: str) -> dict[str, object]:
    if value is None:  # an empty file or section
        return {}
    if not isinstance(value, dict):
        found = _PLAIN_NAMES.get(type(value), "something else")
        raise SettingsError(f"{where} holds {found}; it must hold `key: value`")
    return {str(key): entry for key, entry in value.items()}


def _from_plain_variables(environ: Mapping[str, str]) -> dict[str, _Given]:
    return {
        name: _Given(environ[variable], f"environment {variable}")
        for variable, name in PLAIN_VARIABLES.items()
        if environ.get(variable)
    }


def _from_environment(environ: Mapping[str, str]) -> dict[str, _Given]:
    known = {environment_name(name): name for name in SETTINGS}
    given: dict[str, _Given] = {}
    for variable, value in environ.items():
        if not variable.startswith(ENVIRONMENT_PREFIX):
            if variable.startswith(_SINGLE_UNDERSCORE):
                _log.warning(
                    "%s is no setting: those begin with %s and have two underscores before the "
                    "key, as %s",
                    variable,
                    ENVIRONMENT_PREFIX,
                    _nearest(variable, known) or environment_name("server.port"),
                )
            continue
        if variable not in known:
            raise SettingsError(_unknown("setting", variable, known, "environment"))
        if value:
            given[known[variable]] = _Given(value, f"environment {variable}")
    return given


def _from_overrides(overrides: Mapping[str, object]) -> dict[str, _Given]:
    for name in overrides:
        if name not in SETTINGS:
            raise SettingsError(_unknown("setting", name, SETTINGS, "command line"))
    return {
        name: _Given(value, "command line")
        for name, value in overrides.items()
        if value is not None
    }


def _unknown(what: str, name: str, known: Iterable[str], at: str) -> str:
    nearest = _nearest(name, known)
    advice = f"did you mean {nearest!r}?" if nearest else "`footnote config show` lists them all"
    return f"unknown {what} {name!r} ({at}); {advice}"


def _nearest(name: str, known: Iterable[str]) -> str | None:
    found = process.extractOne(name, list(known), score_cutoff=MIN_SIMILARITY)
    return found[0] if found else None


def _validated(given: Mapping[str, _Given]) -> Settings:
    nested: dict[str, dict[str, object]] = {}
    for name, entry in given.items():
        section, key = name.split(".")
        nested.setdefault(section, {})[key] = entry.value
    try:
        return Settings.model_validate(nested)
    except ValidationError as error:
        raise SettingsError("; ".join(_complaints(error, given))) from error


def _complaints(error: ValidationError, given: Mapping[str, _Given]) -> Iterator[str]:
    for problem in error.errors(include_url=False, include_context=False):
        name = ".".join(str(part) for part in problem["loc"][:2])
        entry = given[name]
        yield (
            f"{name} is {entry.value!r} ({entry.origin}), which is not allowed: "
            f"{problem['msg'][0].lower()}{problem['msg'][1:]} ({SETTINGS[name].description})"
        )
