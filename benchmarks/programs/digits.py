"""The digits: MNIST, two Dense layers, 5 epochs; the variable MNIST names the file."""

from measuring import Watch, execution, images_and_labels, library, options

given = options()
keras = library(given.library, given.seed)
watch = Watch()

x, y, x_test, y_test = images_and_labels()
y, y_test = keras.utils.to_categorical(y), keras.utils.to_categorical(y_test)

model = keras.models.Sequential()
model.add(keras.layers.Input((28 * 28,)))
model.add(keras.layers.Dense(512, activation="relu"))
model.add(keras.layers.Dense(10, activation="softmax"))
model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"], **execution(given))
with watch:
    model.fit(x, y, epochs=5, batch_size=128)
_, accuracy = model.evaluate(x_test, y_test)
print("test_acc:", accuracy)
watch.report(accuracy)
