"""What every network has to meet: few data, a machine, memorising, and why."""
