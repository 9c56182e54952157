"""Networks that look: means of values, by how well keys fit queries."""
