"""Gate 5: links, search, weight, accessibility, in files and in a browser."""
