"""gitops-gen: one spec in, a Git repository out that Flux reconciles.

The distribution's folder is called `generator`; the package also holds the validator and the
bootstrap. Rooms and layers: ARCHITECTURE.md.
"""

__version__ = "0.1.0"
