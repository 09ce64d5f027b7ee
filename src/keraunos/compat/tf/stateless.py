"""`tf.image`'s random changes by a seed of their own, and `tf.signal`'s spectrum."""

from collections.abc import Callable
from typing import Any

from keraunos import ops
from keraunos.compat.tf import image
from keraunos.compat.tf.draws import seed_of
from keraunos.core.typing import Array


def _seeded(plain: Callable[..., Any]) -> Callable[..., Any]:
    def change(image: Any, *args: Any, seed: Any, **kwargs: Any) -> Array:
        return plain(image, *args, seed=seed_of(seed), **kwargs)

    change.__name__ = f"stateless_{plain.__name__}"
    change.__doc__ = f"As `{plain.__name__}`; the same seed gives the same image."
    return change


stateless_random_flip_left_right = _seeded(image.random_flip_left_right)
stateless_random_flip_up_down = _seeded(image.random_flip_up_down)
stateless_random_brightness = _seeded(image.random_brightness)
stateless_random_contrast = _seeded(image.random_contrast)
stateless_random_saturation = _seeded(image.random_saturation)
stateless_random_hue = _seeded(image.random_hue)
stateless_random_crop = _seeded(image.random_crop)


def stft(
    signals: Any, frame_length: int, frame_step: int, fft_length: int | None = None,
    window_fn: Any = None, pad_end: bool = False, name: Any = None,
) -> Array:  # fmt: skip
    """The spectrum of each frame under a Hann window: (…, samples) -> (…, frames, frequencies), complex."""
    x = ops.convert_to_tensor(signals)
    size = fft_length or 1 << (int(frame_length) - 1).bit_length()
    if pad_end:
        frames = -(-x.shape[-1] // frame_step)
        short = max((frames - 1) * frame_step + frame_length - x.shape[-1], 0)
        x = ops.pad(x, [(0, 0)] * (len(x.shape) - 1) + [(0, short)])
    places = ops.cast(ops.arange(frame_length), "float32")
    window = 0.5 - 0.5 * ops.cos(2 * 3.141592653589793 * places / frame_length)
    cut = ops.extract_sequences(x, frame_length, frame_step)
    real, imaginary = ops.rfft(cut * window, size)
    return real + 1j * imaginary
