"""A repository as Flux sees it: its files, their documents with positions, what is reached from where.

It reads, and judges nothing; it must not know what a good tree looks like.
"""
