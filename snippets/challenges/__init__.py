"""TODO: say in one line what the networks of this family have in common."""
