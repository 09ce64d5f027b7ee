"""Three spiral arms of points: a small network learns which arm a point lies on."""

import numpy as np

import keraunos as keras
from keraunos import layers

EPOCHS = 1000  # how many times the network sees all points


def load(seed):
    """Make 100 points on each of three arms; returns places (300, 2) and answers (300, 3)."""
    random = np.random.default_rng(seed)
    places, answers = [], []
    for arm in range(3):
        radius = np.linspace(0, 1, 100)  # from the middle outwards
        angle = np.linspace(arm * 4, (arm + 1) * 4, 100) + random.normal(0, 0.2, 100)
        places.append(np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1))
        answers.append(np.full(100, arm))
    x = np.concatenate(places).astype("float32")
    y = keras.utils.to_categorical(np.concatenate(answers), 3)  # 1 becomes [0, 1, 0]
    return x, y


def build():
    """Make the network: two numbers in, ten units in the middle, three probabilities out."""
    return keras.Sequential(
        [
            layers.Input((2,)),
            layers.Dense(10, activation="relu"),  # finds ten straight lines through the plane
            layers.Dense(3, activation="softmax"),  # weighs them; the three outputs add up to 1
        ]
    )


def train(model, x, y, epochs=EPOCHS):
    """Show it all points again and again, 50 at a time; returns how loss and accuracy went."""
    model.compile(
        optimizer=keras.optimizers.RMSprop(learning_rate=0.001),  # how weights are corrected
        loss="categorical_crossentropy",  # how wrong the probabilities are
        metrics=["accuracy"],  # what people want to know: how many are right
    )
    return model.fit(x, y, batch_size=50, epochs=epochs, verbose=0)


if __name__ == "__main__":
    keras.utils.set_random_seed(7)  # the same first weights each time; another seed, another result
    model = build()
    model.summary()
    print(f"Training on 300 points, {EPOCHS} epochs …")
    train(model, *load(seed=1))
    loss, accuracy = model.evaluate(*load(seed=2), verbose=0)  # points it has never seen
    print(f"Accuracy on 300 new points: {accuracy:.3f}")
