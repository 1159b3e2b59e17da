"""What a file shall say: its documents checked against the rule, its secret leaves in order; encrypts nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gitops_gen.errors import UserError, user_error
from gitops_gen.findings import Finding, Location
from gitops_gen.records import Record, replaced
from gitops_gen.sops import age, leaves, metadata, provenance
from gitops_gen.sops.cipher import Value
from gitops_gen.sops.document import NeedsKey
from gitops_gen.sops.leaves import Leaf, Place
from gitops_gen.sops.metadata import Metadata
from gitops_gen.sops.patterns import PatternError
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.secret import Secret
from gitops_gen.yamlio import write

INDENT = 4
"""sops' own, so that `sops edit` is no whole-file diff."""


class Update(Record, frozen=True):
    """What a file is to hold, and what there is to say about it.

    `healed` names leaves that did not hold what their source gives ("sops.mac": the signature itself), `why` is
    the reason for encrypting again ("" where all was carried over), `caught` the clear leaves that are encrypted for
    their name alone, `removed` the recipients that still read the history.
    """

    text: str
    healed: tuple[str, ...] = ()
    why: str = ""
    caught: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class Wanted(Record, frozen=True):
    """What the file shall say: `every` leaf of it, `secret` those that are encrypted, with their places."""

    name: str
    documents: Sequence[Any]
    rule: Rule
    header: str
    hash: str
    operators: Sequence[str]
    every: list[Leaf]
    secret: list[Leaf]
    places: list[Place]

    def __repr__(self) -> str:
        return f"Wanted({self.name})"

    @staticmethod
    def of(
        documents: Sequence[Any],
        rule: Rule,
        header: str,
        *,
        name: str,
        stamp: bool = True,
        operators: Sequence[str] = (),
    ) -> Wanted:
        rule = replaced(rule, recipients=checked_recipients(rule.recipients, name))
        try:
            found = leaves.collect(documents, rule.selection)
        except PatternError as error:
            raise user_error(f"encrypted_regex {error}", file=name) from None
        for document in documents:
            if metadata.KEY in document:
                raise user_error(
                    'a document has the top-level key "sops", which is reserved', file=name
                )
        for leaf in found:
            if isinstance(leaf.value, Secret) and not leaf.selected:
                raise ValueError(f"{leaf.name} is secret, but the rule leaves it in clear")
        hash_ = provenance.fingerprint(found) if stamp else ""
        return Wanted(
            name=name,
            documents=documents,
            rule=rule,
            header=provenance.stamped(header, hash_) if stamp else header,
            hash=hash_,
            operators=operators or rule.recipients,
            every=found,
            secret=[leaf for leaf in found if leaf.selected],
            places=leaves.places(found),
        )

    def update(
        self,
        texts: Iterable[str],
        meta: Metadata,
        *,
        healed: tuple[str, ...] = (),
        why: str = "",
        removed: tuple[str, ...] = (),
    ) -> Update:
        """The file with these ciphertexts in the places of its secret leaves."""
        following = iter(texts)
        bodies = leaves.mapped(
            self.documents,
            self.rule.selection,
            lambda leaf: next(following) if leaf.selected else leaf.value,
        )
        bodies[0][metadata.KEY] = metadata.block(meta)
        text = write.dump(bodies, indent=INDENT, header=self.header or None)
        caught = tuple(
            leaf.name
            for leaf in self.secret
            if not isinstance(leaf.value, Secret) and leaf.value != ""
        )
        return Update(text, healed, why, caught, removed)

    def values(self, why: str) -> list[Value]:
        """The clear values of the secret leaves. Raises `NeedsKey` where one is not at hand."""
        values = [clear(leaf) for leaf in self.secret]
        missing = [leaf for leaf, value in zip(self.secret, values, strict=True) if value is None]
        if missing:
            raise self._needs_key(missing, why)
        return [value for value in values if value is not None]

    def _needs_key(self, missing: Sequence[Leaf], why: str) -> NeedsKey:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        return NeedsKey(
            [
                Finding(
                    Location(self.name),
                    f"{missing[0].name}{more} must be encrypted again, and no key is at hand: {why}",
                    "someone who holds one of the operators' keys can do it: "
                    + ", ".join(self.operators),
                )
            ]
        )


def checked_recipients(recipients: Iterable[str], name: str) -> tuple[str, ...]:
    unique = tuple(dict.fromkeys(one.strip() for one in recipients))
    findings = []
    for recipient in unique:
        try:
            age.check_recipient(recipient)
        except age.RecipientError as error:
            findings.append(Finding(Location(name), f"recipients: {error}"))
    if not unique:
        findings.append(Finding(Location(name), "there is no recipient to encrypt for"))
    if findings:
        raise UserError(findings)
    return unique


def clear(leaf: Leaf) -> Value | None:
    """The value that a leaf shall have, or None where it is not at hand."""
    value: Value | None = leaf.value.value if isinstance(leaf.value, Secret) else leaf.value
    return value


def is_empty(leaf: Leaf) -> bool:
    """Whether a leaf is the empty string, which sops does not encrypt; without its value its source tells."""
    value = clear(leaf)
    return value == "" if value is not None else leaf.value.ciphertext == ""
