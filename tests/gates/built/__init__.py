"""Gate 3: no code in the built site that has not run."""
