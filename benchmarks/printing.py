"""The share of a fit's time that its progress costs: 1000 epochs into a pipe and into a terminal.

    python benchmarks/printing.py [--repeats 5]

Each run is a fresh process. Within it the methods of the screen are timed: making the text, and writing
it. The first fit compiles and is not counted.
"""

import argparse
import os
import pty
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from measuring import Timed
from reporting import machine, markdown, save, verdict

MOST = 0.10
HERE = Path(__file__).resolve().parent
METHODS = ("begin", "epoch_begin", "update", "epoch_end", "flush", "end")


def child() -> None:
    """Fit twice; write the seconds of the second fit, and of printing in it, to the file named."""
    import keraunos
    from keraunos.training import progress
    from programs.spiral import network, spiral

    timed = Timed()
    for owner in (progress.Screen, progress.LineScreen, progress.BarScreen):
        for name in METHODS:
            if name in vars(owner):
                timed.wrap(owner, name)
    model, data = network(keraunos), spiral()
    model.fit(*data, batch_size=50, epochs=1000)
    timed.seconds = 0.0
    began = time.perf_counter()
    model.fit(*data, batch_size=50, epochs=1000)
    spent = time.perf_counter() - began
    os.write(int(sys.argv[2]), f"{timed.seconds} {spent}".encode())


def share(terminal: bool) -> float:
    """The share of one process."""
    answer, theirs = os.pipe()
    ours, out = pty.openpty() if terminal else os.pipe()
    reader = threading.Thread(target=_drain, args=(ours,), daemon=True)
    reader.start()
    command = [sys.executable, str(HERE / "printing.py"), "child", str(theirs)]
    subprocess.run(command, stdout=out, pass_fds=(theirs,), check=True, cwd=HERE)
    os.close(out)
    os.close(theirs)
    reader.join(5)
    with os.fdopen(answer) as told:
        printing, whole = map(float, told.read().split())
    return printing / whole


def _drain(end: int) -> None:
    try:
        while os.read(end, 1 << 16):
            continue
    except OSError:  # a terminal whose other end is closed
        return


def main() -> None:
    """Measure, print the table, write results/printing.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    facts = machine()
    shares: dict[str, list[float]] = {"a pipe": [], "a terminal": []}
    for _ in range(repeats):
        for name, found in shares.items():
            found.append(share(name == "a terminal"))
    rows = []
    for name, found in shares.items():
        middle = statistics.median(found)
        rows.append([name, f"{middle:.1%}", f"≤ {MOST:.0%}", verdict(middle, MOST, False)])
    columns = ["printing 1000 epochs into", "share of fit's time", "asked", ""]
    print(markdown(columns, rows))
    title = "What progress costs"
    print(save("printing", {"title": title, "machine": facts, "columns": columns, "rows": rows,
                            "checks": rows, "shares": shares}))  # fmt: skip


if __name__ == "__main__":
    child() if sys.argv[1:2] == ["child"] else main()
