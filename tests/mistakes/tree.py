"""Small valid Flux trees, each with names of its own, so that many live in one cluster side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

GIT = "https://git.example.com/lab"
CHARTS = "https://helm.cilium.io"
ROOT = "clusters/lab"
SYNC = f"{ROOT}/flux-system/gotk-sync.yaml"


class Place(NamedTuple):
    """Where a person made a mistake."""

    file: str
    line: int


@dataclass
class Tree:
    """Files by path; `name` is part of every name that a cluster has once."""

    name: str
    files: dict[str, str] = field(default_factory=dict)

    def swap(self, path: str, old: str, new: str, at: str = "") -> Place:
        """Replaces a text that stands once; the place is the line of `at`, or where the new text differs."""
        text = self.files[path]
        assert text.count(old) == 1, f"{path} holds {text.count(old)} times {old!r}"
        self.files[path] = made = text.replace(old, new)
        if at:
            return self.line(path, at)
        pairs = zip(text.split("\n"), made.split("\n"), strict=False)
        return Place(path, next(n for n, (a, b) in enumerate(pairs, 1) if a != b))

    def line(self, path: str, text: str) -> Place:
        """The first line that holds a text."""
        lines = self.files[path].split("\n")
        return Place(path, next(n for n, line in enumerate(lines, 1) if text in line))

    def add(self, path: str, text: str, line: int = 1) -> Place:
        """A further file."""
        assert path not in self.files, path
        self.files[path] = text
        return Place(path, line)


def kustomization(name: str, path: str, after: str = "", more: str = "") -> str:
    """A Flux Kustomization that fails soon, of the repository `name` (what stands before the first colon)."""
    tree, _, part = name.partition(":")
    depends = f"  dependsOn:\n    - name: {tree}-{after}\n" if after else ""
    return (
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n"
        f"  name: {tree}-{part}\n  namespace: flux-system\nspec:\n{depends}"
        "  interval: 1h\n  retryInterval: 10s\n  timeout: 30s\n"
        f"  path: {path}\n  prune: true\n  wait: true\n"
        f"  sourceRef:\n    kind: GitRepository\n    name: {tree}\n{more}"
    )


def listed(*files: str) -> str:
    """A kustomization.yaml."""
    head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
    return head + "".join(f"  - {one}\n" for one in files)


def namespace(name: str, more: str = "") -> str:
    """A Namespace; `more` are further lines of its metadata."""
    return f"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {name}\n{more}"


def sync(name: str) -> str:
    """What `flux bootstrap` leaves behind: the repository and the root."""
    return (
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n"
        f"  name: {name}\n  namespace: flux-system\nspec:\n  interval: 1h\n"
        f"  ref:\n    branch: main\n  url: {GIT}/{name}.git\n---\n"
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n"
        f"  name: {name}\n  namespace: flux-system\nspec:\n  interval: 1h\n  retryInterval: 10s\n"
        f"  timeout: 30s\n  path: ./{ROOT}\n  prune: true\n"
        f"  sourceRef:\n    kind: GitRepository\n    name: {name}\n"
    )


def deployment(name: str, inside: str) -> str:
    """A Deployment that KWOK's nodes run."""
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {inside}
  labels:
    app: {name}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: {name}
  template:
    metadata:
      labels:
        app: {name}
    spec:
      containers:
        - name: main
          image: ghcr.io/example/rello:1.0.0
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: LEVEL
              value: info
          resources:
            requests:
              cpu: 1m
              memory: 1Mi
            limits:
              memory: 16Mi
"""


def service(name: str, inside: str) -> str:
    """A Service in front of it."""
    return (
        f"apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\n  namespace: {inside}\nspec:\n"
        f"  selector:\n    app: {name}\n  ports:\n    - name: http\n      port: 80\n      targetPort: http\n"
    )


def config(name: str, inside: str, value: str = "blue", more: str = "") -> str:
    """A ConfigMap; `more` are further lines of its metadata."""
    return (
        f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n  namespace: {inside}\n{more}"
        f"data:\n  colour: {value}\n"
    )


def crd(name: str) -> str:
    """A CRD in a group that only this tree has."""
    return f"""\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.{name}.example.com
spec:
  group: {name}.example.com
  scope: Namespaced
  names:
    kind: Widget
    listKind: WidgetList
    plural: widgets
    singular: widget
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size:
                  type: integer
"""


def widget(name: str) -> str:
    """An object of that kind."""
    return (
        f"apiVersion: {name}.example.com/v1\nkind: Widget\nmetadata:\n  name: rello\n"
        f"  namespace: {name}\nspec:\n  size: 3\n"
    )


def plain(name: str) -> Tree:
    """A CRD, then an app that uses it: two Kustomizations, the second waits for the first."""
    return Tree(
        name,
        {
            SYNC: sync(name),
            f"{ROOT}/infra.yaml": kustomization(f"{name}:infra", "./infra"),
            f"{ROOT}/app.yaml": kustomization(f"{name}:app", "./app", "infra"),
            "infra/crd.yaml": crd(name),
            "app/kustomization.yaml": listed(
                "namespace.yaml", "config.yaml", "deployment.yaml", "service.yaml", "widget.yaml"
            ),
            "app/namespace.yaml": namespace(name),
            "app/config.yaml": config("rello", name),
            "app/deployment.yaml": deployment("rello", name),
            "app/service.yaml": service("rello", name),
            "app/widget.yaml": widget(name),
        },
    )


def ordered(name: str) -> Tree:
    """As `plain`, but the CRD comes only after a Deployment is Ready."""
    tree = plain(name)
    tree.files[f"{ROOT}/first.yaml"] = kustomization(f"{name}:first", "./first")
    tree.files[f"{ROOT}/infra.yaml"] = kustomization(f"{name}:infra", "./infra", "first")
    tree.files["first/namespace.yaml"] = namespace(f"{name}-first")
    tree.files["first/deployment.yaml"] = deployment("gate", f"{name}-first")
    return tree


def small(name: str) -> Tree:
    """One Kustomization with a ConfigMap in a namespace."""
    return Tree(
        name,
        {
            SYNC: sync(name),
            f"{ROOT}/app.yaml": kustomization(f"{name}:app", "./app"),
            "app/kustomization.yaml": listed("namespace.yaml", "config.yaml"),
            "app/namespace.yaml": namespace(name),
            "app/config.yaml": config("rello", name),
        },
    )


def variables(name: str) -> Tree:
    """As `small`, with a value that Flux fills in."""
    tree = small(name)
    more = "  postBuild:\n    substitute:\n      colour: blue\n"
    tree.files[f"{ROOT}/app.yaml"] = kustomization(f"{name}:app", "./app", more=more)
    tree.files["app/config.yaml"] = config("rello", name, "${colour}")
    return tree


def data(name: str) -> Tree:
    """A volume in a namespace, both kept when the app goes."""
    tree = small(name)
    kept = "  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n"
    # Nothing provisions volumes in the lab, and a claim that waits for its first pod is healthy nowhere.
    tree.files[f"{ROOT}/app.yaml"] = kustomization(f"{name}:app", "./app").replace(
        "  wait: true\n", ""
    )
    tree.files["app/kustomization.yaml"] = listed("namespace.yaml", "config.yaml", "volume.yaml")
    tree.files["app/namespace.yaml"] = namespace(name, kept)
    tree.files["app/volume.yaml"] = (
        f"apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: rello\n  namespace: {name}\n"
        f"{kept}spec:\n  accessModes: [ReadWriteOnce]\n  resources:\n    requests:\n      storage: 1Gi\n"
    )
    return tree


def network(name: str) -> Tree:
    """Cilium from its chart, in a namespace of its own, kept when its HelmRelease goes."""
    tree = small(name)
    tree.files[f"{ROOT}/app.yaml"] = kustomization(f"{name}:app", "./app").replace(
        "timeout: 30s", "timeout: 90s"
    )
    tree.files["app/kustomization.yaml"] = listed("namespace.yaml", "source.yaml", "release.yaml")
    tree.files["app/namespace.yaml"] = namespace(
        name, "  labels:\n    pod-security.kubernetes.io/enforce: privileged\n"
    )
    del tree.files["app/config.yaml"]
    tree.files["app/source.yaml"] = (
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n"
        f"  name: cilium\n  namespace: {name}\nspec:\n  interval: 1h\n  url: {CHARTS}\n"
    )
    tree.files["app/release.yaml"] = f"""\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: cilium
  namespace: {name}
  annotations:
    kustomize.toolkit.fluxcd.io/prune: disabled
spec:
  interval: 1h
  timeout: 60s
  chart:
    spec:
      chart: cilium
      version: 1.20.2
      sourceRef:
        kind: HelmRepository
        name: cilium
      interval: 1h
  install:
    crds: Skip
    strategy:
      name: RetryOnFailure
      retryInterval: 5m
  upgrade:
    crds: Skip
    strategy:
      name: RetryOnFailure
      retryInterval: 5m
  values:
    ipam:
      mode: kubernetes
    kubeProxyReplacement: true
    k8sServiceHost: localhost
    k8sServicePort: 7445
    l2announcements:
      enabled: true
    operator:
      replicas: 1
    hubble:
      enabled: false
"""
    return tree
