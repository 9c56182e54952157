"""What a reader's browser needs to run the programs of the pages.

runtime.py: Python and NumPy for it, from a pinned package; data.py: the arrays of
the data sets; inside/: what stands beside a program there; able.py: which
programs can run, and why others cannot; record.json: what all of them did.
"""
