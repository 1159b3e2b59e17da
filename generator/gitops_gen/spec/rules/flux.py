"""Who can open what, which controllers run, and paths that must stay inside the tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from gitops_gen.findings import Finding
from gitops_gen.spec.load import Loaded

_NEEDED = ("source-controller", "kustomize-controller", "helm-controller")
_FOLDERS = ("clusters", "infrastructure", "apps")


def recipients_are_recipients(loaded: Loaded) -> Iterator[Finding]:
    from gitops_gen.sops import age

    seen: dict[str, int] = {}
    for i, recipient in enumerate(loaded.spec.recipients.operators):
        at = loaded.at("recipients", "operators", i)
        first = seen.setdefault(recipient, i)
        if first != i:
            yield Finding(
                at,
                "this recipient stands twice",
                "remove one",
                (loaded.at("recipients", "operators", first),),
            )
        try:
            age.check_recipient(recipient)
        except age.RecipientError as error:
            yield Finding(at, str(error))


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


def paths_stay_inside(loaded: Loaded) -> Iterator[Finding]:
    """Paths of the spec are relative and lead nowhere outside."""
    spec = loaded.spec
    places: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = []
    places.append((("extraResources",), spec.extra_resources))
    places += [(("apps", i, "extraResources"), a.extra_resources) for i, a in enumerate(spec.apps)]
    for path, texts in places:
        for i, text in enumerate(texts):
            if not _inside(text) or "://" in text:
                yield Finding(
                    loaded.at(*path, i),
                    f'"{text}" leads out of its folder',
                    "name a file or folder below it, by a relative path",
                )
    for i, text in enumerate(spec.flux.source.include):
        parts = PurePosixPath(text).parts
        if not _inside(text) or len(parts) < 2 or parts[0] not in _FOLDERS:
            yield Finding(
                loaded.at("flux", "source", "include", i),
                f'"{text}" is no folder under clusters/, infrastructure/ or apps/',
                "everything else of the repository is served anyway",
            )


def _inside(text: str) -> bool:
    path = PurePosixPath(text)
    return bool(text.strip()) and not path.is_absolute() and ".." not in path.parts
