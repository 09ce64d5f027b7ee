"""How well the spiral is learnt over many seeds, in Keraunos and in Keras, from equal first weights.

    python benchmarks/spiral_seeds.py [--seeds 20]

The data and the first weights of a seed are the same on both sides; the orders of the rows are each
side's own. A third side is Keraunos as it is after the seed: data, first weights, orders.
"""

import argparse
import statistics
from typing import Any

import numpy as np

from measuring import library
from programs.spiral import network, spiral
from reporting import machine, markdown, save, verdict

LEAST, APART = 0.94, 0.01
OWN = "keraunos, its own first weights"


def accuracies(keraunos: Any, keras: Any, seed: int) -> dict[str, float]:
    """The accuracy on fresh data after 1000 epochs, for each side."""
    for module in (keraunos, keras):
        module.utils.set_random_seed(seed)
    train, test = spiral(), spiral()
    models = {
        OWN: network(keraunos),
        "keras": network(keras, steps_per_execution=6),
        "keraunos": network(keraunos),
    }
    models["keraunos"].set_weights(models["keras"].get_weights())
    found = {}
    for side, model in models.items():
        model.fit(*train, batch_size=50, epochs=1000, verbose=0)
        found[side] = float(model.evaluate(*test, verbose=0)[1])
    return found


def main() -> None:
    """Train, print the table, write results/spiral_seeds.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    count = parser.parse_args().seeds
    facts = machine()
    keras, keraunos = library("keras", 0), library("keraunos", 0)
    runs = []
    for seed in range(count):
        runs.append(accuracies(keraunos, keras, seed))
        print(f"seed {seed}: " + ", ".join(f"{k} {v:.4f}" for k, v in runs[-1].items()), flush=True)
    median = {side: statistics.median(run[side] for run in runs) for side in runs[0]}
    spread = {side: np.quantile([run[side] for run in runs], [0, 1]).tolist() for side in runs[0]}
    apart = abs(median["keraunos"] - median["keras"])
    checks = [
        [f"median accuracy, {side}", f"{median[side]:.4f}", f"≥ {LEAST}",
         verdict(median[side], LEAST, True)]
        for side in ("keraunos", OWN)
    ]  # fmt: skip
    checks.append(
        ["from Keras' median", f"{apart:.4f}", f"≤ {APART}", verdict(apart, APART, False)]
    )
    columns = [f"spiral, accuracy over {count} seeds", "median", "least", "most"]
    rows = [[side, *(f"{v:.4f}" for v in (median[side], *spread[side]))] for side in median]
    print(markdown(columns, rows), "\n")
    print(markdown(("figure", "measured", "asked", ""), checks))
    title = "The spiral over many seeds"
    print(save("spiral_seeds", {"title": title, "machine": facts, "columns": columns, "rows": rows,
                                "checks": checks, "runs": runs}))  # fmt: skip


if __name__ == "__main__":
    main()
