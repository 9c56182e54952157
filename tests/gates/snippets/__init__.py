"""Gate 1: one slug everywhere, true copies, shape comments, front doors, programs that run alone."""
