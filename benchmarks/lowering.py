"""Each fast path of convolutions, pools and rows against the engine's own: alone, and in a compiled loop.

    python benchmarks/lowering.py [--steps 5] [--repeats 6] [--only TEXT]

A step is one step down a gradient: of the kernel, or of the input. Wall and processor milliseconds a step
are the best of the repeats, as other programs only ever add to them; compile time is not counted.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from keraunos.ops.lowering import convolution, geometry, pooling, product, rows
from keraunos.ops.lowering.geometry import Geometry
from keraunos.ops.lowering.platform import CONVOLVING
from keraunos.ops.windows import pads_of
from reporting import machine, markdown, save


class Case(NamedTuple):
    """A layer: the shapes of input and kernel, and how the window moves."""

    x: tuple[int, ...]
    kernel: tuple[int, ...]
    strides: int = 1
    dilation: int = 1
    spread: int = 1
    groups: int = 1


CONVOLUTIONS = {
    "conv, 1 channel": Case((64, 28, 28, 1), (3, 3, 1, 32)),
    "conv, 3 channels": Case((32, 32, 32, 3), (3, 3, 3, 32)),
    "conv, 16 channels": Case((32, 16, 16, 16), (3, 3, 16, 16)),
    "conv, 32 channels": Case((64, 13, 13, 32), (3, 3, 32, 64)),
    "conv, stride 2": Case((32, 16, 16, 16), (3, 3, 16, 16), strides=2),
    "conv, dilation 2": Case((32, 16, 16, 16), (3, 3, 16, 16), dilation=2),
    "conv, 1 × 1": Case((32, 16, 16, 16), (1, 1, 16, 32)),
    "conv, 4 groups": Case((32, 16, 16, 16), (3, 3, 4, 16), groups=4),
    "depthwise": Case((32, 16, 16, 16), (3, 3, 1, 16), groups=16),
    "transposed, stride 2": Case((32, 8, 8, 16), (3, 3, 16, 16), spread=2),
    "conv, 1-D": Case((32, 100, 32), (5, 32, 32)),
    "conv, 64 channels": Case((8, 16, 16, 64), (3, 3, 64, 64)),
    "conv, 3-D": Case((8, 8, 8, 8, 16), (3, 3, 3, 16, 16)),
}
POOLS = {
    "max pool 2": (pooling.max_pool, pooling.plain_max, 2, 2),
    "max pool 3, stride 2": (pooling.max_pool, pooling.plain_max, 3, 2),
    "mean pool 2": (pooling.sum_pool, pooling.plain_sum, 2, 2),
    "mean pool 3, stride 2": (pooling.sum_pool, pooling.plain_sum, 3, 2),
}


IMAGES, STEPS = (32, 32, 32, 64), (32, 64, 128)
ROWS = {
    "bias of images": (IMAGES, (64,), lambda x, b: x + rows.spread(b, x.shape), jnp.add),
    "scale of images": (IMAGES, (64,), lambda x, g: x * rows.spread(g, x.shape), jnp.multiply),
    "matrix after steps": (STEPS, (128, 512), product.matmul, jnp.matmul),
}
"""Name -> the shapes of rows and of what they meet, the fast path, the engine's own."""


def draw(shape: tuple[int, ...]) -> jax.Array:
    return jnp.asarray(np.random.default_rng(0).normal(size=shape), "float32")


def movement(case: Case) -> Geometry:
    rank = len(case.x) - 2
    strides, dilation, spread = ((n,) * rank for n in (case.strides, case.dilation, case.spread))
    window = case.kernel[:rank]
    pads = pads_of("same", case.x[1:-1], window, strides, dilation)
    if case.spread > 1:
        pads = ((window[0] - 1, window[0] - 1),) * rank
    return Geometry(strides, pads, dilation, spread, case.groups)


def descend(layer: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """One step down the gradient of the layer's squared output."""
    return lambda p: p - 1e-6 * jax.grad(lambda q: jnp.square(layer(q)).sum())(p)


def best_ms(
    call: Callable[[Any], Any], argument: Any, steps: int, repeats: int
) -> tuple[float, float]:
    """Wall and processor milliseconds a step."""
    jax.block_until_ready(call(argument))
    wall = processor = float("inf")
    for _ in range(repeats):
        began, used = time.perf_counter(), time.process_time()
        jax.block_until_ready(call(argument))
        wall = min(wall, time.perf_counter() - began)
        processor = min(processor, time.process_time() - used)
    return wall / steps * 1e3, processor / steps * 1e3


def measured(layer: Callable[[Any], Any], argument: Any, steps: int, repeats: int) -> list[str]:
    """Alone and in a loop, each as wall / processor."""
    step = descend(layer)
    jit = partial(jax.jit, compiler_options=CONVOLVING)  # as every program of ours is compiled
    looped = jit(lambda p: lax.fori_loop(0, steps, lambda _, q: step(q), p))
    alone = best_ms(jit(step), argument, 1, repeats)
    inside = best_ms(looped, argument, steps, repeats)
    return [f"{wall:.2f} / {processor:.2f}" for wall, processor in (alone, inside)]


def cases() -> dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any], Any]]:
    """Name -> the fast path, the engine's own, and what both are a function of."""
    found: dict[str, Any] = {}
    for name, case in CONVOLUTIONS.items():
        x, kernel, how = draw(case.x), draw(case.kernel), movement(case)
        own, engine = convolution.convolve, geometry.plain
        by_kernel = [lambda k, f=f, x=x, how=how: f(x, k, how) for f in (own, engine)]
        by_input = [lambda x, f=f, k=kernel, how=how: f(x, k, how) for f in (own, engine)]
        found[f"{name}, kernel"] = (*by_kernel, kernel)
        found[f"{name}, input"] = (*by_input, x)
    for name, (own, engine, size, stride) in POOLS.items():
        x = draw((32, 16, 16, 16))
        pads = pads_of("same", x.shape[1:-1], (size,) * 2, (stride,) * 2, (1, 1))
        moves = {"window": (size,) * 2, "strides": (stride,) * 2, "padding": pads}
        found[name] = (partial(own, **moves), partial(engine, **moves), x)
    for name, (shape, size, own, engine) in ROWS.items():
        found[name] = (partial(own, draw(shape)), partial(engine, draw(shape)), draw(size))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=6)
    parser.add_argument("--only", default="", help="cases whose name holds this")
    given = parser.parse_args()
    print(machine(), "\n", flush=True)
    table = []
    for name, (own, engine, argument) in cases().items():
        if given.only in name:
            fast = measured(own, argument, given.steps, given.repeats)
            plain = measured(engine, argument, given.steps, given.repeats)
            table.append([name, *fast, *plain])
            print(*table[-1], sep="; ", flush=True)
    heads = ["gradient of", "own, alone", "own, in a loop", "engine, alone", "engine, in a loop"]
    title = "Milliseconds of a gradient step, wall / processor"
    print(f"\n{title}\n\n{markdown(heads, table)}")
    if not given.only:
        facts = {"title": title, "machine": machine(), "columns": heads, "rows": table}
        print(save("lowering", facts))


if __name__ == "__main__":
    main()
