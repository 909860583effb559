"""The version of the application."""

from importlib import metadata


def app_version() -> str:
    try:
        return metadata.version("footnote")
    except metadata.PackageNotFoundError:  # run from a source tree that is not installed
        return "0+source"
