"""Mistakes in what is applied: objects, and the release of a chart."""

from __future__ import annotations

from collections.abc import Callable

from tests.mistakes.mistake import SAME, Effect, Mistake
from tests.mistakes.tree import Place, Tree, network, small

WORK = "app/deployment.yaml"
CONFIG = "app/config.yaml"
RELEASE = "app/release.yaml"
WORKLOAD = "apis/apps/v1/namespaces/{name}/deployments/rello"
_OUTSIDE = "(what a chart repository holds is not in Git)"


def swap(path: str, old: str, new: str, at: str = "") -> Callable[[Tree], Place]:
    """A mistake that replaces one text."""
    return lambda tree: tree.swap(path, old, new, at)


def _name(tree: Tree) -> Place:
    return tree.swap(CONFIG, "name: rello\n", "name: Rello_Config\n")


def _version_label(tree: Tree) -> Place:
    tree.swap(WORK, "      app: rello\n  template:", "      app: relo\n  template:")
    return tree.swap(
        WORK,
        "    metadata:\n      labels:\n        app: rello",
        "    metadata:\n      labels:\n        app: relo",
    )


def _required(tree: Tree) -> Place:
    return tree.swap(WORK, "  selector:\n    matchLabels:\n      app: rello\n", "", at="spec:")


def _no_values(tree: Tree) -> Place:
    asked = f"  valuesFrom:\n    - kind: ConfigMap\n      name: {tree.name}-values\n  values:\n"
    return tree.swap(RELEASE, "  values:\n", asked, at=f"name: {tree.name}-values")


def _release_unprotected(tree: Tree) -> Place:
    kept = "  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n"
    return tree.swap(RELEASE, kept, "", at="kind: HelmRelease")


def _rename(tree: Tree) -> None:
    tree.swap(RELEASE, "metadata:\n  name: cilium\n", "metadata:\n  name: network\n")
    tree.swap(
        RELEASE,
        "spec:\n  interval: 1h\n  timeout",
        "spec:\n  releaseName: cilium\n  interval: 1h\n  timeout",
    )


def _crd_scope(tree: Tree) -> Place:
    return tree.swap("app/widget.yaml", "size: 3", "size: big")


_FITS, _LABELS = "schema-object-fits", "schema-labels-are-valid"
_LABEL = "  labels:\n    app: rello\nspec"

ROWS = [
    Mistake(
        "api-removed",
        "an API version that is no longer served",
        swap(WORK, "apps/v1", "apps/v1beta1"),
        "flux-api-version-is-served",
    ),
    Mistake(
        "flux-api-removed",
        "a version of Flux' own API that is no longer served",
        swap("clusters/lab/app.yaml", "toolkit.fluxcd.io/v1", "toolkit.fluxcd.io/v1beta1"),
        "flux-api-version-is-served",
        small,
    ),
    Mistake(
        "field-unknown",
        "a field that nobody knows",
        swap(WORK, "image:", "imagePullpolicy: Always\n          image:"),
        _FITS,
        effect=Effect(
            WORKLOAD, "spec/template/spec/containers/0/imagePullPolicy", "Always", "IfNotPresent"
        ),
    ),
    Mistake(
        "field-misplaced",
        "a field one level too high",
        swap(WORK, "spec:\n  replicas", "spec:\n  serviceAccountName: rello\n  replicas"),
        _FITS,
        effect=Effect(WORKLOAD, "spec/template/spec/serviceAccountName", "rello"),
    ),
    Mistake("field-missing", "a required field is missing", _required, _FITS),
    Mistake(
        "env-number",
        "the value of an environment variable is a number",
        swap(WORK, "value: info", "value: 3"),
        _FITS,
    ),
    Mistake(
        "data-boolean",
        "a ConfigMap's value is a boolean",
        swap(CONFIG, "colour: blue", "colour: true"),
        _FITS,
        small,
    ),
    Mistake(
        "port-named-number",
        "a port in quotes",
        swap(WORK, "containerPort: 8080", 'containerPort: "8080"'),
        _FITS,
    ),
    Mistake("custom-wrong-type", "a custom resource's field has the wrong type", _crd_scope, _FITS),
    Mistake(
        "label-boolean",
        "a label is a boolean",
        swap(WORK, _LABEL, "  labels:\n    app: rello\n    public: true\nspec", at="public: true"),
        _LABELS,
        effect=Effect(WORKLOAD, "metadata/labels/app", "rello"),
    ),
    Mistake(
        "label-syntax",
        "a label's value has a blank",
        swap(WORK, _LABEL, "  labels:\n    app: rello\n    team: red and blue\nspec", at="team:"),
        _LABELS,
    ),
    Mistake(
        "annotation-number",
        "an annotation is a number",
        swap(
            CONFIG,
            "data:\n  colour",
            "  annotations:\n    order: 3\ndata:\n  colour",
            at="order",
        ),
        "",
        small,
        effect=Effect(
            "api/v1/namespaces/{name}/configmaps/rello", "metadata/annotations/order", "3"
        ),
    ),
    Mistake(
        "selector-mismatch",
        "a selector that its template does not match",
        swap(WORK, "      app: rello\n  template", "      app: relo\n  template"),
        "schema-selector-matches-template",
    ),
    Mistake(
        "selector-changed",
        "the selector of a Deployment is changed",
        _version_label,
        "(what was there before is not in the tree)",
        after_valid=True,
    ),
    Mistake(
        "quantity-bad",
        "a quantity with a unit that there is not",
        swap(WORK, "memory: 16Mi", "memory: 16MB"),
        "schema-quantities-are-valid",
    ),
    Mistake(
        "limit-below",
        "a limit below what is requested",
        swap(WORK, "memory: 16Mi", "memory: 512Ki"),
        "schema-quantities-are-valid",
    ),
    Mistake(
        "name-bad",
        "a name with an upper-case letter and an underscore",
        _name,
        "schema-names-are-valid",
        small,
    ),
    Mistake(
        "port-out-of-range",
        "a port above 65535",
        swap("app/service.yaml", "port: 80\n", "port: 80800\n"),
        "schema-ports-are-valid",
    ),
    Mistake(
        "key-twice",
        "a key twice in a mapping",
        swap(CONFIG, "colour: blue\n", "colour: blue\n  colour: red\n", at="colour: red"),
        "schema-yaml-reads",
        small,
    ),
    Mistake(
        "tab",
        "a tab indents a line",
        swap(CONFIG, "  colour:", "\tcolour:"),
        "schema-yaml-reads",
        small,
    ),
    Mistake(
        "value-unquoted-colon",
        "an unquoted text with a colon and a blank",
        swap(CONFIG, "colour: blue", "colour: dark: blue"),
        "schema-yaml-reads",
        small,
    ),
    Mistake(
        "value-refused",
        "a value that the chart refuses",
        swap(RELEASE, "    hubble:\n      enabled: false", '    hubble:\n      enabled: "false"'),
        "schema-cilium-values-are-read",
        network,
    ),
    Mistake(
        "value-refused-by-template",
        "a value that the chart's templates refuse",
        swap(RELEASE, "kubeProxyReplacement: true", "kubeProxyReplacement: strict"),
        "(the chart's templates are not run)",
        network,
    ),
    Mistake(
        "value-ignored",
        "a value that the chart does not read",
        swap(RELEASE, "l2announcements:", "l2Announcements:"),
        "schema-cilium-values-are-read",
        network,
        Effect(
            "api/v1/namespaces/{name}/configmaps/cilium-config",
            "data/enable-l2-announcements",
            "true",
        ),
    ),
    Mistake(
        "chart-version",
        "a version of a chart that does not exist",
        swap(RELEASE, "version: 1.20.2", "version: 1.20.222"),
        _OUTSIDE,
        network,
    ),
    Mistake(
        "chart-misspelt",
        "a chart's name misspelt",
        swap(RELEASE, "chart: cilium", "chart: celium"),
        _OUTSIDE,
        network,
    ),
    Mistake(
        "chart-source",
        "a chart's `sourceRef` names nobody",
        swap(RELEASE, "        name: cilium", "        name: charts"),
        "flux-source-resolves",
        network,
    ),
    Mistake(
        "values-from", "`valuesFrom` names nobody", _no_values, "flux-values-from-resolve", network
    ),
    Mistake(
        "release-renamed",
        "the network's HelmRelease is not kept, then it is renamed",
        _release_unprotected,
        "flux-removal-is-meant",
        network,
        Effect("apis/apps/v1/namespaces/{name}/daemonsets/cilium", "metadata/uid", SAME),
        after_valid=True,
        later=_rename,
        turn=2,
    ),
]
