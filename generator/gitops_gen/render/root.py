"""What a cluster adds to files that it shares with others at the root: `.sops.yaml` and `.sourceignore`."""

from __future__ import annotations

from typing import Any

from gitops_gen.plan import Plan
from gitops_gen.records import Record
from gitops_gen.render.files import Block
from gitops_gen.yamlio import write

SOPS = ".sops.yaml"
SOURCEIGNORE = ".sourceignore"
FLUX_KEY_REGEX = "^privateKey$"
CREDENTIALS_REGEX = ".*"
"""Every value of the user's own secrets."""
SECRET_REGEX = "^(data|stringData)$"
"""Of a Kubernetes Secret: Flux needs kind and metadata in clear."""


class Regexes(Record, frozen=True):
    """`encrypted_regex` of each kind of file whose secret leaves others know."""

    bundle: str
    machine_config: str
    talosconfig: str
    flux_key: str


def blocks(plan: Plan, flux_recipient: str, regexes: Regexes) -> list[Block]:
    """The blocks of one cluster; `flux_recipient` is the public half of its Flux key, empty before it exists."""
    rules = creation_rules(plan, flux_recipient, regexes)
    return [
        Block(SOPS, plan.name, rules, "creation_rules"),
        Block(SOURCEIGNORE, plan.name, tuple(left_out(plan.name))),
    ]


def creation_rules(plan: Plan, flux_recipient: str, regexes: Regexes) -> tuple[str, ...]:
    """Items of `creation_rules`, not indented. SOPS takes the first that matches: the order matters."""
    talos = f"^clusters/{plan.name}/talos"
    operators = plan.operators
    rules = [
        _rule(rf"{talos}/secrets\.sops\.yaml$", operators, regexes.bundle, derived=False),
        _rule(rf"{talos}/talosconfig\.sops\.yaml$", operators, regexes.talosconfig),
        _rule(rf"{talos}/[^/]+\.sops\.yaml$", operators, regexes.machine_config),
        _rule(
            rf"^clusters/{plan.name}/credentials\.sops\.yaml$",
            operators,
            CREDENTIALS_REGEX,
            derived=False,
        ),
        _rule(rf"^clusters/{plan.name}/flux-key\.sops\.yaml$", operators, regexes.flux_key),
    ]
    if flux_recipient:
        readers = (*operators, flux_recipient)
        path = rf"^(infrastructure|apps)/{plan.name}/.+\.sops\.yaml$"
        rules.append(_rule(path, readers, SECRET_REGEX))
    text = write.dump([{"creation_rules": rules}])
    return tuple(line[2:] for line in text.splitlines()[1:])


def _rule(
    path: str, recipients: tuple[str, ...], regex: str, *, derived: bool = True
) -> dict[str, Any]:
    """A creation rule; of a derived file the MAC covers what is encrypted only (ADR 0004)."""
    mac = {"mac_only_encrypted": True} if derived else {}
    return {"path_regex": path, "encrypted_regex": regex, **mac, "age": ",".join(recipients)}


def left_out(cluster: str) -> list[str]:
    """Patterns of what Flux must never serve inside the cluster: the spec, the sources of secrets, Talos."""
    return [
        f"/clusters/{cluster}/cluster.yaml",
        f"/clusters/{cluster}/*.sops.yaml",
        f"/clusters/{cluster}/talos/",
    ]
