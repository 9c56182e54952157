"""Networks for images: pool."""
