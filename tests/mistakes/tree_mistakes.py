"""Mistakes in what Flux is told: sources, paths, orders, patches, variables."""

from __future__ import annotations

from gitops_gen.sops import age
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.update import encrypt
from tests.mistakes.mistake import SAME, Effect, Mistake
from tests.mistakes.tree import (
    ROOT,
    SYNC,
    Place,
    Tree,
    config,
    data,
    kustomization,
    listed,
    ordered,
    small,
    variables,
)

APP = f"{ROOT}/app.yaml"
INFRA = f"{ROOT}/infra.yaml"
LIST = "app/kustomization.yaml"
COLOUR = "api/v1/namespaces/{name}/configmaps/rello"


def _depends_typo(tree: Tree) -> Place:
    return tree.swap(APP, f"- name: {tree.name}-infra", f"- name: {tree.name}-infar")


def _depends_cycle(tree: Tree) -> Place:
    depends = f"spec:\n  dependsOn:\n    - name: {tree.name}-app\n"
    return tree.swap(INFRA, "spec:\n", depends, at=f"- name: {tree.name}-app")


def _no_order(tree: Tree) -> Place:
    tree.swap(APP, f"  dependsOn:\n    - name: {tree.name}-infra\n", "")
    return tree.line("app/widget.yaml", "apiVersion:")


def _crd_together(tree: Tree) -> Place:
    tree.files["app/crd.yaml"] = tree.files.pop("infra/crd.yaml")
    tree.swap(APP, f"  dependsOn:\n    - name: {tree.name}-infra\n", "")
    del tree.files[INFRA]
    return tree.swap(LIST, "  - widget.yaml\n", "  - widget.yaml\n  - crd.yaml\n")


def _source_elsewhere(tree: Tree) -> Place:
    name = f"    name: {tree.name}\n"
    file, line = tree.swap(APP, name, f"{name}    namespace: default\n", at="namespace: default")
    return Place(file, line - 1)


def _path_missing(tree: Tree) -> Place:
    return tree.swap(APP, "path: ./app", "path: ./apps")


def _path_is_file(tree: Tree) -> Place:
    return tree.swap(APP, "path: ./app", "path: ./app/config.yaml")


def _no_manifest(tree: Tree) -> Place:
    return tree.add("infra/values.yaml", "replicas: 2\n")


def _no_manifest_listed(tree: Tree) -> Place:
    tree.swap(LIST, "  - config.yaml\n", "  - config.yaml\n  - values.yaml\n")
    return tree.add("app/values.yaml", "replicas: 2\n")


def _twice(tree: Tree) -> Place:
    tree.swap(LIST, "  - config.yaml\n", "  - config.yaml\n  - more.yaml\n")
    return tree.add("app/more.yaml", config("rello", tree.name, "red"))


def _two_owners(tree: Tree) -> Place:
    tree.add(f"{ROOT}/more.yaml", kustomization(f"{tree.name}:more", "./more", "app"))
    return tree.add("more/config.yaml", config("rello", tree.name, "red"))


def _no_namespace(tree: Tree) -> Place:
    tree.swap(LIST, "  - namespace.yaml\n", "")
    del tree.files["app/namespace.yaml"]
    return tree.line("app/config.yaml", "namespace:")


def _target_namespace(tree: Tree) -> Place:
    tree.swap(LIST, "  - namespace.yaml\n", "")
    del tree.files["app/namespace.yaml"]
    target = f"  targetNamespace: {tree.name}-elsewhere\n"
    return tree.swap(APP, "  prune: true\n", f"{target}  prune: true\n")


def _health(tree: Tree) -> Place:
    check = (
        f"  healthChecks:\n    - apiVersion: apps/v1\n      kind: Deployment\n      name: relo\n"
        f"      namespace: {tree.name}\n"
    )
    return tree.swap(APP, "  wait: true\n", check, at="name: relo")


def _undefined(tree: Tree) -> Place:
    return tree.swap("app/config.yaml", "${colour}", "${color}")


def _substitute_from(tree: Tree) -> Place:
    there = "    substitute:\n      colour: blue\n"
    also = (
        f"{there}    substituteFrom:\n      - kind: ConfigMap\n        name: {tree.name}-settings\n"
    )
    return tree.swap(APP, there, also, at=f"name: {tree.name}-settings")


def _patch(target: str) -> str:
    return (
        "patches:\n  - patch: |\n      - op: replace\n        path: /data/colour\n        value: red\n"
        f"    target:\n      kind: ConfigMap\n      name: {target}\n"
    )


def _patch_nothing(tree: Tree) -> Place:
    tree.files[LIST] += _patch("relo")
    return tree.line(LIST, "  - patch: |")


def _flux_patch_nothing(tree: Tree) -> Place:
    tree.files[APP] += "".join(f"  {line}\n" for line in _patch("relo").splitlines())
    return tree.line(APP, "    - patch: |")


def _image_nothing(tree: Tree) -> Place:
    tree.files[LIST] += "images:\n  - name: ghcr.io/example/relo\n    newTag: 2.0.0\n"
    return tree.line(LIST, "name: ghcr.io/example/relo")


def _suspended(tree: Tree) -> Place:
    return tree.swap(APP, "  prune: true\n", "  suspend: true\n  prune: true\n")


def _not_pruned(tree: Tree) -> Place:
    return tree.swap(APP, "prune: true", "prune: false")


def _remove_config(tree: Tree) -> None:
    tree.swap(LIST, "  - config.yaml\n", "")
    del tree.files["app/config.yaml"]


def _unprotected(tree: Tree) -> Place:
    kept = "  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n"
    tree.swap("app/volume.yaml", kept, "")
    tree.swap("app/namespace.yaml", kept, "")
    return tree.line("app/namespace.yaml", "kind: Namespace")


def _remove_app(tree: Tree) -> None:
    del tree.files[APP]
    # An empty folder is not in Git.
    tree.files[f"{ROOT}/kustomization.yaml"] = listed("flux-system/gotk-sync.yaml")


def _component_missing(tree: Tree) -> Place:
    tree.files[LIST] += "components:\n  - ../components/blue\n"
    return tree.line(LIST, "../components/blue")


def _base_missing(tree: Tree) -> Place:
    return tree.swap(LIST, "  - config.yaml\n", "  - config.yaml\n  - ../base\n")


def _file_misspelt(tree: Tree) -> Place:
    return tree.swap(LIST, "  - config.yaml\n", "  - confg.yaml\n")


def _generator_file(tree: Tree) -> Place:
    tree.files[LIST] += (
        f"configMapGenerator:\n  - name: more\n    namespace: {tree.name}\n    files: [missing.txt]\n"
    )
    return tree.line(LIST, "missing.txt")


def _encrypted(tree: Tree) -> Place:
    meta = {"name": "rello", "namespace": tree.name}
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": meta, "stringData": {"a": "b"}}
    rule = Rule((age.generate().recipient,), "^(data|stringData)$", mac_only_encrypted=False)
    tree.add("app/secret.yaml", encrypt([secret], rule, name="app/secret.yaml"))
    tree.swap(LIST, "  - config.yaml\n", "  - config.yaml\n  - secret.yaml\n")
    return tree.line("app/secret.yaml", "kind: Secret")


def _not_listed(tree: Tree) -> Place:
    return tree.add("app/more.yaml", config("more", tree.name))


def _branch(tree: Tree) -> Place:
    return tree.swap(SYNC, "branch: main", "branch: master")


def _comments(tree: Tree) -> Place:
    return tree.add("infra/notes.yaml", "# nothing yet\n")


def _cross(tree: Tree) -> Place:
    return tree.swap(
        APP,
        f"    - name: {tree.name}-infra\n",
        f"    - name: {tree.name}-infra\n      namespace: default\n",
        at=f"- name: {tree.name}-infra",
    )


_BUILDS = "flux-path-builds"

ROWS = [
    Mistake("depends-typo", "`dependsOn` names nobody", _depends_typo, "flux-depends-on-resolves"),
    Mistake(
        "depends-elsewhere",
        "`dependsOn` looks in another namespace",
        _cross,
        "flux-depends-on-resolves",
    ),
    Mistake(
        "depends-cycle",
        "two Kustomizations wait for each other",
        _depends_cycle,
        "flux-depends-on-has-no-cycle",
    ),
    Mistake(
        "crd-order",
        "an object's Kustomization does not wait for its CRD",
        _no_order,
        "flux-crds-come-first",
        ordered,
    ),
    Mistake(
        "crd-together",
        "a CRD and its object in one Kustomization, the CRD listed last",
        _crd_together,
        "",
    ),
    Mistake(
        "source-elsewhere",
        "`sourceRef` looks in another namespace",
        _source_elsewhere,
        "flux-source-resolves",
    ),
    Mistake(
        "branch-missing",
        "the branch does not exist",
        _branch,
        "(which branches there are is not in the tree)",
        small,
    ),
    Mistake("path-missing", "`path` is not in the repository", _path_missing, _BUILDS, small),
    Mistake("path-is-file", "`path` is a file", _path_is_file, _BUILDS, small),
    Mistake("values-in-path", "a file of Helm values under a path", _no_manifest, _BUILDS),
    Mistake(
        "values-listed",
        "a file of Helm values among `resources`",
        _no_manifest_listed,
        _BUILDS,
        small,
    ),
    Mistake("comments-in-path", "a file of comments alone under a path", _comments, ""),
    Mistake("resource-twice", "one object twice in one build", _twice, _BUILDS, small),
    Mistake(
        "two-owners",
        "one object in two Kustomizations",
        _two_owners,
        "flux-object-has-one-owner",
        small,
        Effect(COLOUR, "data/colour", "blue"),
    ),
    Mistake(
        "namespace-missing",
        "nobody creates the namespace",
        _no_namespace,
        "flux-namespace-is-created",
        small,
    ),
    Mistake(
        "target-missing",
        "nobody creates `targetNamespace`",
        _target_namespace,
        "flux-namespace-is-created",
        small,
    ),
    Mistake(
        "health-impossible",
        "`healthChecks` name an object that is not there",
        _health,
        "flux-health-checks-can-pass",
    ),
    Mistake(
        "variable-undefined",
        "a variable that nothing defines",
        _undefined,
        "flux-variables-are-defined",
        variables,
    ),
    Mistake(
        "variable-lenient",
        "the same where substitution is not strict",
        _undefined,
        "flux-variables-are-defined",
        variables,
        Effect(COLOUR, "data/colour", "blue"),
        turn=2,
    ),
    Mistake(
        "substitute-from",
        "`substituteFrom` names nobody",
        _substitute_from,
        "flux-values-from-resolve",
        variables,
    ),
    Mistake(
        "patch-nothing",
        "a patch in kustomization.yaml whose target is misspelt",
        _patch_nothing,
        "flux-patches-match",
        small,
        Effect(COLOUR, "data/colour", "red", "blue"),
    ),
    Mistake(
        "flux-patch-nothing",
        "a patch of the Kustomization whose target is misspelt",
        _flux_patch_nothing,
        "flux-patches-match",
        small,
        Effect(COLOUR, "data/colour", "red", "blue"),
    ),
    Mistake(
        "image-nothing",
        "an image override whose name is misspelt",
        _image_nothing,
        "flux-patches-match",
        effect=Effect(
            "apis/apps/v1/namespaces/{name}/deployments/rello",
            "spec/template/spec/containers/0/image",
            "ghcr.io/example/rello:2.0.0",
            "ghcr.io/example/rello:1.0.0",
        ),
    ),
    Mistake(
        "suspended",
        "a Kustomization is suspended and stays so",
        _suspended,
        "flux-nothing-is-suspended",
        small,
    ),
    Mistake(
        "prune-off",
        "`prune: false`, then a file is removed",
        _not_pruned,
        "flux-removal-is-meant",
        small,
        Effect(COLOUR, "metadata/name", "it is not there", "rello"),
        after_valid=True,
        later=_remove_config,
    ),
    Mistake(
        "data-pruned",
        "a namespace with a volume is not kept, then its app is removed",
        _unprotected,
        "flux-removal-is-meant",
        data,
        Effect(
            "api/v1/namespaces/{name}/persistentvolumeclaims/rello", "metadata/uid", SAME, "never"
        ),
        after_valid=True,
        later=_remove_app,
    ),
    Mistake(
        "component-missing", "a component that is not there", _component_missing, _BUILDS, small
    ),
    Mistake("base-missing", "a base that is not there", _base_missing, _BUILDS, small),
    Mistake(
        "resource-misspelt", "a file's name misspelt in `resources`", _file_misspelt, _BUILDS, small
    ),
    Mistake(
        "generator-file", "a file of a generator is not there", _generator_file, _BUILDS, small
    ),
    Mistake(
        "not-decrypted",
        "an encrypted Secret, and no `decryption`",
        _encrypted,
        "sops-kustomization-decrypts",
        small,
        Effect("api/v1/namespaces/{name}/secrets/rello", "data/a", "Yg=="),
    ),
    Mistake(
        "not-listed",
        "a file that `resources` does not list",
        _not_listed,
        "flux-files-are-reached",
        small,
        Effect("api/v1/namespaces/{name}/configmaps/more", "data/colour", "blue"),
    ),
]
