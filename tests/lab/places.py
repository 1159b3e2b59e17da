"""Names, addresses, ports and time limits of the lab: the one place where they stand."""

from __future__ import annotations

from pathlib import Path

WORK = Path("/mnt")
"""Where the lab's own tmpfs stands, in its own mount namespace; nothing of it is ever on a disk."""
WORK_SIZE = "900m"
INSIDE = "GITOPS_GEN_LAB"
"""Set in the environment of whoever runs inside the lab's namespaces."""

# What is not in the spec lives in the block for documentation (RFC 5737).
GIT, CHARTS, REGISTRY = "192.0.2.10", "192.0.2.11", "192.0.2.12"
WEB_PORT = 443

API_PORT = 6443
ETCD_PORT, ETCD_PEER_PORT = 2379, 2380
ETCD = f"http://127.0.0.1:{ETCD_PORT}"
CONTROLLER_MANAGER_PORT, SCHEDULER_PORT, KWOK_PORT = 10257, 10259, 10247
FIRST_METRICS_PORT = 18080
"""Each of Flux' controllers is a pod with an address of its own; here they share one and take two ports each."""
STORAGE_PORT = 9090

CLUSTER = "vtalos"
BRANCH = "main"
FLUX_NAMESPACE = "flux-system"
CONTROLLERS = ("source-controller", "kustomize-controller", "helm-controller")
"""Those of Flux' controllers that run; notification-controller has nobody to notify here."""

SECONDS = {
    "program": 60,  # from its start until it answers
    "tree": 180,  # until everything of the tree is Ready
    "change": 90,  # until a commit is reconciled
}
