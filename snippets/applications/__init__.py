"""Networks in use: small models of six applications, and what measures them."""
