"""Flux's postBuild variables: an object in, the object as kustomize-controller would have it out.

Flux writes the object as YAML text, replaces in the text and reads it back, so quotes decide types. It must
not know where variables come from.
"""
