"""Networks that look things up: means of values, by how well keys fit queries."""
