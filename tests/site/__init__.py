"""Gates 3 and 5: the built site, block by block and in a browser."""
