"""The state that a process gathers beside its models, and a fresh start from it."""

import gc

from keraunos.core import config, naming, policy, random


def clear_session(free_memory: bool = True) -> None:
    """Start anew: automatic names, the dtype policy, the settings of logs, the generator of random numbers.

    Models and their compiled programs go when nothing refers to them any more.

    Args: free_memory: whether what nothing refers to is collected at once.
    Example:
        >>> naming.auto_name("dense"); clear_session(); naming.auto_name("dense")
        'dense'
        'dense'
    """
    naming.reset_names()
    policy.CURRENT.clear()
    config.enable_interactive_logging()
    config.enable_traceback_filtering()
    random.reset_global_generator()
    if free_memory:
        gc.collect()
