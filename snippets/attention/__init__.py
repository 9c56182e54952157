"""Networks that look things up: means of values, weighted by fitting keys."""
