"""Where every network starts: the single neuron and how it learns."""
