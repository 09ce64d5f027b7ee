"""How well the spiral is learnt over many seeds, in Keraunos and in Keras, from equal first weights.

    python benchmarks/spiral_seeds.py [--seeds 20]

The data and the first weights of a seed are the same on both sides; the orders of the rows are each
side's own. A third side is Keraunos from first weights that it drew itself, over five times as many seeds:
of 20 such runs nine medians in ten lie between 0.927 and 0.953.
"""

import argparse
import statistics
from typing import Any

import numpy as np

from measuring import library
from programs.spiral import network, spiral
from reporting import machine, markdown, save, verdict

LEAST, APART = 0.94, 0.01
MORE = 5
OWN = "keraunos, its own first weights"


def accuracies(keraunos: Any, keras: Any, seed: int) -> dict[str, float]:
    """The accuracy on fresh data after 1000 epochs, for each side."""
    for module in (keraunos, keras):
        module.utils.set_random_seed(seed)
    data = spiral(), spiral()
    models = {"keras": network(keras, steps_per_execution=6), "keraunos": network(keraunos)}
    models["keraunos"].set_weights(models["keras"].get_weights())
    return {side: accuracy(model, *data) for side, model in models.items()}


def own_accuracy(keraunos: Any, seed: int) -> float:
    """The same for Keraunos alone, all drawn from one seed."""
    keraunos.utils.set_random_seed(seed)
    data = spiral(), spiral()
    return accuracy(network(keraunos), *data)


def accuracy(model: Any, train: Any, test: Any) -> float:
    model.fit(*train, batch_size=50, epochs=1000, verbose=0)
    return float(model.evaluate(*test, verbose=0)[1])


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
    sides = {side: [run[side] for run in runs] for side in runs[0]}
    sides[f"{OWN}, {MORE * count} seeds"] = [
        own_accuracy(keraunos, seed) for seed in range(MORE * count)
    ]
    median = {side: statistics.median(found) for side, found in sides.items()}
    spread = {side: np.quantile(found, [0, 1]).tolist() for side, found in sides.items()}
    apart = abs(median["keraunos"] - median["keras"])
    checks = [
        [f"median accuracy, {side}", f"{median[side]:.4f}", f"≥ {LEAST}",
         verdict(median[side], LEAST, True)]
        for side in sides
        if side != "keras"
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
                                "checks": checks, "runs": sides}))  # fmt: skip


if __name__ == "__main__":
    main()
