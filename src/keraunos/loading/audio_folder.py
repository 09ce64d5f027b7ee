"""Sounds in folders, as data to train on."""

import wave
from typing import Any

import numpy as np

from keraunos.core.errors import DataError, bad
from keraunos.loading.folder_data import from_folder
from keraunos.loading.folders import Choice

_OWNER = "audio_dataset_from_directory"
_HALF_WIDTH = 16  # zero crossings of the sinc to each side


def audio_dataset_from_directory(
    directory: Any, labels: Any = "inferred", label_mode: str | None = "int",
    class_names: Any = None, batch_size: int | None = 32, sampling_rate: int | None = None,
    output_sequence_length: int | None = None, ragged: bool = False, shuffle: bool = True,
    seed: int | None = None, validation_split: float | None = None, subset: str | None = None,
    follow_links: bool = False, verbose: bool = True,
) -> Any:  # fmt: skip
    """Batches of sounds and labels from a folder with a sub-folder of .wav files a class.

    Args:
        directory, labels, label_mode, class_names, shuffle, seed, validation_split, subset, follow_links,
            verbose: as of `image_dataset_from_directory`.
        batch_size: sounds a batch; None: single ones.
        sampling_rate: samples/s that all are brought to, an int >= 1; None: as they are.
        output_sequence_length: samples of each sound, cut or filled up with 0; None: as many as the
            longest of the batch has.
        ragged: False; there are no ragged arrays.
    Shapes: x (batch, samples, channels) float32 in [-1, 1]; y (batch,), (batch, 1) or (batch, classes).
    Returns: a Dataset with `class_names` and `file_paths`; two of them for subset="both".
    Raises: ValueError for arguments that do not fit, a folder without sounds, or a file that is no PCM.
    Example:
        >>> import os
        >>> os.makedirs("sounds/beep")
        >>> with wave.open("sounds/beep/1.wav", "wb") as file:
        ...     file.setparams((1, 2, 8000, 0, "NONE", ""))
        ...     file.writeframes(np.zeros(100, "<i2").tobytes())
        >>> data = audio_dataset_from_directory("sounds")
        Found 1 files belonging to 1 classes.
        >>> next(iter(data))[0].shape
        (1, 100, 1)
    Differs: gives a Dataset of Keraunos, not TensorFlow's; needs no other package for another sampling rate,
        which a windowed sinc gives; reads 8, 24 and 32 bits, too; ragged=True is refused.
    """
    if ragged:
        raise ValueError(
            bad(_OWNER, "ragged", "False, as there are no ragged arrays", ragged,
                "Set output_sequence_length, or use batch_size=None.")
        )  # fmt: skip
    for name, value in (
        ("sampling_rate", sampling_rate), ("output_sequence_length", output_sequence_length)
    ):  # fmt: skip
        if value is not None and (not isinstance(value, (int, np.integer)) or value < 1):
            raise ValueError(bad(_OWNER, name, "an int >= 1, or None", value, ""))
    choice = Choice(_OWNER, directory, labels, label_mode, class_names, shuffle, seed, validation_split,
                    subset, follow_links, verbose)  # fmt: skip

    def read(path: str) -> np.ndarray:
        rate, samples = read_wav(path)
        if sampling_rate is not None:
            samples = at_rate(samples, rate, sampling_rate)
        return samples if output_sequence_length is None else _cut(samples, output_sequence_length)

    def batched(rows: Any) -> Any:
        return rows if batch_size is None else rows.padded_batch(batch_size)

    return from_folder(choice, (".wav",), read, batched)


def read_wav(path: str) -> tuple[int, np.ndarray]:
    """The rate in samples/s and the samples, (samples, channels) float32 in [-1, 1].

    Raises: DataError for what is not PCM of 8, 16, 24 or 32 bits.
    """
    try:
        with wave.open(path, "rb") as file:
            channels, width, rate, count = file.getparams()[:4]
            raw = np.frombuffer(file.readframes(count), np.uint8)
    except (wave.Error, EOFError) as error:
        raise DataError(f"{path}: it must be a WAV file of PCM samples; {error}.") from error
    raw = raw[: raw.size // (width * channels) * width * channels].reshape(-1, width)
    if width == 1:  # the only width without a sign
        numbers = raw[:, 0].astype("int32") - 128
    else:
        wide = np.zeros((len(raw), 4), np.uint8)
        wide[:, 4 - width :] = raw
        numbers = wide.view("<i4")[:, 0] >> (32 - 8 * width)
    return rate, (numbers / 2.0 ** (8 * width - 1)).astype("float32").reshape(-1, channels)


def at_rate(samples: np.ndarray, rate: int, target: int) -> np.ndarray:
    """Samples at another rate: Σ_n x[n] h(t - n), h a sinc under a Hann window.

    Args: samples: (samples, channels). rate, target: samples/s, ints >= 1.
    Shapes: (n, channels) -> (round up n target / rate, channels).
    Source: Smith, Digital Audio Resampling, https://ccrma.stanford.edu/~jos/resample/.
    """
    if rate == target or not len(samples):
        return samples
    cut = min(1.0, target / rate)  # below half of either rate
    at = np.arange(-(-len(samples) * target // rate)) * (rate / target)
    reach = int(np.ceil(_HALF_WIDTH / cut))
    found = np.zeros((len(at), samples.shape[1]))
    for offset in range(-reach, reach + 1):
        tap = np.floor(at).astype(int) + offset
        far = (at - tap) * cut
        window = np.where(
            np.abs(far) < _HALF_WIDTH, 0.5 + 0.5 * np.cos(np.pi * far / _HALF_WIDTH), 0
        )
        weights = cut * np.sinc(far) * window * ((tap >= 0) & (tap < len(samples)))
        found += weights[:, None] * samples[np.clip(tap, 0, len(samples) - 1)]
    return found.astype("float32")


def _cut(samples: np.ndarray, length: int) -> np.ndarray:
    short = max(0, length - len(samples))
    return np.pad(samples[:length], ((0, short), (0, 0)))
