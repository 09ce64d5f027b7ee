"""What explain_fit prints."""

import numpy as np

from keraunos.training.executables import Built
from keraunos.training.report import Report, host_number


def test_the_report_counts_programs_and_names_who_split():
    report = Report([Built(0.5, compiled=1), Built(0.25, from_disk=1, rejected=2)], 3, 10, 2, 0.001)
    text = report.text()
    assert "1 compiled, 1 from the disk cache" in text
    assert "2 cache entries rejected" in text
    assert "compile     0.750 s" in text
    assert "100.0 µs a step" in text
    assert "the clock only" in text
    report.need, report.causes = ("batches", 5), ["Watcher"]
    assert "Watcher (needs: every 5 batches)" in report.text()
    report.stepwise = "run_eagerly=True"
    assert "stepwise    run_eagerly=True" in report.text()


def test_numbers_on_the_host():
    assert host_number(np.float32(2.5)) == 2.5
    assert host_number(np.ones(2)).tolist() == [1, 1]
