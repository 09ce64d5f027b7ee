"""ProgbarLogger: a name that harms nothing."""

from support.recording import regression, rows

import keraunos as k


def test_it_splits_nothing_and_prints_nothing(capsys):
    x, y = rows()
    bar = k.callbacks.ProgbarLogger()
    assert [bar.needs(mode) for mode in ("train", "test", "predict")] == ["clock"] * 3
    regression(k).fit(x, y, epochs=2, verbose=0, callbacks=[bar])
    assert capsys.readouterr().out == ""
