"""ResNet50's old module is the new one's."""

from keraunos.applications import resnet, resnet50


def test_is_the_same():
    for name in resnet50.__all__:
        assert getattr(resnet50, name) is getattr(resnet, name)
