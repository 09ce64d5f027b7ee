"""The same model in Keraunos and in Keras."""

import keraunos as k
from support.oracle import keras


def pair(loss="categorical_crossentropy", metrics=("accuracy",), weighted=()):
    """The same model here and in Keras."""
    models = []
    for lib in (k, keras):
        model = lib.Sequential(
            [
                lib.layers.Input((4,)),
                lib.layers.Dense(8, activation="relu"),
                lib.layers.Dense(3, activation="softmax"),
            ]
        )
        model.compile("sgd", loss, metrics=list(metrics), weighted_metrics=list(weighted))
        models.append(model)
    models[0].set_weights(models[1].get_weights())
    return models
