"""Arithmetic of addresses and ranges; it knows no cluster."""
