"""The table of subcommands."""

import sys
import types

import pytest

from keraunos import __version__
from keraunos.cli import main


def test_the_rest_goes_to_the_subcommand(monkeypatch):
    seen = []
    module = types.ModuleType("stand_in")
    module.main = lambda arguments: seen.append(arguments) or 7
    monkeypatch.setitem(sys.modules, "stand_in", module)
    monkeypatch.setitem(main.COMMANDS, "stand-in", ("stand_in", "stands in"))
    assert main.main(["stand-in", "-m", "x", "--", "--version"]) == 7
    assert seen == [["-m", "x", "--", "--version"]]


def test_help_and_version(capsys):
    with pytest.raises(SystemExit) as done:
        main.main(["--version"])
    assert done.value.code == 0
    assert capsys.readouterr().out == f"keraunos {__version__}\n"
    with pytest.raises(SystemExit):
        main.main(["-h"])
    said = capsys.readouterr().out
    for command, (_, what) in main.COMMANDS.items():
        assert command in said
        assert what in said


@pytest.mark.parametrize("arguments", [[], ["walk"]])
def test_errors(arguments, capsys):
    with pytest.raises(SystemExit) as done:
        main.main(arguments)
    assert done.value.code == 2
    assert "COMMAND" in capsys.readouterr().err
