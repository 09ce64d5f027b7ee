"""The `keraunos` command and its subcommands."""
