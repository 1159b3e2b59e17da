"""Rendered trees for the tests of this room."""

from tests.support.rendered import rendered, tree

__all__ = ["rendered", "tree"]
