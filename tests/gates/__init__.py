"""The gates: what everything of one kind must pass."""
