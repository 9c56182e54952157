"""Gate 1: what every file of snippets/ must pass."""
