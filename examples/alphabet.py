"""The next letter: an LSTM reads three letters of the alphabet and says which one follows."""

import numpy as np

import keraunos as keras
from keraunos import layers

EPOCHS = 500  # how many times the network sees all samples
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STEPS = 3  # letters that it reads before it answers


def load():
    """Make a sample of every three letters in a row: ABC -> D, BCD -> E, … WXY -> Z."""
    numbers = np.arange(26)
    windows = np.stack([numbers[i : i + STEPS] for i in range(26 - STEPS)])
    x = windows.reshape(-1, STEPS, 1) / 26  # (samples, steps, features), between 0 and 1
    y = keras.utils.to_categorical(numbers[STEPS:], 26)  # one output for each letter
    return x.astype("float32"), y


def build():
    """Make the network: it reads one letter after the other and keeps what matters in 32 units."""
    return keras.Sequential(
        [
            layers.Input((STEPS, 1)),
            layers.LSTM(32),  # its memory after the last letter goes on
            layers.Dense(26, activation="softmax"),  # a probability for each letter
        ]
    )


def train(model, x, y, epochs=EPOCHS):
    """Show it the samples one by one; returns how loss and accuracy went."""
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(x, y, epochs=epochs, batch_size=1, verbose=0)


if __name__ == "__main__":
    keras.utils.set_random_seed(7)
    x, y = load()
    model = build()
    model.summary()
    print(f"Training on {len(x)} samples, {EPOCHS} epochs …")
    train(model, x, y)
    for window, answer in zip(x, model.predict(x, verbose=0)):
        given = "".join(LETTERS[round(float(number) * 26)] for number in window[:, 0])
        print(f"{given} -> {LETTERS[answer.argmax()]}")
    loss, accuracy = model.evaluate(x, y, verbose=0)
    print(f"Accuracy on the {len(x)} samples: {accuracy:.3f}")
