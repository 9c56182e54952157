"""Five gates: 1 snippets, 2 pages, 3 built, 4 languages, 5 site; house/ looks after the project.

Each has its rules, the test that they hold, and the faults planted to see it red.
"""
