"""What a model does with data: compile, fit, evaluate, predict, and the steps a subclass may write."""

from typing import Any

from keraunos.core import legacy, tracking
from keraunos.core.errors import unknown
from keraunos.layers import Layer
from keraunos.training import evaluation, inference, loop, memory, own_steps
from keraunos.training.compiled import Compiled


class Trainer(Layer):
    """A layer that trains on data; Model adds its structure."""

    _compiled: Any
    _programs: dict[Any, Any]
    _lock: Any
    _report: Any
    _run_eagerly: bool
    _jit_compile: bool
    train_function: Any = None
    test_function: Any = None
    predict_function: Any = None
    stop_training: bool

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Any = "auto",
        auto_scale_loss: bool = True,
        **kwargs: Any,
    ) -> None:
        """Say how to train: with which optimizer, on which loss, watching which metrics.

        Args:
            optimizer: a name, an Optimizer, or an optax transformation.
            loss: a name, a function (y_true, y_pred) or a Loss; one, or one for each output.
            loss_weights: a float for each output.
            metrics: names, functions or Metrics; a list, or one for each output.
            weighted_metrics: metrics that use the sample weights.
            run_eagerly: step by step in Python, to debug.
            steps_per_execution: taken; how many steps a dispatch does follows the clock.
            jit_compile: taken; steps are compiled unless run_eagerly is set.
            auto_scale_loss: with a mixed_float16 policy, scale the loss against underflow.
        Raises: ValueError for names that are not known.
        """
        if kwargs:
            kwargs = legacy.translate((self, "compile"), kwargs)
        if kwargs:
            known = Compiled.arguments()
            raise TypeError(unknown("compile", "argument", next(iter(kwargs)), known))
        scaled = auto_scale_loss and self.dtype_policy.name == "mixed_float16"
        with self._lock:
            before, self._compiled = self._compiled, Compiled(
                optimizer, loss, loss_weights, metrics, weighted_metrics, run_eagerly,
                steps_per_execution, jit_compile, scaled,
            )  # fmt: skip
            self._compiled.succeed(before)
            self._programs.clear()
            tracking.changed()
        self._run_eagerly = self._compiled.run_eagerly
        self.jit_compile = self._compiled.jit_compile
        self.stop_training = False

    @property
    def compiled(self) -> bool:
        """Whether compile() was called."""
        return self._compiled is not None

    @property
    def optimizer(self) -> Any:
        """The optimizer given to compile(), or set on the model; None without either."""
        return self._compiled.optimizer if self._compiled else self.__dict__.get("_loose_optimizer")

    @optimizer.setter
    def optimizer(self, value: Any) -> None:
        if self._compiled is None:
            self.__dict__["_loose_optimizer"] = value  # for a training loop of the model's own
            return
        with self._lock:
            self._compiled.set_optimizer(value)
            self._programs.clear()
            tracking.changed()

    @property
    def loss(self) -> Any:
        """The loss as given to compile(), or None."""
        return self._compiled.loss if self._compiled else None

    @property
    def run_eagerly(self) -> bool:
        """Whether it trains step by step in Python."""
        return self._run_eagerly

    @run_eagerly.setter
    def run_eagerly(self, value: bool) -> None:
        with self._lock:
            self._run_eagerly = bool(value)
            self._programs.clear()

    @property
    def jit_compile(self) -> bool:
        """What `compile` was told; "auto" means unless `run_eagerly`."""
        return self._jit_compile

    @jit_compile.setter
    def jit_compile(self, value: Any) -> None:
        self._jit_compile = not self._run_eagerly if value in ("auto", None) else bool(value)

    def jax_state_sync(self) -> None:
        """Nothing is left to do: what training learns is in the variables whenever they are read."""

    def make_train_function(self, force: bool = False) -> Any:
        """`train_step` as a function (state, iterator) -> (logs, state), compiled unless run_eagerly.

        Args: force: make it again.
        """
        return own_steps.function_of(self, "train", force)

    def make_test_function(self, force: bool = False) -> Any:
        """As `make_train_function`, of `test_step`."""
        return own_steps.function_of(self, "test", force)

    def make_predict_function(self, force: bool = False) -> Any:
        """As `make_train_function`, of `predict_step`."""
        return own_steps.function_of(self, "predict", force)

    @property
    def metrics(self) -> list[Any]:
        """The loss's average, then the metrics of compile(), then those that layers own."""
        own = super().metrics
        return [*(self._compiled.all_metrics() if self._compiled else ()), *own]

    @property
    def metrics_names(self) -> list[str]:
        """The names of what evaluate() returns, in its order."""
        return self._compiled.names() if self._compiled else []

    def reset_metrics(self) -> None:
        """Set all metrics to the start."""
        for metric in self.metrics:
            metric.reset_state()

    def _output_names(self) -> list[str]:
        """The outputs' names, where the graph gives them."""
        return []

    def compute_loss(
        self, x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None,
        training: bool = True,
    ) -> Any:  # fmt: skip
        """The total loss of a batch: the compiled losses, weighted, plus what layers added."""
        self._compiled.ensure_built(y, y_pred, self._output_names())
        return self._compiled.total_loss(y, y_pred, sample_weight, self.losses)

    def compute_metrics(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
    ) -> dict[str, Any]:
        """Update the compiled metrics with a batch; returns all results so far."""
        self._compiled.ensure_built(y, y_pred, self._output_names())
        self._compiled.update_metrics(y, y_pred, sample_weight)
        return self.get_metrics_result()

    def train_step(self, state: Any, data: Any) -> tuple[dict[str, Any], Any]:
        """One training step as a pure function; a subclass may write its own.

        Args:
            state: (trainable, non-trainable, optimizer, metrics variables' values).
            data: x, (x, y) or (x, y, sample_weight).
        Returns: logs by name, and the new state.
        """
        return own_steps.train(self, state, data)

    def test_step(self, state: Any, data: Any) -> tuple[dict[str, Any], Any]:
        """One evaluation step as a pure function; a subclass may write its own.

        Args: state: (trainable, non-trainable, metrics variables' values). data: as of `train_step`.
        """
        return own_steps.test(self, state, data)

    def predict_step(self, state: Any, data: Any) -> tuple[Any, Any]:
        """The outputs for a batch as a pure function, and the non-trainable values.

        Args: state: (trainable, non-trainable variables' values). data: as of `train_step`.
        """
        return own_steps.predict(self, state, data)

    def compute_loss_and_updates(
        self,
        trainable_variables: Any,
        non_trainable_variables: Any,
        metrics_variables: Any,
        x: Any,
        y: Any,
        sample_weight: Any,
        training: bool = False,
        optimizer_variables: Any = None,
    ) -> Any:
        """Pure: the loss, and (its value, outputs, new non-trainable, new metrics' values)."""
        return own_steps.loss_and_updates(
            self,
            (trainable_variables, non_trainable_variables, optimizer_variables, metrics_variables),
            (x, y, sample_weight),
            training,
        )

    def stateless_compute_loss(
        self,
        trainable_variables: Any,
        non_trainable_variables: Any,
        metrics_variables: Any,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """Pure: `compute_loss` with these values; (loss, (trainable, non-trainable, metrics))."""
        return own_steps.stateless_loss(
            self,
            (trainable_variables, non_trainable_variables, metrics_variables),
            {
                "x": x,
                "y": y,
                "y_pred": y_pred,
                "sample_weight": sample_weight,
                "training": training,
            },
        )

    def _makes_masks(self) -> bool:
        """Whether a layer has a rule of its own for masks; losses then are means over what is kept."""
        layers = [
            x for x in self._flatten_layers() if isinstance(x, Layer) and not isinstance(x, Trainer)
        ]
        return any(type(x).compute_mask is not Layer.compute_mask for x in layers)

    def _own_step(self, name: str) -> Any:
        """A step that a subclass wrote, or None."""
        written = getattr(type(self), name)
        if written is getattr(Trainer, name):
            return None
        own_steps.check_signature(written, name)
        return getattr(self, name)

    def _borrowed_variables(self) -> list[Any]:
        """Variables beside its own that its programs read and change; old code's steps bring such."""
        return []

    def get_metrics_result(self) -> dict[str, Any]:
        """The results so far of those that `metrics` lists, by name."""
        listed = {id(metric): metric for metric in self.metrics}
        named = list(self._compiled.named_metrics()) if self._compiled else []
        results = {name: metric.result() for name, metric in named if id(metric) in listed}
        known = {id(metric) for _, metric in named}
        for metric in (m for key, m in listed.items() if key not in known):
            value = metric.result()
            results.update(value if isinstance(value, dict) else {metric.name: value})
        return results

    def fit(
        self, x: Any = None, y: Any = None, batch_size: int | None = None, epochs: int = 1,
        verbose: Any = "auto", callbacks: Any = None, validation_split: float = 0.0,
        validation_data: Any = None, shuffle: bool = True, class_weight: Any = None,
        sample_weight: Any = None, initial_epoch: int = 0, steps_per_epoch: int | None = None,
        validation_steps: int | None = None, validation_batch_size: int | None = None,
        validation_freq: Any = 1, resume: Any = None, **kwargs: Any,
    ) -> Any:  # fmt: skip
        """Train; the whole run is one compiled program.

        Args:
            x: inputs: an array, or a list or dict of arrays, rows first. y: targets, likewise.
            batch_size: rows a step, an int >= 1; None: 32.
            epochs: the number of the last epoch, an int >= initial_epoch.
            verbose: 0 silent, 1 a bar, 2 a line an epoch, "auto" 1.
            callbacks: a list of Callbacks, called in order.
            validation_split: share of the rows, the last ones, kept for validation; in [0, 1).
            validation_data: (x, y) or (x, y, sample_weight) evaluated at the end of epochs.
            shuffle: whether each epoch has its own order of rows.
            class_weight: {class: weight}. sample_weight: a weight a row, or an element.
            initial_epoch: the epoch to begin with, an int >= 0.
            steps_per_epoch: batches an epoch; None: all.
            validation_steps: batches of validation; None: all.
            validation_batch_size: rows a validation step; None: batch_size.
            validation_freq: every how many epochs to validate, or a list of epochs.
            resume: a folder for checkpoints, as of callbacks.Resume: the same call in a new process goes
                on from the newest.
        Returns: a History: `.history` maps names to a value an epoch.
        Raises: ValueError for data that do not fit, saying what was expected and what came.
        """
        arguments = {k: v for k, v in locals().items() if k not in ("self", "kwargs", "__class__")}
        with memory.running("fit"):
            return loop.fit(self, **_translated("fit", self, arguments, kwargs))

    def evaluate(
        self, x: Any = None, y: Any = None, batch_size: int | None = None, verbose: Any = "auto",
        sample_weight: Any = None, steps: int | None = None, callbacks: Any = None,
        return_dict: bool = False, **kwargs: Any,
    ) -> Any:  # fmt: skip
        """The loss and metrics on data, the model in inference mode.

        Args: as of `fit`; steps: batches to use, None: all. return_dict: by name rather than a list.
        Returns: the loss, or [loss, metrics…], or a dict.
        """
        arguments = {k: v for k, v in locals().items() if k not in ("self", "kwargs", "__class__")}
        with memory.running("evaluate"):
            return evaluation.evaluate(self, **_translated("evaluate", self, arguments, kwargs))

    def predict(
        self, x: Any, batch_size: int | None = None, verbose: Any = "auto", steps: int | None = None,
        callbacks: Any = None, **kwargs: Any,
    ) -> Any:  # fmt: skip
        """The outputs for data, as numpy arrays.

        Args: as of `fit`; steps: batches to use, None: all.
        """
        arguments = {k: v for k, v in locals().items() if k not in ("self", "kwargs", "__class__")}
        with memory.running("predict"):
            return inference.predict(self, **_translated("predict", self, arguments, kwargs))

    def train_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, class_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:  # fmt: skip
        """One step on one batch; returns the metrics' running values."""
        with memory.running("train_on_batch"):
            return inference.train_on_batch(self, x, y, sample_weight, class_weight, return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """The loss and metrics of one batch, added to the metrics' running values."""
        with memory.running("test_on_batch"):
            return evaluation.test_on_batch(self, x, y, sample_weight, return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """The outputs for one batch, as numpy arrays."""
        with memory.running("predict_on_batch"):
            return inference.predict_on_batch(self, x)

    def explain_fit(self) -> None:
        """Print how the last fit was dispatched: programs, cache, dispatches, seconds, who split it."""
        print(self._report.text() if self._report else f"{self._who()}: fit was not called yet.")

    def get_compile_config(self) -> dict[str, Any] | None:
        """The arguments of compile() as JSON types."""
        return self._compiled.get_config() if self._compiled else None

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compile with what `get_compile_config` gave."""
        self.compile(**Compiled.arguments_from(config))
        if self.built and self.optimizer is not None:
            self.optimizer.build(self.trainable_variables)


def _translated(
    owner: str, model: Trainer, arguments: dict[str, Any], kwargs: dict[str, Any]
) -> Any:
    if kwargs:
        kwargs = legacy.translate((model, owner), kwargs)
        left = [name for name in kwargs if name not in arguments]
        if left:
            raise TypeError(unknown(owner, "argument", left[0], arguments))
    return {**arguments, **kwargs}
