"""A report as text for eyes, or for other programs; one module per format, each a function from report to text.

A format must not judge. Whatever a tree controls (names, paths, lines) is escaped before it is printed.
"""
