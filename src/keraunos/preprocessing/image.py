"""Pictures, one at a time."""

from keraunos.loading.images import array_to_img, img_to_array, load_img, save_img
from keraunos.loading.resizing import smart_resize

__all__ = ["array_to_img", "img_to_array", "load_img", "save_img", "smart_resize"]
