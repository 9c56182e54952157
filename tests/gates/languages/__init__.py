"""Gate 4: both languages say the same, and were read together."""
