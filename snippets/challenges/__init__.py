"""What every network has to meet: too few data, its machine, memorising, and why."""
