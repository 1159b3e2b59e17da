"""Who can open what, and which controllers run."""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.findings import Finding
from gitops_gen.spec.load import Loaded

_NEEDED = ("source-controller", "kustomize-controller", "helm-controller")


def recipients_are_recipients(loaded: Loaded) -> Iterator[Finding]:
    from gitops_gen.sops import age

    seen: dict[str, int] = {}
    for i, recipient in enumerate(loaded.spec.recipients.operators):
        first = seen.setdefault(recipient, i)
        if first != i:
            yield Finding(
                loaded.at("recipients", "operators", i),
                "this recipient stands twice",
                "remove one",
                (loaded.at("recipients", "operators", first),),
            )
        try:
            age.check_recipient(recipient)
        except age.RecipientError as error:
            at = loaded.at("recipients", "operators", i)
            yield Finding(at, str(error), "`age-keygen -y` prints the public half of a key")


def components_are_enough(loaded: Loaded) -> Iterator[Finding]:
    components = loaded.spec.flux.components
    for name in _NEEDED:
        if name not in components:
            yield Finding(
                loaded.at("flux", "components"),
                f"{name} is missing: the tree needs it",
                f"add {name}",
            )
    for i, name in enumerate(components):
        if components.index(name) != i:
            yield Finding(loaded.at("flux", "components", i), f"{name} stands twice", "remove one")
