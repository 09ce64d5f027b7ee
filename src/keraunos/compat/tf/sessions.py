"""Sessions and their settings: there are none, so they are taken where nothing is asked of them."""

from typing import Any, NoReturn


class Settings:
    """Any setting may be read, set or called; nothing comes of it.

    Example:
        >>> settings = Settings(allow_soft_placement=True)
        >>> settings.gpu_options.allow_growth = True
    """

    def __init__(self, *_args: Any, **given: Any) -> None:
        self.__dict__.update(given)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        inner = Settings()
        self.__dict__[name] = inner
        return inner

    def __call__(self, *_args: Any, **_given: Any) -> None:
        """Nothing."""


class Session:
    """Stands where a session was made and handed on; it runs nothing.

    Args: as of TensorFlow's; none is used.
    """

    def __init__(self, target: Any = "", graph: Any = None, config: Any = None) -> None:
        self.graph = graph

    def run(self, fetches: Any, feed_dict: Any = None) -> NoReturn:
        """Refused.

        Raises: NotImplementedError, always.
        """
        raise NotImplementedError(
            "Session.run: there are no sessions; arrays hold their values. Write np.array(x), K.eval(x), "
            "K.function(inputs, outputs) or model.predict(x)."
        )

    def as_default(self) -> "Session":
        """Itself."""
        return self

    def close(self) -> None:
        """Nothing is open."""

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_error: object) -> None:
        return None


ConfigProto = GPUOptions = RunOptions = Settings
InteractiveSession = Session


def get_session(*_args: Any) -> Session:
    """A session that runs nothing."""
    return Session()


def set_session(session: Any) -> None:
    """Taken."""
