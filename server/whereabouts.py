"""Tells where an error was raised without its text, which may hold what someone typed."""

import traceback


def where(error: BaseException) -> str:
    """The type of an error and of its causes, and the lines that raised it: no message, no data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[::-1])
    cause = error.__cause__ or error.__context__
    reason = f"; because of {where(cause)}" if cause is not None else ""
    return f"{type(error).__name__} at {places}{reason}"
