"""What a download shows."""

import io

from keraunos.datasets.meter import Meter


class Terminal(io.StringIO):
    def isatty(self):
        return True


def drive(meter, total, sizes):
    meter.total = total
    for size in sizes:
        meter.update(size)


def test_a_terminal_sees_a_bar_that_begins_with_what_is_there():
    screen = Terminal()
    meter = Meter("x.npz", 50_000_000, screen)
    drive(meter, 50_000_000, [25_000_000])
    assert screen.getvalue().endswith(f"[{'=' * 22}{'.' * 8}] 75.0 MB of 100.0 MB")
    meter.reset()
    meter.update(50_000_000)
    meter.close()
    meter.stop()
    assert screen.getvalue().endswith(f"[{'=' * 30}] 100.0 MB of 100.0 MB\n")


def test_a_terminal_is_drawn_ten_times_a_second_at_most():
    screen = Terminal()
    drive(Meter("x.npz", 0, screen), 1000, [1] * 1000)
    assert screen.getvalue().count("\r") <= 2


def test_a_broken_download_leaves_the_line():
    screen = Terminal()
    meter = Meter("x.npz", 0, screen)
    drive(meter, 100, [10])
    meter.stop()
    meter.stop()
    assert screen.getvalue().endswith("MB\n")


def test_more_than_announced_is_not_counted():
    screen = Terminal()
    drive(Meter("x.npz", 0, screen), 1_000_000, [5_000_000])
    assert "1.0 MB of 1.0 MB" in screen.getvalue()


def test_a_pipe_gets_a_line_at_each_end():
    pipe = io.StringIO()
    meter = Meter("x.npz", 0, pipe)
    drive(meter, 2_000_000, [1_000_000, 1_000_000])
    meter.close()
    meter.stop()
    assert pipe.getvalue() == "Downloading x.npz (2.0 MB)\nDownloaded x.npz\n"
