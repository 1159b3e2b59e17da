"""SOPS files with age recipients, natively: what the real sops reads and writes; runs no program."""
