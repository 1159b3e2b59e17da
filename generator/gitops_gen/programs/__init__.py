"""The only door to other programs; it knows nothing of clusters."""
