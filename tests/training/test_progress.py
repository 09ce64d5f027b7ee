"""Bars and lines: Keras' format, plain in a pipe, redrawn in a terminal, seldom in a notebook."""

import io
import os
import pty
import re
import subprocess
import sys
import threading

import pytest
from support.nets import blobs, classifier

from keraunos.training import progress
from keraunos.training.progress import BarScreen, LineScreen, Screen, screen_for

X, _, Y = blobs()
FINAL = r"\d+/\d+ ━{20} \d+s \d+(us|ms|s)/step - accuracy: 0\.\d{4} - loss: \d\.\d{4}"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(verbose, capsys, **options):
    classifier().fit(X, Y, epochs=2, verbose=verbose, **options)
    return capsys.readouterr().out


def test_silent(capsys):
    assert shown(0, capsys) == ""


@pytest.mark.parametrize("verbose", [1, "auto"])
def test_a_pipe_gets_finished_lines_without_control_characters(verbose, capsys):
    lines = shown(verbose, capsys).splitlines()
    assert lines[0] == "Epoch 1/2"
    assert lines[2] == "Epoch 2/2"
    assert len(lines) == 4
    assert re.fullmatch(FINAL, lines[1])
    assert not re.search(r"[\x00-\x1f\x7f]", "".join(lines))


def test_lines_of_verbose_2(capsys):
    lines = shown(2, capsys, validation_split=0.2).splitlines()
    assert len(lines) == 4
    pattern = r"2/2 - 0s - \d+(us|ms)/step - accuracy: \S+ - loss: \S+ - val_accuracy: \S+ - val_loss: \S+"
    assert re.fullmatch(pattern, lines[3])


def test_evaluate_and_predict_announce_no_epoch(capsys):
    model = classifier()
    model.evaluate(X, Y)
    model.predict(X)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert re.fullmatch(FINAL, lines[0])
    assert re.fullmatch(r"3/3 ━{20} \d+s \d+(us|ms|s)/step", lines[1])


def test_a_terminal_redraws_the_line_under_way():
    stream = Terminal()
    screen = screen_for(1, stream)
    screen.begin(3, 10, 0)
    screen.epoch_begin(0)
    screen.update(0, 4, {"loss": 0.5}, 0.4)
    screen.flush()
    assert stream.getvalue().endswith(" - loss: 0.5000")
    assert " 4/10" in stream.getvalue()
    screen.update(0, 10, {"loss": 0.25}, 0.6)
    screen.epoch_end(0, {"loss": 0.25})
    screen.end()
    last = re.sub(r"\x1b\[[0-9;]*[mK]", "", stream.getvalue().split("\r")[-1])
    assert last == f"10/10 {'━' * 20} 1s 100ms/step - loss: 0.2500\n"


def test_an_interrupted_line_is_closed():
    stream = Terminal()
    screen = screen_for(1, stream)
    screen.begin(1, 10, 0)
    screen.epoch_begin(0)
    screen.update(0, 4, {"loss": 0.5}, 0.4)
    screen.end()
    assert stream.getvalue().endswith("loss: 0.5000\n")


def test_a_notebook_is_drawn_at_most_five_times_a_second(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(progress.time, "perf_counter", lambda: now[0])
    writes = []
    stream = io.StringIO()
    stream.write = writes.append
    screen = BarScreen(stream, live=True, color=True, interval=0.2)
    screen.begin(1, 1000, 0)
    screen.epoch_begin(0)
    for step in range(1000):
        now[0] += 0.01
        screen.update(0, step + 1, {"loss": 0.5}, 0.01)
        screen.flush()
    assert 40 <= len(writes) <= 51
    screen.epoch_end(0, {"loss": 0.5})
    screen.end()
    assert writes[-1].endswith("loss: 0.5000\n")


def test_a_notebook_stream_is_known(monkeypatch):
    stream_class = type("OutStream", (io.StringIO,), {"__module__": "ipykernel.iostream"})
    screen = screen_for("auto", stream_class())
    assert screen.live
    assert screen.interval == 0.2


@pytest.mark.parametrize(
    ("verbose", "kind"),
    [(0, Screen), (1, BarScreen), (2, LineScreen), ("auto", BarScreen), (True, BarScreen)],
)
def test_verbose_names_a_screen(verbose, kind):
    assert type(screen_for(verbose, io.StringIO())) is kind


_LIVE = """
import sys; sys.path.insert(0, {tests!r})
from support.nets import blobs, classifier
x, _, y = blobs(2000)
classifier().fit(x, y, batch_size=1, epochs=1)
"""


def test_the_bar_is_live_while_the_compiled_run_goes_on(request):
    """In a real pseudo-terminal several unfinished counts of one epoch are drawn."""
    script = _LIVE.format(tests=str(request.config.rootpath / "tests"))
    master, slave = pty.openpty()
    run = subprocess.Popen([sys.executable, "-c", script], stdout=slave, close_fds=True)
    os.close(slave)
    chunks = []

    def read():
        while True:
            try:
                chunk = os.read(master, 65536)
            except OSError:  # how Linux says that the other end was closed
                return
            if not chunk:
                return
            chunks.append(chunk)

    reader = threading.Thread(target=read)
    reader.start()
    assert run.wait(120) == 0
    reader.join(10)
    os.close(master)
    text = re.sub(r"\x1b\[[0-9;]*[mK]", "", b"".join(chunks).decode())
    counts = [int(c) for c in re.findall(r"(\d+)/2000", text)]
    assert counts == sorted(counts)
    assert len(set(counts)) >= 3
    assert counts[-1] == 2000


def test_values_and_times_as_keras_prints_them():
    from support.oracle import keras

    screen = io.StringIO()
    for value in (0.5, 1e-5, 12.0, 0.00123):
        assert progress.logs_text({"loss": value}).startswith(" - loss: ")
    bar = keras.utils.Progbar(3, verbose=2)
    for seconds in (2.0, 0.0042, 8e-4, 1.0):
        assert progress.step_time(seconds) == bar._format_time(seconds, "step").strip()
    assert screen.getvalue() == ""


@pytest.mark.parametrize("verbose", [1, 2])
def test_a_single_epoch_is_not_announced(verbose, capsys):
    classifier().fit(X, Y, epochs=1, verbose=verbose)
    (line,) = capsys.readouterr().out.splitlines()
    assert not line.startswith("Epoch")
