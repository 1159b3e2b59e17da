"""What a check is: one module, whose name is its id and whose docstring is its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.records import Record
from gitops_gen.repo.repository import Repo


class Check(Record, frozen=True):
    """`Check(__name__, __doc__, severity, find)`, as each check's module ends.

    `find` yields what is wrong, and what it could not judge; the severity of a finding that says none of its
    own is the check's.
    """

    module: str
    page: str | None
    severity: Severity
    find: Callable[[Repo], Iterator[Finding | Unjudged]]

    @property
    def id(self) -> str:
        """What must hold, as a statement: the module's name with hyphens."""
        return self.module.rpartition(".")[2].replace("_", "-")

    @property
    def family(self) -> str:
        """The id's first word."""
        return self.id.partition("-")[0]

    @property
    def title(self) -> str:
        """The page's first line."""
        return (self.page or "").strip().partition("\n")[0]
