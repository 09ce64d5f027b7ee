"""What everything stands on: variables, scopes, the symbolic graph, the registry, dtypes, host randomness, errors."""

__all__: list[str] = []
