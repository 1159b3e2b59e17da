"""From a file's documents to its text: clear ones are written, the others encrypted or carried over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gitops_gen.plan import Plan
from gitops_gen.records import Record
from gitops_gen.render.files import File, Ring
from gitops_gen.sops import age
from gitops_gen.sops.document import NeedsKey
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.update import Update, update
from gitops_gen.tree import ownership
from gitops_gen.yamlio import write


class Emitter(Record, frozen=True):
    """What every file of a cluster is written with."""

    plan: Plan
    flux_recipient: str
    old: Mapping[str, str]
    identities: age.Identities

    def emit(self, file: File) -> Update:
        """The file's new text and what there is to say about it. Raises NeedsKey."""
        header = ownership.rendered(self.plan.spec_path)
        if file.ring is Ring.CLEAR:
            return Update(write.dump(file.documents, indent=2, header=header))
        try:
            return self._update(file, self.old.get(file.path), header)
        except NeedsKey:
            copied = self._copied(file, header)
            if copied is None:
                raise
            return copied

    def _update(self, file: File, old: str | None, header: str) -> Update:
        return update(
            old,
            file.documents,
            self._rule(file),
            header,
            self.identities,
            name=file.path,
            operators=self.plan.operators,
        )

    def _rule(self, file: File) -> Rule:
        recipients = self.plan.operators
        if file.ring is Ring.FLUX:
            recipients = (*recipients, self.flux_recipient)
        return Rule(recipients, file.regex, mac_only_encrypted=True)

    def _copied(self, file: File, header: str) -> Update | None:
        """A new node's file from a neighbour of the same role, ciphertext and all (ADR 0009)."""
        if file.path in self.old:
            return None
        for donor in self._donors(file):
            try:
                return self._update(file, donor, header)
            except NeedsKey:
                continue
        return None

    def _donors(self, file: File) -> Iterable[str]:
        folder = file.path.rpartition("/")[0]
        if not folder.endswith("/talos"):
            return ()
        own = self.plan.spec_path
        return (
            text
            for path, text in sorted(self.old.items())
            if path.rpartition("/")[0] == folder and ownership.owner(text) == own
        )
