"""`keraunos run`: a script, module or command as plain python would run it, with old imports answered."""

import argparse
import importlib
import runpy
import sys
import types
import warnings
from collections.abc import Callable, Sequence
from importlib.machinery import SourceFileLoader
from multiprocessing import spawn
from pathlib import Path
from typing import Any

from keraunos import compat
from keraunos.compat.wording import one_line

USAGE = (
    "keraunos run [-h] [--traceback] [--resume FOLDER] "
    "(SCRIPT | -m MODULE | -c COMMAND | -) [ARGUMENT ...]"
)
_STARTER = __file__
_HIDDEN = (
    str(Path(compat.__file__).parents[1]),
    "<frozen importlib",
    str(Path(importlib.__file__)),
)


def main(arguments: Sequence[str]) -> None:
    """Run what the arguments name; its exceptions and exit code are those of this process."""
    how, rest = _what(list(arguments))
    compat.install()
    warnings.formatwarning = one_line
    spawn.get_command_line = _reach(spawn.get_command_line)  # type: ignore[assignment]
    sys.excepthook = _report_all if how.traceback else _report
    if how.resume is not None:
        from keraunos.callbacks.resume import begin_process

        begin_process(how.resume)
    if how.module is not None:
        sys.argv, sys.path[0] = [how.module, *rest], str(Path.cwd())
        runpy.run_module(how.module, run_name="__main__", alter_sys=True)
    elif how.command is not None:
        sys.argv, sys.path[0] = ["-c", *rest], ""
        _execute(how.command, "<string>", None)
    elif how.script == "-":
        sys.argv, sys.path[0] = ["-", *rest], ""
        _execute(sys.stdin.buffer.read(), "<stdin>", None)
    else:
        _run_file(how.script, rest)


def _what(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """What to run, and the arguments after it, which are the script's own."""
    parser = argparse.ArgumentParser(prog="keraunos run", usage=USAGE, description=__doc__)
    parser.add_argument("--traceback", action="store_true", help="show all frames of errors")
    parser.add_argument(
        "--resume", metavar="FOLDER", help="keep checkpoints there; run again, it goes on from them"
    )
    parser.add_argument("-m", dest="module", help="run a module, as python -m")
    parser.add_argument("-c", dest="command", help="run a command, as python -c")
    parser.add_argument("script", nargs="?", help="a file, a folder with __main__.py, - for stdin")
    end = 0
    while end < len(arguments) and arguments[end].startswith("-") and arguments[end] != "-":
        end += 1
        if arguments[end - 1] in ("-m", "-c"):
            break
        end += arguments[end - 1] == "--resume"
    end += 1
    how = parser.parse_args(arguments[:end])
    if how.script is None and how.module is None and how.command is None:
        parser.error("name a script, or -m MODULE, or -c COMMAND")
    return how, arguments[end:]


def _run_file(script: str, rest: list[str]) -> None:
    path = Path(script)
    sys.argv = [script, *rest]
    if path.is_dir() or path.suffix in (".zip", ".pyz"):
        sys.path[0] = script
        runpy.run_path(script, run_name="__main__")
        return
    try:
        source = path.read_bytes()
    except OSError as error:
        print(f"keraunos run: can't open file {script!r}: {error.strerror}", file=sys.stderr)
        sys.exit(2)
    sys.path[0] = str(path.resolve().parent)
    name = str(path.absolute())
    _execute(source, name, SourceFileLoader("__main__", name))


def _execute(source: Any, name: str, loader: Any) -> None:
    """Run source as the module `__main__`."""
    module = types.ModuleType("__main__")
    facts: dict[str, Any] = {"__builtins__": __builtins__, "__loader__": loader, "__spec__": None}
    if name != "<string>":
        facts |= {"__file__": name, "__cached__": None}
    vars(module).update(facts)
    sys.modules["__main__"] = module
    exec(compile(source, name, "exec", dont_inherit=True), vars(module))


def _reach(plain: Any) -> Any:
    """The command line of spawned processes, so that the hook is there too."""

    def get_command_line(**kwargs: Any) -> list[str]:
        line = plain(**kwargs)
        for i, word in enumerate(line):
            if word == "-c":
                line[i + 1] = f"from keraunos import compat; compat.install(); {line[i + 1]}"
        return line

    return get_command_line


# --- tracebacks ---------------------------------------------------------------------------------


def _report(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """Print an exception with the user's frames only."""
    hidden = _strip(error, lambda file: not file.startswith(_HIDDEN), set())
    sys.__excepthook__(kind, error, error.__traceback__)
    if hidden:
        print("(Keraunos' own frames are left out: keraunos run --traceback …)", file=sys.stderr)


def _report_all(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """Print an exception with all frames but those that started the script."""
    _strip(error, lambda file: True, set())
    sys.__excepthook__(kind, error, error.__traceback__)


def _strip(error: BaseException | None, shown: Callable[[str], bool], seen: set[int]) -> bool:
    """Leave frames out of an exception and of those it came from; whether any but the starter's were."""
    if error is None or id(error) in seen:
        return False
    seen.add(id(error))
    frames = _frames(error.__traceback__)
    kept = [f for f in frames if shown(f.tb_frame.f_code.co_filename)]
    chain = None
    for one in reversed(kept):
        chain = types.TracebackType(chain, one.tb_frame, one.tb_lasti, one.tb_lineno)
    error.__traceback__ = chain
    causes = [_strip(e, shown, seen) for e in (error.__cause__, error.__context__)]
    return len(kept) < len(frames) or any(causes)


def _frames(trace: types.TracebackType | None) -> list[types.TracebackType]:
    """The frames of a traceback, from the first that is the script's."""
    frames: list[types.TracebackType] = []
    while trace is not None:
        frames.append(trace)
        file = trace.tb_frame.f_code.co_filename
        if file == _STARTER or (file == "<frozen runpy>" and len(frames) == 1):
            frames.clear()
        trace = trace.tb_next
    return frames
