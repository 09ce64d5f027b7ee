"""What explain_fit prints."""

from keraunos.training.executables import Built
from keraunos.training.report import Report


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
    report.not_finite = "The data: `x`"
    assert "not finite  The data: `x`" in report.text()
