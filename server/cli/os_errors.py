"""What the operating system refused, in words that say what to do."""

import errno

_ADVICE = {
    errno.ENOENT: "check the path",
    errno.EEXIST: "a folder is expected there; name another, or move the file away",
    errno.ENOTDIR: "a folder is expected there; name another, or move the file away",
    errno.EISDIR: "a file is expected there; name one",
    errno.EACCES: "allow this user to read and write it, or name another",
    errno.EPERM: "allow this user to read and write it, or name another",
    errno.EROFS: "name a place that can be written to",
    errno.ENOSPC: "make room on that disk",
    errno.ENOMEM: "close other programs, or use a machine with more memory",
}


def told(error: OSError) -> str:
    """The file, what the system says, and what to do. Names of files are paths, never questions."""
    names = [str(name) for name in (error.filename, error.filename2) if name is not None]
    what = " and ".join(names) or "the operating system refused"
    reason = error.strerror or type(error).__name__
    advice = _ADVICE.get(error.errno or 0, "check it, and try again")
    return f"{what}: {reason}; {advice}"
