import pytest

from keraunos import layers


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: layers.TFSMLayer("model"),
            "TFSMLayer: `filepath` must be a model that JAX can run",
        ),
        (lambda: layers.TorchModuleWrapper(object()), "`module` must be a layer or a JAX function"),
    ],
)
def test_graphs_of_other_engines_are_refused(make, sentence):
    with pytest.raises(NotImplementedError, match=sentence):
        make()
