"""Networks whose signals go one way only, from input to output."""
