"""Typical programs of the years of Keras 1, Keras 2, tf.keras and Keras 3, unmodified."""

import warnings
from importlib import import_module
from textwrap import dedent

import pytest

from keraunos.compat.wording import OldSpellingWarning

PROGRAMS = {
    "tfkeras_texts": """
        import re, string
        import tensorflow as tf
        from tensorflow.keras import layers, losses
        texts = ["So great<br />really great!", "Terrible. I hated it", "great fun", "awful"] * 5
        raw = tf.data.Dataset.from_tensor_slices((texts, [1, 0, 1, 0] * 5)).batch(10)
        def standardize(x):
            x = tf.strings.regex_replace(tf.strings.lower(x), '<br />', ' ')
            return tf.strings.regex_replace(x, '[%s]' % re.escape(string.punctuation), '')
        vectorize = layers.TextVectorization(standardize=standardize, max_tokens=100,
                                             output_mode='int', output_sequence_length=6)
        vectorize.adapt(raw.map(lambda x, y: x))
        def numbers(text, label):
            return vectorize(tf.expand_dims(text, -1)), label
        model = tf.keras.Sequential([layers.Embedding(101, 8), layers.GlobalAveragePooling1D(),
                                     layers.Dense(1, activation='sigmoid')])
        model.compile(loss=losses.BinaryCrossentropy(), optimizer='adam',
                      metrics=[tf.metrics.BinaryAccuracy(threshold=0.5)])
        model.fit(raw.map(numbers).cache().prefetch(tf.data.AUTOTUNE), epochs=2, verbose=0)
        whole = tf.keras.Sequential([vectorize, model])
        whole.compile(loss='binary_crossentropy', metrics=['accuracy'])
        assert set(whole.evaluate(raw, return_dict=True, verbose=0)) == {'loss', 'accuracy'}
        assert whole.predict(tf.constant(["great", "awful!"])).shape == (2, 1)
        assert vectorize.get_vocabulary()[2] == 'great'
    """,
    "keras3_feature_space": """
        import keras
        import numpy as np
        import tensorflow as tf
        from keras.utils import FeatureSpace
        rng = np.random.default_rng(0)
        data = {"age": rng.integers(20, 80, 60), "thal": rng.choice(["fixed", "normal"], 60),
                "bps": rng.normal(130, 10, 60)}
        raw = tf.data.Dataset.from_tensor_slices((data, rng.integers(0, 2, 60))).batch(16)
        space = FeatureSpace(
            features={"age": FeatureSpace.float_discretized(num_bins=5),
                      "thal": FeatureSpace.string_categorical(num_oov_indices=0),
                      "bps": "float_normalized"},
            crosses=[("age", "thal")], crossing_dim=8, output_mode="concat")
        space.adapt(raw.map(lambda x, _: x))
        encoded = space.get_encoded_features()
        predictions = keras.layers.Dense(1, activation="sigmoid")(encoded)
        training = keras.Model(inputs=encoded, outputs=predictions)
        training.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
        training.fit(raw.map(lambda x, y: (space(x), y)), epochs=2, verbose=0)
        model = keras.Model(inputs=space.get_inputs(), outputs=predictions)
        sample = {"age": 60, "thal": "fixed", "bps": 145.0}
        found = model.predict({k: tf.convert_to_tensor([v]) for k, v in sample.items()}, verbose=0)
        assert found.shape == (1, 1) and encoded.shape == (None, 5 + 2 + 1 + 8)
    """,
    "tfkeras_records": """
        import os, tempfile
        import numpy as np
        import tensorflow as tf
        folder = tempfile.mkdtemp()
        def _bytes(value):
            return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))
        def _int64(value):
            return tf.train.Feature(int64_list=tf.train.Int64List(value=[value]))
        def _floats(value):
            return tf.train.Feature(float_list=tf.train.FloatList(value=value))
        rng = np.random.RandomState(0)
        for part in range(2):
            with tf.io.TFRecordWriter(folder + '/file_%.2i.tfrec' % part) as writer:
                for label in range(8):
                    image = tf.io.encode_jpeg(rng.randint(0, 255, (8, 8, 3)).astype('uint8'))
                    example = tf.train.Example(features=tf.train.Features(feature={
                        'image': _bytes(image.numpy()), 'path': _bytes('a.jpg'.encode()),
                        'bbox': _floats([0.5] * (label + 1)), 'label': _int64(label % 2)}))
                    writer.write(example.SerializeToString())
        description = {
            'image': tf.io.FixedLenFeature([], tf.string), 'path': tf.io.FixedLenFeature([], tf.string),
            'bbox': tf.io.VarLenFeature(tf.float32), 'label': tf.io.FixedLenFeature([], tf.int64)}
        def parse(example):
            example = tf.io.parse_single_example(example, description)
            example['image'] = tf.io.decode_jpeg(example['image'], channels=3)
            example['bbox'] = tf.sparse.to_dense(example['bbox'])
            return example
        def prepare(features):
            image = tf.image.resize(features['image'], size=(6, 6)) / 255.0
            return image, tf.cast(features['label'], tf.int32)
        files = tf.io.gfile.glob(folder + '/*.tfrec')
        options = tf.data.Options()
        options.experimental_deterministic = False
        raw = tf.data.TFRecordDataset(files, num_parallel_reads=tf.data.AUTOTUNE)
        for features in raw.map(parse).take(1):
            assert features['path'].numpy() == b'a.jpg' and features['image'].shape == (8, 8, 3)
            assert features['bbox'].numpy().tolist() == [0.5]
        for record in raw.take(1):
            shown = tf.train.Example.FromString(record.numpy())
            assert shown.features.feature['label'].int64_list.value == [0]
        data = raw.with_options(options).map(parse, num_parallel_calls=4).map(prepare)
        data = data.shuffle(8).batch(4).prefetch(tf.data.AUTOTUNE)
        model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(2)])
        model.compile('adam', tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        assert len(model.fit(data, epochs=2, verbose=0).history['loss']) == 2
    """,
    "keras1_mlp": """
        import numpy as np
        from keras.models import Sequential
        from keras.layers.core import Dense, Dropout, Activation
        from keras.optimizers import SGD
        from keras.utils import np_utils
        np.random.seed(1337)
        nb_classes = 3
        X_train = np.random.rand(60, 8).astype('float32')
        y_train = np.random.randint(0, nb_classes, 60)
        Y_train = np_utils.to_categorical(y_train, nb_classes)
        model = Sequential()
        model.add(Dense(output_dim=16, input_dim=8, init='uniform', W_regularizer='l2'))
        model.add(Activation('relu'))
        model.add(Dropout(p=0.2))
        model.add(Dense(nb_classes, init='glorot_normal', bias=True))
        model.add(Activation('softmax'))
        sgd = SGD(lr=0.1, decay=1e-6, momentum=0.9, nesterov=True)
        model.compile(loss='categorical_crossentropy', optimizer=sgd, metrics=['accuracy'])
        history = model.fit(X_train, Y_train, batch_size=16, nb_epoch=3, verbose=0,
                            validation_split=0.2)
        score = model.evaluate(X_train, Y_train, verbose=0)
        classes = model.predict_classes(X_train, batch_size=32)
        proba = model.predict_proba(X_train, batch_size=32)
        assert len(history.history['val_acc']) == 3 and classes.shape == (60,)
        assert proba.shape == (60, 3) and len(score) == 2
    """,
    "keras1_functional": """
        from keras.engine.topology import Layer
        from keras.layers import Input, Dense
        from keras.models import Model
        import numpy as np
        a = Input(shape=(4,), name='a', dtype='float32')
        h = Dense(5, init='one', activation='tanh')(a)
        model = Model(input=a, output=Dense(1, init='zero')(h))
        model.compile('rmsprop', 'mse', ['mae'])
        h = model.fit({'a': np.ones((8, 4))}, np.zeros((8, 1)), nb_epoch=1, verbose=0)
        assert model.predict(np.ones((2, 4))).tolist() == [[0.0], [0.0]]
        assert 'mean_absolute_error' in h.history and model.layers[1].output_shape == (None, 5)
    """,
    "keras1_merge": """
        import numpy as np
        from keras.layers import Input, Dense, merge
        from keras.models import Model
        a, b = Input(shape=(3,)), Input(shape=(2,))
        joined = merge([a, b], mode='concat', concat_axis=-1)
        model = Model(input=[a, b], output=Dense(1)(joined))
        model.compile('adam', 'mse')
        model.fit([np.ones((4, 3)), np.ones((4, 2))], np.ones((4, 1)), nb_epoch=1, verbose=0)
        assert joined.shape == (None, 5)
    """,
    "keras1_convolution": """
        import numpy as np
        from keras import backend as K
        from keras.models import Sequential
        from keras.layers import Convolution2D, MaxPooling2D, Flatten, Dense
        K.set_image_dim_ordering('tf')
        model = Sequential()
        model.add(Convolution2D(4, 3, 3, border_mode='valid', input_shape=(8, 8, 1),
                                subsample=(1, 1), activation='relu'))
        model.add(MaxPooling2D(pool_size=(2, 2), border_mode='valid'))
        model.add(Flatten())
        model.add(Dense(2, activation='softmax'))
        assert model.layers[0].kernel.shape == (3, 3, 1, 4)
        assert isinstance(model.layers[0], Convolution2D)
        model.compile(loss='categorical_crossentropy', optimizer='adadelta', metrics=['accuracy'])
        model.fit(np.random.rand(4, 8, 8, 1), np.eye(2)[[0, 1, 0, 1]], nb_epoch=1, verbose=0)
    """,
    "keras1_lstm": """
        import numpy as np
        from keras.models import Sequential
        from keras.layers.recurrent import LSTM
        from keras.layers.core import Dense
        model = Sequential()
        model.add(LSTM(output_dim=6, input_dim=3, input_length=5, inner_activation='sigmoid',
                       forget_bias_init='one', consume_less='mem', dropout_W=0.1, dropout_U=0.0,
                       return_sequences=True))
        model.add(LSTM(4, inner_init='orthogonal'))
        model.add(Dense(1))
        model.compile(loss='mean_squared_error', optimizer='rmsprop')
        model.fit(np.random.rand(6, 5, 3), np.random.rand(6, 1), nb_epoch=1, verbose=0)
        assert model.layers[0].dropout == 0.1 and model.input_shape == (None, 5, 3)
    """,
    "keras2_imdb": """
        import numpy as np
        from keras.preprocessing import sequence
        from keras.models import Sequential
        from keras.layers import Dense, Embedding, LSTM
        maxlen = 8
        x = [list(np.random.randint(1, 20, n)) for n in np.random.randint(2, 12, 24)]
        x = sequence.pad_sequences(x, maxlen=maxlen)
        y = np.random.randint(0, 2, 24)
        model = Sequential()
        model.add(Embedding(20, 8, input_length=maxlen))
        model.add(LSTM(8, dropout=0.2, recurrent_dropout=0.2, implementation=2))
        model.add(Dense(1, activation='sigmoid'))
        model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['acc'])
        h = model.fit(x, y, batch_size=8, epochs=2, validation_data=(x, y), verbose=0)
        assert sorted(h.history) == ['acc', 'loss', 'val_acc', 'val_loss']
    """,
    "keras2_callback": """
        import keras
        import numpy as np
        import keras.backend as K
        from keras.layers import Dense
        from keras.callbacks import Callback, EarlyStopping
        seen = []
        class Watch(Callback):
            def on_epoch_end(self, epoch, logs={}):
                seen.append((logs.get('acc'), logs.get('val_acc')))
                K.set_value(self.model.optimizer.lr, 0.5 * K.get_value(self.model.optimizer.lr))
        model = keras.models.Sequential([Dense(1, activation='sigmoid', input_shape=(2,))])
        model.compile(loss='binary_crossentropy', optimizer=keras.optimizers.RMSprop(lr=0.08),
                      metrics=['accuracy'])
        model.fit(np.random.rand(10, 2), np.ones(10), epochs=3, validation_split=0.5, verbose=0,
                  callbacks=[Watch(), EarlyStopping(monitor='val_acc', patience=9)])
        assert len(seen) == 3 and None not in seen[0] + seen[1] + seen[2]
        assert abs(K.eval(model.optimizer.lr) - 0.01) < 1e-7
    """,
    "keras2_k_function": """
        import numpy as np
        from keras import backend as K
        from keras.models import Sequential
        from keras.layers import Dense, Dropout
        model = Sequential([Dense(4, input_dim=3, activation='relu'), Dropout(0.5), Dense(2)])
        get = K.function([model.layers[0].input, K.learning_phase()], [model.layers[1].output])
        x = np.ones((5, 3))
        calm, wild = get([x, 0])[0], get([x, 1])[0]
        w, b = model.layers[0].get_weights()
        assert np.allclose(calm, np.maximum(x @ w + b, 0), atol=1e-6)
        assert set(np.round(wild / np.where(calm == 0, 1, calm), 4).ravel()) <= {0.0, 2.0}
    """,
    "keras2_custom_layer": """
        import numpy as np
        from keras import backend as K
        from keras.engine.topology import Layer
        from keras.models import Sequential
        class MyLayer(Layer):
            def __init__(self, output_dim, **kwargs):
                self.output_dim = output_dim
                super(MyLayer, self).__init__(**kwargs)
            def build(self, input_shape):
                self.kernel = self.add_weight(name='kernel', initializer='uniform',
                                              shape=(input_shape[1], self.output_dim), trainable=True)
                super(MyLayer, self).build(input_shape)
            def call(self, x):
                return K.dot(x, self.kernel)
            def compute_output_shape(self, input_shape):
                return (input_shape[0], self.output_dim)
        model = Sequential()
        model.add(MyLayer(3, input_shape=(4,)))
        model.compile(loss=lambda t, p: K.mean(K.square(t - p), axis=-1), optimizer='sgd')
        model.fit(np.ones((6, 4)), np.ones((6, 3)), epochs=1, verbose=0)
        assert model.output_shape == (None, 3)
    """,
    "keras2_generator": """
        import numpy as np
        from keras.models import Sequential
        from keras.layers import Dense
        def batches():
            while True:
                yield np.ones((4, 2)), np.ones((4, 1))
        model = Sequential([Dense(1, input_shape=(2,))])
        model.compile('sgd', 'mse')
        h = model.fit_generator(batches(), steps_per_epoch=3, epochs=2, verbose=0, workers=2,
                                use_multiprocessing=False, max_queue_size=4)
        assert len(h.history['loss']) == 2
        model.fit_generator(batches(), samples_per_epoch=12, nb_epoch=1, verbose=0)
        assert model.predict_generator(batches(), steps=2).shape == (8, 1)
        assert model.evaluate_generator(batches(), steps=2) >= 0
    """,
    "keras2_sklearn": """
        import numpy as np
        from sklearn.model_selection import cross_val_score, GridSearchCV
        from keras.models import Sequential
        from keras.layers import Dense
        from keras.wrappers.scikit_learn import KerasClassifier
        def create_model(units=4):
            model = Sequential()
            model.add(Dense(units, input_dim=3, activation='relu'))
            model.add(Dense(1, activation='sigmoid'))
            model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
            return model
        X, Y = np.random.rand(20, 3), np.tile([0, 1], 10)
        model = KerasClassifier(build_fn=create_model, epochs=1, batch_size=10, verbose=0)
        assert cross_val_score(model, X, Y, cv=2).shape == (2,)
        grid = GridSearchCV(estimator=model, param_grid=dict(units=[2, 3]), cv=2).fit(X, Y)
        assert grid.best_params_['units'] in (2, 3)
    """,
    "tfkeras_functional": """
        import tensorflow as tf
        from tensorflow import keras
        from tensorflow.keras import layers
        from tensorflow.keras.optimizers import Adam
        tf.random.set_seed(3)
        assert tf.__version__ >= '2' and tf.config.list_physical_devices('GPU') == []
        x = tf.random.normal((16, 6))
        y = tf.cast(tf.reduce_sum(x, axis=1, keepdims=True) > 0, tf.float32)
        inputs = keras.Input(shape=(6,), name='in')
        hidden = layers.Dense(8, activation=tf.nn.relu, name='hidden')(inputs)
        outputs = layers.Dense(1, activation='sigmoid')(layers.Dropout(0.1)(hidden))
        model = tf.keras.Model(inputs=inputs, outputs=outputs)
        model.compile(optimizer=Adam(lr=1e-2, decay=1e-4),
                      loss=tf.keras.losses.BinaryCrossentropy(reduction='auto'), metrics=['acc'])
        history = model.fit(x.numpy(), y.numpy(), epochs=2, verbose=0, workers=1)
        assert 'accuracy' in history.history and 'acc' in history.history
        peek = tf.keras.Model(model.input, model.get_layer('hidden').output)
        assert peek(x).numpy().shape == (16, 8)
        assert tf.math.confusion_matrix([0, 1, 1], [0, 1, 0]).numpy().tolist() == [[1, 0], [1, 1]]
    """,
    "tfkeras_dataset": """
        import numpy as np
        import tensorflow as tf
        data = tf.data.Dataset.from_tensor_slices((np.ones((10, 2), 'f'), np.ones((10, 1), 'f')))
        data = data.map(lambda x, y: (x * 2, y)).shuffle(10).batch(4).prefetch(tf.data.AUTOTUNE)
        model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(2,))])
        model.compile('sgd', 'mse')
        assert len(model.fit(data, epochs=2, verbose=0).history['loss']) == 2
    """,
    "keras3": """
        import keras
        from keras import layers, ops
        keras.utils.set_random_seed(812)
        model = keras.Sequential([keras.Input(shape=(4,)), layers.Dense(3, activation="relu"),
                                  layers.Dense(2)])
        model.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-2), loss="mse")
        model.fit(ops.ones((8, 4)), ops.zeros((8, 2)), epochs=1, verbose=0)
        assert keras.__version__.startswith("3")
    """,
}


@pytest.mark.parametrize("name", list(PROGRAMS))
def test_a_program_runs(old, name):
    if "sklearn" in name:
        pytest.importorskip("sklearn")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", OldSpellingWarning)
        names = {"__name__": "__main__"}
        exec(compile(dedent(PROGRAMS[name]), f"{name}.py", "exec"), names)
    assert names["model"] is not None


def test_modern_programs_hear_nothing(old, recwarn):
    exec(compile(dedent(PROGRAMS["keras3"]), "modern.py", "exec"), {"__name__": "__main__"})
    assert [str(w.message) for w in recwarn] == []


def test_everything_is_closed_again(old):
    import_module("keras.layers")
    from keraunos.layers import Dense

    assert hasattr(Dense, "input_shape")
    from keraunos import compat

    compat.uninstall()
    assert not hasattr(Dense, "input_shape")
    assert Dense.__init__.__code__.co_name == "__init__"
