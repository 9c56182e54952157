"""Gate 2: every block runs and prints what the page says, with the page and alone.

How a page runs and is judged is press/check/; what no run would tell stands here.
"""
