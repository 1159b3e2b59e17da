"""How each kind is spelt: one module per API group, one pure function per kind, no decisions."""
