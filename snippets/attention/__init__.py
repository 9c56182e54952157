"""Networks that look things up: attention, transformer."""
