"""LSTM and GRU over all time steps with a gradient of their own.

The forward loop keeps the gates. The backward loop holds only what depends on the gradient that is carried
from step to step; the factors it multiplies are computed for all steps before it, and the gradient of the
recurrent kernel is one product over all steps after it.
"""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

_FEW_STEPS = 16
_FEW_NUMBERS = 512


def unrolls(num_steps: int, num_outputs: int) -> bool:
    """Whether so few and small steps run faster without a loop and by the plain gradient.

    Args: num_steps: how many. num_outputs: elements of one step's output. Sizes that are symbols, as in
        a program for any number of rows, count as large.
    """
    if not isinstance(num_steps, int) or not isinstance(num_outputs, int):
        return False
    return num_steps <= _FEW_STEPS and num_steps * num_outputs <= _FEW_NUMBERS


# --- LSTM ---------------------------------------------------------------------------------------


@partial(jax.custom_vjp, nondiff_argnums=(4,))
def lstm(projected: Any, h: Any, c: Any, recurrent: Any, sequences: bool) -> tuple[Any, Any, Any]:
    """All steps of an LSTM: (all h or None, last h, last c).

    i, f, g, o = σ, σ, tanh, σ of projected + h·recurrent; c' = f∘c + i∘g; h' = o∘tanh(c')

    Args: sequences: whether all h are wanted.
    Shapes: projected (time, batch, 4·units), h and c (batch, units), recurrent (units, 4·units).
    """

    def step(carry: Any, now: Any) -> Any:
        new = _lstm_step(carry, now, recurrent)[0]
        return new, new[0] if sequences else None

    (h, c), outputs = lax.scan(step, (h, c), projected)
    return outputs, h, c


def _lstm_step(carry: Any, projected: Any, recurrent: Any) -> Any:
    h, c = carry
    i, f, g, o = jnp.split(projected + h @ recurrent, 4, axis=-1)
    i, f, g, o = jax.nn.sigmoid(i), jax.nn.sigmoid(f), jnp.tanh(g), jax.nn.sigmoid(o)
    new_c = f * c + i * g
    tanh_c = jnp.tanh(new_c)
    return (o * tanh_c, new_c), (i, f, g, o, c, tanh_c, h)


def _lstm_forward(projected: Any, h: Any, c: Any, recurrent: Any, sequences: bool) -> Any:
    (h, c), kept = lax.scan(lambda s, x: _lstm_step(s, x, recurrent), (h, c), projected)
    return (_following(kept[-1], h) if sequences else None, h, c), (kept, recurrent)


def _lstm_backward(sequences: bool, saved: Any, gradients: Any) -> Any:
    (i, f, g, o, c, tanh_c, h), recurrent = saved
    d_all, dh, dc = gradients
    to_i, to_f, to_g = g * i * (1 - i), c * f * (1 - f), i * (1 - g * g)
    to_o, to_c = tanh_c * o * (1 - o), o * (1 - tanh_c * tanh_c)

    def back(carry: Any, now: Any) -> Any:
        dh, dc = carry
        (to_i, to_f, to_g, to_o, to_c, f), d_now = now
        dh = dh if d_now is None else dh + d_now
        dc = dc + dh * to_c
        dz = jnp.concatenate([dc * to_i, dc * to_f, dc * to_g, dh * to_o], -1)
        return (dz @ recurrent.T, dc * f), dz

    factors = (to_i, to_f, to_g, to_o, to_c, f)
    (dh, dc), dz = lax.scan(back, (dh, dc), (factors, d_all), reverse=True)
    return dz, dh, dc, _over_steps(h, dz)


lstm.defvjp(_lstm_forward, _lstm_backward)


# --- GRU ----------------------------------------------------------------------------------------


@partial(jax.custom_vjp, nondiff_argnums=(4,))
def gru(projected: Any, h: Any, recurrent: Any, bias: Any, sequences: bool) -> tuple[Any, Any]:
    """All steps of a GRU whose reset gate acts after the product: (all h or None, last h).

    u = h·recurrent + bias; z, r = σ(projected + u); g = tanh(projected + r∘u); h' = z∘h + (1 - z)∘g

    Args: sequences: whether all h are wanted.
    Shapes: projected (time, batch, 3·units), h (batch, units), recurrent (units, 3·units), bias (3·units,).
    """

    def step(h: Any, now: Any) -> Any:
        new = _gru_step(h, now, recurrent, bias)[0]
        return new, new if sequences else None

    h, outputs = lax.scan(step, h, projected)
    return outputs, h


def _gru_step(h: Any, projected: Any, recurrent: Any, bias: Any) -> Any:
    (xz, xr, xg), (uz, ur, ug) = (
        jnp.split(x, 3, axis=-1) for x in (projected, h @ recurrent + bias)
    )
    z, r = jax.nn.sigmoid(xz + uz), jax.nn.sigmoid(xr + ur)
    g = jnp.tanh(xg + r * ug)
    return z * h + (1 - z) * g, (z, r, g, ug, h)


def _gru_forward(projected: Any, h: Any, recurrent: Any, bias: Any, sequences: bool) -> Any:
    h, kept = lax.scan(lambda s, x: _gru_step(s, x, recurrent, bias), h, projected)
    return (_following(kept[-1], h) if sequences else None, h), (kept, recurrent)


def _gru_backward(sequences: bool, saved: Any, gradients: Any) -> Any:
    (z, r, g, ug, h), recurrent = saved
    d_all, dh = gradients
    to_z, to_g = (h - g) * z * (1 - z), (1 - z) * (1 - g * g)
    to_r = to_g * ug * r * (1 - r)

    def back(dh: Any, now: Any) -> Any:
        (to_z, to_r, to_g, r, z), d_now = now
        dh = dh if d_now is None else dh + d_now
        dg = dh * to_g
        gates = [dh * to_z, dh * to_r]
        du = jnp.concatenate([*gates, dg * r], -1)
        return du @ recurrent.T + dh * z, (jnp.concatenate([*gates, dg], -1), du)

    dh, (dz, du) = lax.scan(back, dh, ((to_z, to_r, to_g, r, z), d_all), reverse=True)
    return dz, dh, _over_steps(h, du), du.sum((0, 1))


gru.defvjp(_gru_forward, _gru_backward)


# --- both ---------------------------------------------------------------------------------------


def _following(before: Any, last: Any) -> Any:
    """The states after each step, from those before each step and the last."""
    return jnp.concatenate([before[1:], last[None]])


def _over_steps(h: Any, dz: Any) -> Any:
    """The gradient of the recurrent kernel: one product over all steps and rows."""
    return h.reshape(-1, h.shape[-1]).T @ dz.reshape(-1, dz.shape[-1])
