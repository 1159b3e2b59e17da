"""The secrets that exist once: read from the tree, or made where the cluster has none at all.

Only the encrypted form is ever handed on to be written; values live in memory, and only with a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from gitops_gen.errors import UserError, did_you_mean, user_error
from gitops_gen.findings import Finding, Location
from gitops_gen.plan import Plan
from gitops_gen.records import Record
from gitops_gen.render.files import Sources
from gitops_gen.render.root import CREDENTIALS_REGEX, FLUX_KEY_REGEX
from gitops_gen.render.talos import BUNDLE_REGEX
from gitops_gen.sops import age, document
from gitops_gen.sops.cipher import is_exact
from gitops_gen.sops.document import Encrypted, NeedsKey
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.update import encrypt
from gitops_gen.sops.usable import recipient_changes
from gitops_gen.talos.bundle import problems
from gitops_gen.tree import ownership
from gitops_gen.tree.client import client
from gitops_gen.tree.disk import Old

Use = tuple[tuple[str | int, ...], str]
"""A credential that the spec names, by the path of the field that names it."""
At = Callable[..., Location]
"""The place of a field; asked only where something is wrong, because it reads the spec once more."""


class Found(Record, frozen=True):
    """The sources of a cluster, what of them is to be written, and recipients that lost access."""

    sources: Sources
    write: dict[str, str]
    removed: list[str]
    check: Callable[[], None]
    """To be asked before anything is made of the bundle's values; raises where Talos would not take them."""


class Paths(Record, frozen=True):
    """Where a cluster keeps its sources."""

    bundle: str
    flux_key: str
    credentials: str
    talosconfig: str
    public: str
    """Where the bundle's public half stands, if the bundle comes from a command."""

    @classmethod
    def of(cls, name: str) -> Paths:
        base = f"clusters/{name}"
        return cls(
            f"{base}/talos/secrets.sops.yaml",
            f"{base}/flux-key.sops.yaml",
            f"{base}/credentials.sops.yaml",
            f"{base}/talos/talosconfig.sops.yaml",
            f"{base}/talos/secrets.public.yaml",
        )


def open_sources(
    plan: Plan, uses: Iterable[Use], at: At, old: Old, identities: age.Identities
) -> Found:
    """The cluster's sources. Raises UserError: one is missing beside others, damaged, or a name unknown."""
    paths = Paths.of(plan.name)
    write = _first(plan, paths, old)
    opened = _Opened(
        plan,
        texts={**old.texts, **{path: text for path, (text, _) in write.items()}},
        identities=identities,
        values={path: clear for path, (_, clear) in write.items()},
        write={path: text for path, (text, _) in write.items()},
        removed=[],
    )
    bundle = _bundle(opened, paths)
    flux = opened.tree(paths.flux_key, Rule(plan.operators, FLUX_KEY_REGEX, True))
    recipient = _flux_recipient(flux, paths.flux_key)
    credentials = _credentials(opened, paths.credentials, uses, at)
    check = cache(lambda: _check_bundle(bundle, paths.bundle))
    sources = Sources(
        bundle=bundle,
        flux_recipient=recipient,
        client=client(
            bundle,
            old.texts.get(paths.talosconfig),
            paths.talosconfig,
            identities,
            check=check,
        ),
        credential=credentials.__getitem__,
    )
    return Found(sources, opened.write, opened.removed, check)


def _bundle(opened: _Opened, paths: Paths) -> dict[str, Any]:
    plan = opened.plan
    if plan.bundle_from_command:
        if paths.bundle in opened.texts:
            raise user_error(
                "the spec takes the secrets bundle from a command (secrets.source), and this file is there too",
                fix="keep one of the two: put this bundle into the vault and remove the file",
                file=paths.bundle,
            )
        from gitops_gen.tree import vault

        bundle, opened.write[paths.public] = vault.bundle(plan, paths.public, opened.texts)
        return bundle
    bundle = opened.tree(paths.bundle, Rule(plan.operators, BUNDLE_REGEX, False))
    _refuse(paths.bundle, problems(bundle))
    return bundle


def _first(plan: Plan, paths: Paths, old: Old) -> dict[str, tuple[str, dict[str, Any]]]:
    """Bundle and Flux key, made where the cluster has no encrypted file; else they must be there.

    Files of the user's own do not count: credentials and Secrets of hand-written apps may be there before
    the first render.
    """
    wanted = [paths.flux_key] if plan.bundle_from_command else [paths.bundle, paths.flux_key]
    missing = [path for path in wanted if path not in old.texts]
    if not missing:
        return {}
    present = [path for path, text in old.texts.items() if _is_ours(plan, paths, path, text)]
    if present:
        raise UserError(
            Finding(
                Location(path),
                f"is missing, but {min(present)} is there: what it holds exists once and is never "
                "made anew",
                "restore it from Git; or, if this cluster never ran, remove all its *.sops.yaml",
            )
            for path in missing
        )
    new = {paths.bundle: (_new_bundle, BUNDLE_REGEX), paths.flux_key: (_new_key, FLUX_KEY_REGEX)}
    return {path: _made(plan, path, *new[path]) for path in missing}


def _is_ours(plan: Plan, paths: Paths, path: str, text: str) -> bool:
    """Whether an encrypted file is one of those that `render` makes."""
    if not path.endswith(".sops.yaml") or path == paths.credentials:
        return False
    inside = path.startswith(f"clusters/{plan.name}/")
    return inside or ownership.owner(text) is not None


def _new_bundle() -> dict[str, Any]:
    from gitops_gen.talos import secrets

    return secrets.new()


def _new_key() -> dict[str, Any]:
    made = age.generate()
    return {"publicKey": made.recipient, "privateKey": made.private}


def _made(
    plan: Plan, path: str, new: Callable[[], dict[str, Any]], regex: str
) -> tuple[str, dict[str, Any]]:
    # The Flux key's public half is compared with its private one; the bundle's clear leaves need the MAC.
    rule = Rule(plan.operators, regex, mac_only_encrypted=regex == FLUX_KEY_REGEX)
    body = new()
    return encrypt([body], rule, ownership.made(plan.spec_path), name=path), body


class _Opened(Record, frozen=True):
    """Source files one by one: parsed, re-wrapped where the recipients changed, opened with a key."""

    plan: Plan
    texts: Mapping[str, str]
    identities: age.Identities
    values: Mapping[str, dict[str, Any]]
    write: dict[str, str]
    removed: list[str]

    def __repr__(self) -> str:
        return f"_Opened({self.plan.name})"

    def tree(self, path: str, rule: Rule) -> dict[str, Any]:
        """The file's first document with a Secret for every encrypted leaf."""
        text = self._header(self.texts[path])
        encrypted = document.parse(text, path)
        wanted = set(rule.recipients)
        if set(document.recipients(encrypted)) != wanted:
            text = self._rewrapped(encrypted, path, rule)
            encrypted = document.parse(text, path)
        if text != self.texts[path]:
            self.write[path] = text
        clear = self.values.get(path)
        if clear is None and (opened := document.decrypt_if_open(encrypted, self.identities)):
            clear = opened[0]
        _no_plain_secrets(encrypted)
        return _with_secrets(encrypted, clear, path.split("/", 2)[2])

    def _header(self, text: str) -> str:
        """Our header names the spec; after a rename it is kept true (comments are outside the MAC)."""
        first, newline, rest = text.partition("\n")
        own = f"# {ownership.made(self.plan.spec_path)}"
        return own + newline + rest if ownership.maker(first) and first != own else text

    def _rewrapped(self, encrypted: Encrypted, path: str, rule: Rule) -> str:
        from gitops_gen.sops.rewrap import rewrap

        try:
            made = rewrap(encrypted.text, rule, self.identities, name=path)
        except NeedsKey:
            raise self._needs_key(encrypted, rule) from None
        self.removed.extend(made.removed)
        return made.text

    def _needs_key(self, encrypted: Encrypted, rule: Rule) -> NeedsKey:
        before = document.recipients(encrypted)
        parts = recipient_changes(before, rule.recipients)
        finding = Finding(
            Location(encrypted.name),
            f"its recipients changed ({', '.join(parts)}), and no key is at hand to encrypt it again",
            f"someone who holds one of these keys can do it: {', '.join(before)}",
        )
        return NeedsKey([finding])


def _no_plain_secrets(encrypted: Encrypted) -> None:
    """A source whose secret stands in clear was damaged by hand, and may already have leaked."""
    plain = [
        leaf.name
        for leaf in encrypted.leaves
        if leaf.selected and leaf.value != "" and not is_exact(leaf.value)
    ]
    if plain:
        raise UserError(
            Finding(
                Location(encrypted.name),
                f"{name} stands in clear where only ENC[...] may stand",
                "restore the file from Git; change values only with `sops edit`",
            )
            for name in plain
        )


def _with_secrets(encrypted: Encrypted, clear: dict[str, Any] | None, label: str) -> dict[str, Any]:
    whole: dict[str, Any] = deepcopy(encrypted.documents[0])
    for leaf in encrypted.leaves:
        if leaf.document or not leaf.selected:
            continue
        place: Any = whole
        value: Any = clear
        for part in leaf.path[:-1]:
            place = place[part]
            value = None if value is None else value[part]
        value = None if value is None else _text(value[leaf.path[-1]])
        place[leaf.path[-1]] = Secret(f"{label}#{leaf.name}", str(leaf.value), value)
    return whole


def _text(value: Any) -> str:
    """A credential's value as text: what is no string in YAML was meant as it is written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _flux_recipient(flux: Mapping[str, Any], path: str) -> str:
    """The public half; with the key it is derived and compared, since no MAC covers it."""
    public, private = flux.get("publicKey"), flux.get("privateKey")
    if not isinstance(public, str) or not isinstance(private, Secret):
        raise user_error(
            "publicKey or privateKey is missing", fix="restore the file from Git", file=path
        )
    if private.value is not None and age.public(private.value) != public:
        raise user_error(
            "publicKey does not belong to privateKey: Secrets would be encrypted for somebody else",
            fix="restore the file from Git",
            file=path,
        )
    try:
        age.check_recipient(public)
    except age.RecipientError as error:
        raise user_error(f"publicKey: {error}", fix="restore the file", file=path) from None
    return public


def _check_bundle(bundle: Mapping[str, Any], path: str) -> None:
    """Whether the values are what Talos takes, where they are known; before anything is made of them.

    A render that makes nothing of them does not look: they are as they were.
    """
    from gitops_gen.talos import secrets

    if _known(bundle):
        _refuse(path, secrets.check(_clear(bundle)))


def _refuse(path: str, said: list[str]) -> None:
    if said:
        raise UserError(Finding(Location(path), one, "restore the file from Git") for one in said)


def _known(node: Any) -> bool:
    if isinstance(node, Mapping):
        return all(_known(value) for value in node.values())
    return not isinstance(node, Secret) or node.value is not None


def _clear(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _clear(value) for key, value in node.items()}
    return node.value if isinstance(node, Secret) else node


def _credentials(opened: _Opened, path: str, uses: Iterable[Use], at: At) -> dict[str, Secret]:
    """Every credential that the spec names; all that are unknown at once."""
    present = path in opened.texts
    rule = Rule(opened.plan.operators, CREDENTIALS_REGEX, False)
    tree = opened.tree(path, rule) if present else {}
    found: dict[str, Secret] = {}
    problems = []
    for field, name in uses:
        secret = _lookup(tree, name)
        if secret is None:
            hint = did_you_mean(name, _names(tree)) if present else ""
            problems.append(
                Finding(
                    at(*field),
                    f'there is no credential "{name}" in {path}{hint}',
                    f"sops edit {path}",
                )
            )
        else:
            found[name] = secret
    if problems:
        raise UserError(problems)
    return found


def _lookup(tree: Any, name: str) -> Secret | None:
    if isinstance(tree, Mapping) and isinstance(tree.get(name), Secret):
        return tree[name]  # type: ignore[no-any-return]
    for part in name.split("."):
        tree = tree.get(part) if isinstance(tree, Mapping) else None
    return tree if isinstance(tree, Secret) else None


def _names(tree: Any, prefix: str = "") -> list[str]:
    if not isinstance(tree, Mapping):
        return [prefix.removesuffix(".")]
    return [name for key, value in tree.items() for name in _names(value, f"{prefix}{key}.")]
