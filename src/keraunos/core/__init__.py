"""What everything stands on: variables, scopes, the symbolic graph, the registry, dtypes, randomness."""

__all__: list[str] = []
