"""The alphabet: the next letter after three, an LSTM, 500 epochs of batches of one."""

import numpy as np

from measuring import Watch, execution, library, options

given = options()
keras = library(given.library, given.seed)
watch = Watch()

LETTERS, STEPS = 26, 3
windows = [list(range(i, i + STEPS)) for i in range(LETTERS - STEPS)]
x = np.reshape(windows, (LETTERS - STEPS, STEPS, 1)) / LETTERS
y = np.eye(LETTERS)[np.arange(STEPS, LETTERS)]

model = keras.models.Sequential()
model.add(keras.layers.Input((STEPS, 1)))
model.add(keras.layers.LSTM(32))
model.add(keras.layers.Dense(LETTERS, activation="softmax"))
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"], **execution(given))
with watch:
    model.fit(x, y, epochs=500, batch_size=1, verbose=2)
_, accuracy = model.evaluate(x, y)
print("test_acc:", accuracy)
watch.report(accuracy)
