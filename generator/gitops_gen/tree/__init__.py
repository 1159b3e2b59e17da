"""Files that we own: read what is there, compare, encrypt, write atomically, remove."""
