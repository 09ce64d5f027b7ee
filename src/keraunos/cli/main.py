"""The `keraunos` command: a table of subcommands, each a module with `main(arguments)`."""

import argparse
import importlib
import sys
from collections.abc import Sequence

from keraunos import __version__

COMMANDS = {
    "run": ("keraunos.cli.run", "run a Keras 1, Keras 2, tf.keras or Keras 3 script as it is"),
    "inspect": ("keraunos.cli.inspect", "show what a file of a model holds, without loading it"),
    "demo": ("keraunos.cli.demo", "train three small networks and look at what they learnt"),
}
"""Name of a subcommand -> (its module, what it does); the module loads when it is asked for."""


def main(arguments: Sequence[str] | None = None) -> int | None:
    """Hand the arguments after the subcommand's name to its module; returns the exit code."""
    lines = [f"  {name:<8}{what}" for name, (_, what) in COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="keraunos",
        description="The Keras way of building neural networks on one engine.",
        epilog="\n".join(["commands:", *lines, "", "`keraunos COMMAND -h` says more of each."]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"keraunos {__version__}")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of those below")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="its arguments")
    options = parser.parse_args(arguments)
    module, _ = COMMANDS[options.command]
    return importlib.import_module(module).main(options.rest)


if __name__ == "__main__":
    sys.exit(main())
