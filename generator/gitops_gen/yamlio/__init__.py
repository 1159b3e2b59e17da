"""YAML in, typed as the real readers type it, and out, so that they all read it back.

It must not know what a document means.
"""
