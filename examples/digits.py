"""Handwritten digits: a network without convolution learns to read pictures of 28 x 28 pixels."""

import keraunos as keras
from keraunos import layers

EPOCHS = 5  # how many times the network sees all pictures


def load():
    """Load MNIST: 60000 pictures to learn from, 10000 to test with; downloads it the first time."""
    train, test = keras.datasets.mnist.load_data()
    return prepare(*train), prepare(*test)


def prepare(images, digits):
    """Make rows of numbers between 0 and 1 of the pictures, and ten outputs of each digit."""
    x = images.reshape(len(images), -1).astype("float32") / images.max()
    y = keras.utils.to_categorical(digits, 10)  # 2 becomes [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    return x, y


def build(pixels=28 * 28):
    """Make the network: a number a pixel in, 512 units in the middle, ten probabilities out."""
    return keras.Sequential(
        [
            layers.Input((pixels,)),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),  # one for each digit; they add up to 1
        ]
    )


def train(model, x, y, epochs=EPOCHS):
    """Show it all pictures, 128 at a time; returns how loss and accuracy went."""
    model.compile(
        optimizer="rmsprop",  # how weights are corrected
        loss="categorical_crossentropy",  # how wrong the probabilities are
        metrics=["accuracy"],  # what people want to know: how many are right
    )
    return model.fit(x, y, batch_size=128, epochs=epochs, verbose=2)


if __name__ == "__main__":
    keras.utils.set_random_seed(7)
    (x, y), (x_test, y_test) = load()
    model = build()
    model.summary()
    print(f"Training on {len(x)} pictures, {EPOCHS} epochs …")
    train(model, x, y)
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)  # pictures it has never seen
    print(f"Accuracy on {len(x_test)} new pictures: {accuracy:.3f}")
