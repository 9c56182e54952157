"""What the chapters draw and measure: figures.py, results.py of each."""
