"""Networks that make new data, or learn what their data have in common."""
