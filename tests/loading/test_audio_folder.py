"""Sounds of a folder in batches."""

import wave

import numpy as np
import pytest

from keraunos.loading.audio_folder import at_rate, read_wav
from keraunos.utils import audio_dataset_from_directory


def write(path, samples, width=2, rate=8000):
    """Samples in [-1, 1] as PCM of `width` bytes."""
    path.parent.mkdir(exist_ok=True, parents=True)
    full = np.round(np.asarray(samples) * (2 ** (8 * width - 1) - 1)).astype("int64")
    full = full + 128 if width == 1 else full
    raw = full.astype("<i8").reshape(-1, 1).view(np.uint8)[:, :width].tobytes()
    with wave.open(str(path), "wb") as file:
        file.setparams(
            ((np.ndim(samples) > 1 and np.shape(samples)[1]) or 1, width, rate, 0, "NONE", "")
        )
        file.writeframes(raw)


def tone(count, rate, hertz=440.0):
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(count) / rate)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("channels", [1, 2])
def test_samples_are_read_back(tmp_path, width, channels):
    given = np.stack([tone(50, 8000), -tone(50, 8000)][:channels], 1)
    write(tmp_path / "x.wav", given, width)
    rate, found = read_wav(str(tmp_path / "x.wav"))
    assert rate == 8000 and found.dtype == np.float32
    np.testing.assert_allclose(found, given, atol=2.0 ** (2 - 8 * width) + 1e-6)


@pytest.mark.parametrize(("rate", "target"), [(8000, 16000), (16000, 8000), (44100, 16000)])
def test_a_tone_stays_that_tone_at_another_rate(rate, target):
    found = at_rate(tone(rate // 4, rate)[:, None].astype("float32"), rate, target)
    expected = tone(len(found), target)[:, None]
    inner = slice(200, -200)  # the ends lack neighbours
    assert len(found) == -(-(rate // 4) * target // rate)
    np.testing.assert_allclose(found[inner], expected[inner], atol=2e-3)
    high = at_rate(tone(4000, 16000, 7000.0)[:, None].astype("float32"), 16000, 8000)
    assert np.abs(high[200:-200]).max() < 1e-2  # what the new rate cannot hold is gone


def test_batches(tmp_path):
    for number, count in enumerate((30, 50, 20)):
        write(tmp_path / "a" / f"{number}.wav", tone(count, 8000))
    data = audio_dataset_from_directory(tmp_path, shuffle=False, batch_size=2, verbose=False)
    assert [x.shape for x, _ in data] == [(2, 50, 1), (1, 20, 1)]
    cut = audio_dataset_from_directory(
        tmp_path, shuffle=False, output_sequence_length=40, sampling_rate=16000, verbose=False
    )
    x, y = next(iter(cut))
    assert x.shape == (3, 40, 1) and y.tolist() == [0, 0, 0]
    assert np.abs(np.asarray(x[2, :38])).max() > 0.3


def test_errors(tmp_path):
    with pytest.raises(ValueError, match="`ragged` must be False"):
        audio_dataset_from_directory(tmp_path, ragged=True)
    with pytest.raises(ValueError, match="`sampling_rate` must be an int >= 1"):
        audio_dataset_from_directory(tmp_path, sampling_rate=0)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.wav").write_bytes(b"RIFF....nothing")
    with pytest.raises(ValueError, match="it must be a WAV file of PCM samples"):
        next(iter(audio_dataset_from_directory(tmp_path)))
