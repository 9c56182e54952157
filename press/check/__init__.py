"""Runs a page and judges it: for make serve, make outputs and the gates.

A page is one program in a process of its own (process.py, child.py):
- each line of its own code runs, each arm of `a if b else c`; what is included
  from snippets/ answers to the tests there (unrun.py, lines.py, arms.py);
- chance has a seed (seeds.py);
- it finds what a reader's Python finds, and no variable, module or folder of
  ours (surroundings.py); HOME and TMPDIR are its own (process.py);
- it reaches no network, starts no program but Python, and writes nowhere into
  the repository (offline.py);
- its shape comments are true (shapes.py, shapes_seen.py).
What a block printed is compared with what the page shows (verdict.py).

The smallest program of each block runs in a process that is forked from one
that has imported torch (nursery.py), and so may a whole page that has run well as
it is.

PAGES_COLD=1 leaves out what is done for speed: two variables that only
libraries of C see, so that threads of two pages do not wait for each other,
and that nursery.
"""
