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


def test_a_program_of_placeholders_trains(old):
    tf = importlib.import_module("tensorflow")
    x, y = tf.placeholder(tf.float32, [None, 2]), tf.placeholder(tf.float32, [None, 1])
    weights, seen = tf.Variable(tf.zeros([2, 1])), tf.Variable(0.0)
    loss = tf.reduce_mean(tf.square(tf.matmul(x, weights) - y))
    train = tf.keras.optimizers.SGD(0.5).minimize(loss)
    count = tf.assign_add(seen, tf.reduce_sum(y))
    data = np.random.default_rng(0).random((8, 2)).astype("float32")
    with tf.Session() as session:
        losses = [
            session.run([train, loss], {x: data, y: data @ [[1.0], [2.0]]})[1] for _ in range(60)
        ]
        session.run(count, feed_dict={x: data, y: np.ones((8, 1))})
    assert losses[-1] < losses[0] / 20
    assert float(seen) == 8.0
    tf.assign(seen, 2.0)
    tf.assign(seen, tf.constant(3.0))
    assert float(seen) == 3.0
