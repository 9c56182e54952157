"""In the browser, of scikit-learn there are the data sets of these pages and nothing else."""
