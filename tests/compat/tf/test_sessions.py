"""Sessions and their settings."""

import importlib

import numpy as np

from keraunos import Input, Variable, layers, ops
from keraunos.compat.tf import sessions


def test_settings_are_taken():
    config = sessions.Settings(intra_op_parallelism_threads=1)
    config.gpu_options.allow_growth = True
    assert config.intra_op_parallelism_threads == 1 and config.gpu_options.allow_growth is True


def test_values():
    x = Input((2,))
    y = layers.Dense(1, kernel_initializer="ones")(x)
    with sessions.Session(config=sessions.Settings()) as session, session.as_default():
        session.run(sessions.global_variables_initializer())
        assert session.run(Variable(2.0)) == 2.0
        found = session.run({"y": y, "one": ops.ones(())}, feed_dict={x: np.array([[1.0, 2.0]])})
        assert (found["y"].tolist(), float(found["one"])) == ([[3.0]], 1.0)
        session.close()
    assert session.graph is sessions.get_default_graph()
    with session.graph.as_default():
        session.graph.finalize()


def test_the_process_has_one(old):
    K = importlib.import_module("keras.backend")
    tf = importlib.import_module("tensorflow")
    mine = tf.Session(config=tf.ConfigProto())
    K.set_session(mine)
    assert K.get_session() is mine and tf.compat.v1.get_default_session() is mine
