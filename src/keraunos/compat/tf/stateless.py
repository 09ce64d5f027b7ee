"""`tf.image`'s random changes by a seed of their own, and `tf.signal`'s spectrum."""

from collections.abc import Callable
from typing import Any

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
