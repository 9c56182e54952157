"""Networks in use: small models, and what measures them."""
