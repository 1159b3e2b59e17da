"""The seed, the author's own walk-through, held against a fresh render."""
