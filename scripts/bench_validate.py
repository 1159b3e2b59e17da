"""Judging 10,000 documents beside kubeconform, and how the cost grows with a repository."""

from __future__ import annotations

import math
import random
import statistics
from pathlib import Path

from scripts import tools
from scripts.bench_case import Case, Measure, ratio, run, table
from scripts.bench_render import BIN, ROOT, Place

DOCUMENTS = 10
"""In each file."""

_HEAD = "apiVersion: {version}\nkind: {kind}\nmetadata:\n  name: app-{n}\n  namespace: web\n"
_POD = """    spec:
      containers:
        - name: main
          image: ghcr.io/example/app:1.{n}
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: MODE
              value: "{n}"
          resources:
            requests: {{cpu: 100m, memory: 64Mi}}
            limits: {{memory: 128Mi}}
          livenessProbe:
            httpGet: {{path: /healthz, port: http}}
"""
_WORKLOAD = (
    "spec:\n  selector:\n    matchLabels: {{app: app-{n}}}\n  template:\n    metadata:\n"
    "      labels: {{app: app-{n}}}\n" + _POD
)
KINDS = (
    ("apps/v1", "Deployment", _WORKLOAD.replace("spec:\n", "spec:\n  replicas: 2\n", 1)),
    ("apps/v1", "DaemonSet", _WORKLOAD),
    (
        "v1",
        "Service",
        "spec:\n  selector: {{app: app-{n}}}\n  ports:\n    - {{name: http, port: 80}}\n",
    ),
    ("v1", "ConfigMap", "data:\n  key: value-{n}\n  text: |\n    several\n    lines {n}\n"),
    ("v1", "ServiceAccount", "automountServiceAccountToken: false\n"),
    (
        "networking.k8s.io/v1",
        "NetworkPolicy",
        "spec:\n  podSelector: {{matchLabels: {{app: app-{n}}}}}\n  policyTypes: [Ingress]\n"
        "  ingress:\n    - ports:\n        - {{protocol: TCP, port: 8080}}\n",
    ),
    (
        "networking.k8s.io/v1",
        "Ingress",
        "spec:\n  rules:\n    - host: app-{n}.example.com\n      http:\n        paths:\n"
        "          - path: /\n            pathType: Prefix\n            backend:\n"
        "              service: {{name: app-{n}, port: {{name: http}}}}\n",
    ),
    (
        "batch/v1",
        "CronJob",
        "spec:\n  schedule: 0 3 * * *\n  jobTemplate:\n    spec:\n      template:\n        spec:\n"
        "          restartPolicy: Never\n          containers:\n            - name: main\n"
        "              image: ghcr.io/example/job:{n}\n",
    ),
)
"""What stands in repositories, about as long as it stands there."""


def write(folder: Path, files: int) -> Path:
    """A repository of plain manifests, `DOCUMENTS` in each of `files` files."""
    drawn = random.Random(files)
    for number in range(files):
        place = folder / f"apps/group-{number % 40}/app-{number}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        chosen = [(drawn.choice(KINDS), number * DOCUMENTS + at) for at in range(DOCUMENTS)]
        place.write_text(
            "---\n".join(
                (_HEAD + body).format(version=version, kind=kind, n=n)
                for (version, kind, body), n in chosen
            ),
            encoding="utf-8",
        )
    return folder


def bench(place: Place, rounds: int) -> tuple[list[str], list[Measure]]:
    """The section of the page, and its measures."""
    large = write(place.folder / "large", 1000)
    small = write(place.folder / "small", 100)
    judge = [place.ours, "validate", "-C"]
    known = tools.recipes()
    held = tools.place_of(known["schemas"], known, tools.go_version(tools.find_go()))
    schemas = held / "kubernetes/1.36/{{.ResourceKind}}{{.KindSuffix}}.json"
    peer = [str(BIN / "kubeconform"), "-strict", "-n", "2", "-schema-location", str(schemas)]
    every = Case("validate, 10,000 documents, all checks", lambda: [[*judge, str(large)]], large)
    schema = Case(
        "validate --select schema, 10,000 documents",
        lambda: [[*judge, str(large), "--select", "schema"]],
        large,
    )
    part = Case("validate, 1,000 documents, all checks", lambda: [[*judge, str(small)]], small)
    theirs = Case("kubeconform -n 2, 10,000 documents", lambda: [[*peer, str(large)]], large)
    nothing = Case("gitops-gen --help", lambda: [[place.ours, "--help"]], large)
    own = Case("validate our own repository", lambda: [[*judge, str(ROOT)]], ROOT)
    cases = [schema, every, theirs, part, own, nothing]
    run(cases, rounds, place.env)
    measures = [
        Measure("schema checks / kubeconform -n 2", ratio(schema, theirs), 0.8),
        Measure("all checks / kubeconform -n 2", ratio(every, theirs), 1.5),
        Measure("exponent of the cost, 1,000 to 10,000 documents", _exponent(every, part), 1.05),
        Measure("our own repository, ms", own.median * 1000, 300),
        Measure("peak memory, MB", max(every.peak, schema.peak) / 1e6, 400),
    ]
    return ["## Validate", "", *table(cases, measures)], measures


def _exponent(large: Case, small: Case) -> float:
    """How the cost grows with ten times as many documents: 1 is linear."""
    pairs = zip(large.seconds, small.seconds, strict=True)
    return statistics.median(math.log10(one / other) for one, other in pairs)
