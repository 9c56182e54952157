"""What runs in the page: every program in a browser, as its reader would run it."""
