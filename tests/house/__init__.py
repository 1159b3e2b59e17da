"""The house's own rules, held by tests: layers, doors, sizes, words, start-up, documentation."""
