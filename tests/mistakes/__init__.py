"""Mistakes that people make in a Flux tree, and what the real controllers do about each."""
