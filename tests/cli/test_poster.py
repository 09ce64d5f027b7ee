import io

import numpy as np
from support import pictured

from keraunos.cli.demo.poster import poster_of
from keraunos.cli.demo.stories import Story
from keraunos.draw import charts, plot_model


def story(name):
    scene = plot_model(pictured.chain(), None, show_shapes=True).scene

    def highlight(on):
        return charts.images(np.eye(4)[None].repeat(6, 0), [1] * 6, on=on, columns=3)

    return Story(name, "A title", "", 0.5, "points", {}, scene, highlight)


def test_the_stories_stand_side_by_side():
    from matplotlib.image import imread

    one, two = (imread(io.BytesIO(poster_of([story("a")] * n)))[..., :3] for n in (1, 2))
    assert two.shape[0] == one.shape[0]
    assert abs(two.shape[1] - 2 * one.shape[1]) <= 2
    ink = (two < 0.9).any(axis=-1)
    halves = ink[:, : ink.shape[1] // 2].mean(), ink[:, ink.shape[1] // 2 :].mean()
    assert min(halves) > 0.03
    assert abs(halves[0] - halves[1]) < 0.01
    assert not ink[:, 0].any()
    assert not ink[:, -1].any()
