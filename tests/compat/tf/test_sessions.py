"""Sessions: taken where a script sets the memory's growth, refused where something is asked of them."""

import pytest

pytestmark = pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning")


def test_the_lines_that_old_scripts_begin_with(old):
    import tensorflow as tf
    from keras.backend.tensorflow_backend import get_session, set_session

    config = tf.compat.v1.ConfigProto(allow_soft_placement=True)
    config.gpu_options.allow_growth = True
    config.gpu_options.per_process_gpu_memory_fraction = 0.5
    assert config.allow_soft_placement
    with tf.Session(config=config) as session:
        set_session(session)
    tf.compat.v1.keras.backend.set_session(tf.compat.v1.Session(config=config))
    assert get_session().graph is None
    session.close()


def test_what_is_asked_of_one_is_refused(old):
    from keras import backend as K

    with pytest.raises(NotImplementedError, match=r"K\.function"):
        K.get_session().run([])
