"""TensorFlow's settings."""

from keraunos.compat.tf import process as tf
from keraunos.compat.tf.table import module


def test_devices_and_settings_are_taken():
    config = module("config")
    assert config.list_physical_devices("GPU") == []
    config.experimental.set_memory_growth(None, True)
    config.threading.set_intra_op_parallelism_threads(2)
    assert tf.test.is_gpu_available() is False
    config.set_logical_device_configuration(
        None, [config.LogicalDeviceConfiguration(memory_limit=1)]
    )
    with tf.device("/GPU:0"), tf.name_scope("x"), tf.init_scope(), tf.control_dependencies([]):
        assert (tf.ResizeMethod.BICUBIC, tf.UnconnectedGradients.ZERO) == ("bicubic", "zero")
    tf.logging.set_verbosity(tf.logging.ERROR)
    tf.disable_eager_execution()
    assert tf.get_logger().name == "tensorflow"
    assert tf.autograph.experimental.do_not_convert(len) is len


def test_print(capsys):
    tf.print("a", 1, output_stream=None, sep="-")
    assert capsys.readouterr().out == "a-1\n"


def test_texts_and_bytes():
    assert (tf.as_str(b"a"), tf.as_text("a"), tf.as_bytes("a"), tf.as_bytes(b"a")) == (
        "a",
        "a",
        b"a",
        b"a",
    )
    assert (tf.as_str_any(1), tf.as_str_any(b"a")) == ("1", "a")
