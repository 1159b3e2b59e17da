"""The commands: each parses, calls, prints and exits; no decision of the product stands here."""
