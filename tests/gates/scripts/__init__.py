"""Gate 6: what computes in the reader's browser by itself: twins in JavaScript, figures."""
