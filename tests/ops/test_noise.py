import numpy as np
import pytest

from keraunos.ops.noise import normal_noise, random_bits, uniform_noise

SEED = np.array([3, 5], "uint32")


def test_uniform_numbers_fill_the_interval():
    u = np.asarray(uniform_noise(SEED, (20000,)))
    assert u.min() > 0
    assert u.max() < 1
    shares = np.histogram(u, 10, (0, 1))[0] / len(u)
    np.testing.assert_allclose(shares, 0.1, atol=0.01)


def test_normal_numbers_have_mean_deviation_and_tails():
    x = np.asarray(normal_noise(SEED, (40000,)))
    assert np.isfinite(x).all()
    np.testing.assert_allclose([x.mean(), x.std()], [0, 1], atol=0.02)
    np.testing.assert_allclose((np.abs(x) > 2).mean(), 0.0455, atol=0.005)
    np.testing.assert_allclose((x**4).mean(), 3, atol=0.2)


@pytest.mark.parametrize("draw", [uniform_noise, normal_noise])
def test_seed_and_counter_decide(draw):
    shape = (1000,)
    np.testing.assert_array_equal(draw(SEED, shape), draw(SEED, shape))
    for other in ([4, 5], [3, 6]):
        a, b = draw(SEED, shape), draw(np.array(other, "uint32"), shape)
        assert abs(np.corrcoef(a, b)[0, 1]) < 0.1


def test_the_dtype_is_kept():
    assert normal_noise(SEED, (2,), "bfloat16").dtype == "bfloat16"


def test_the_bits_of_one_draw_are_all_different_and_even():
    bits = np.asarray(random_bits(SEED, (20000,)))
    assert len(np.unique(bits)) == len(bits)
    ones = (bits[:, None] >> np.arange(32, dtype="uint32") & 1).mean(0)
    np.testing.assert_allclose(ones, 0.5, atol=0.02)
