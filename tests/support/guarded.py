"""What a process may not do while it reads a file of a stranger's, watched by Python's audit events."""

import contextlib
import os
import sys
import sysconfig
import tempfile

NEVER = {
    "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.spawn", "subprocess.Popen",
    "socket.connect", "socket.getaddrinfo", "socket.bind", "urllib.Request", "pickle.find_class",
    "marshal.loads", "marshal.load", "shutil.rmtree", "os.remove", "os.rename", "os.symlink", "os.link",
    "os.chmod", "os.chown", "ctypes.dlopen", "code.__new__", "function.__new__", "builtins.input",
}  # fmt: skip
"""Events of running code, of talking to others, and of changing files."""

MAY_BE_READ = tuple(
    os.path.realpath(p)
    for p in {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, "/proc", "/sys", "/dev",
              "/usr", "/lib", os.path.dirname(os.path.dirname(os.path.dirname(__file__)))}
)  # fmt: skip

_watching: list[list[str]] = []


def _hook(event, args):
    if not _watching:
        return
    if event == "open":
        _opened(*args)
    elif event in NEVER and not _of_an_import() and not _of_temporary(event, args):
        _watching[-1].append(f"{event} {args!r}"[:200])


def _of_an_import():
    """Whether Python's import system is at work: it unmarshals modules that are installed."""
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _inside(path):
    path = os.path.realpath(path)
    return any(path.startswith(os.path.realpath(p)) for p in (os.getcwd(), tempfile.gettempdir()))


def _of_temporary(event, args):
    """A reader may lay out assets in a temporary folder and remove it."""
    return event in ("shutil.rmtree", "os.remove") and isinstance(args[0], str) and _inside(args[0])


def _opened(path, mode, flags):
    if not isinstance(path, (str, bytes)) or _of_an_import():
        return
    path = os.fsdecode(path)
    writes = bool(mode and set(mode) & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR))
    known = _inside(path) or (not writes and os.path.realpath(path).startswith(MAY_BE_READ))
    if not known:
        _watching[-1].append(f"open {path} {mode}")


sys.addaudithook(_hook)


@contextlib.contextmanager
def watched():
    """A list of what was done in the block that reading a file never needs."""
    seen: list[str] = []
    _watching.append(seen)
    try:
        yield seen
    finally:
        _watching.pop()
