"""TensorFlow's settings."""

from keraunos.compat.tf import process as tf
from keraunos.compat.tf.table import module


def test_devices_and_settings_are_taken():
    config = module("config")
    assert config.list_physical_devices("GPU") == []
    config.experimental.set_memory_growth(None, True)
    config.threading.set_intra_op_parallelism_threads(2)
    assert tf.test.is_gpu_available() is False
    with tf.device("/GPU:0"), tf.name_scope("x"), tf.distribute.MirroredStrategy().scope():
        assert tf.distribute.get_strategy().num_replicas_in_sync == 1
    tf.logging.set_verbosity(tf.logging.ERROR)
    tf.disable_eager_execution()
    assert tf.get_logger().name == "tensorflow"
    assert tf.autograph.experimental.do_not_convert(len) is len


def test_print(capsys):
    tf.print("a", 1, output_stream=None, sep="-")
    assert capsys.readouterr().out == "a-1\n"
