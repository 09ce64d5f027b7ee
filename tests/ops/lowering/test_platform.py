"""Which machine programs are traced for."""

import jax

from keraunos.ops.lowering import platform


def test_the_tests_run_on_a_cpu_and_another_backend_is_not_one(monkeypatch):
    assert platform.on_cpu()
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    assert not platform.on_cpu()


def test_what_is_for_elsewhere_is_for_no_cpu():
    assert not platform.for_elsewhere()
    with platform.elsewhere():
        assert platform.for_elsewhere()
        assert not platform.on_cpu()
    assert platform.on_cpu()
