"""What computes in the reader's browser by itself: twins of snippets in JavaScript, and figures."""
