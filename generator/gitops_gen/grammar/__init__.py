"""Craft: how the API server wants names, labels and quantities spelt; it must not know which field holds one."""
