"""Gate 2: every block runs and prints what the page says."""
