"""Networks in use: small models of six applications, with what measures them."""
