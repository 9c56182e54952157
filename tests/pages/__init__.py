"""Gates 2 and 4: every block runs and prints what the page says; the languages agree."""
