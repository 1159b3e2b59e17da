"""Apps: workloads, how they are reached, and which flows their network policies let through."""

from typing import Annotated, Literal

import msgspec

from gitops_gen.spec.base import Credential, Id, Name, Port, Strict, UrlPath, doc, text

Level = Literal["privileged", "baseline", "restricted"]
Protocol = Literal["TCP", "UDP", "SCTP"]
Cpu = Annotated[
    str, text(r"^([0-9]{1,6}(\.[0-9]{1,3})?|[0-9]{1,9}m)$", "be an amount of CPU, as 500m or 1.5")
]
Memory = Annotated[
    str, text(r"^[0-9]{1,15}(k|Ki|[MGT]i?)?$", "be an amount of memory, as 128Mi or 1Gi")
]
NodePort = Annotated[int, msgspec.Meta(ge=30000, le=32767)]


class PodSecurity(Strict, frozen=True):
    """The Pod Security level of the namespace, for each of the three modes."""

    enforce: Annotated[
        Level,
        doc(
            "Pods below this level are refused.",
            "baseline",
            source="Talos: its admission configuration enforces baseline",
        ),
    ] = "baseline"
    audit: Annotated[
        Level,
        doc(
            "Pods below this level are noted in the audit log.",
            "restricted",
            source="Talos: its admission configuration audits restricted",
        ),
    ] = "restricted"
    warn: Annotated[
        Level,
        doc(
            "Whoever applies pods below this level is warned.",
            "restricted",
            source="Talos: its admission configuration warns at restricted",
        ),
    ] = "restricted"


class Amounts(Strict, frozen=True):
    """Amounts of CPU and memory, in Kubernetes' own notation."""

    cpu: Annotated[
        Cpu | None,
        doc(
            "CPU time.",
            "100m",
            unit="cores, or thousandths with m",
            source="Kubernetes: resources are optional",
        ),
    ] = None
    memory: Annotated[
        Memory | None,
        doc(
            "Memory.",
            "128Mi",
            unit="bytes, with Ki, Mi, Gi",
            source="Kubernetes: resources are optional",
        ),
    ] = None


class Resources(Strict, frozen=True):
    """What a container is promised and what it may not exceed."""

    requests: Annotated[
        Amounts,
        doc(
            "Promised; the scheduler counts it.",
            {"cpu": "50m", "memory": "64Mi"},
            source="ours: 50m and 64Mi, so that no pod is best-effort, the first to be evicted",
        ),
    ] = Amounts(cpu="50m", memory="64Mi")
    limits: Annotated[
        Amounts,
        doc(
            "The most it may use.",
            {"memory": "256Mi"},
            source="ours: memory 256Mi, no CPU limit: a leak must not take the node, throttling helps no one",
        ),
    ] = Amounts(memory="256Mi")


class Workload(Strict, frozen=True):
    """A Deployment of one container."""

    name: Annotated[Name, doc("Name of the Deployment.", "rello")]
    image: Annotated[
        str,
        doc("The image, pinned by a tag that is not `latest`, or by digest.", "shtouff/rello:0.2"),
    ]
    port: Annotated[int, doc("The port that the container listens on (TCP).", 8000, ge=1, le=65535)]
    replicas: Annotated[
        int,
        doc(
            "How many pods.",
            2,
            source="Kubernetes: Deployment.spec.replicas, 1",
            ge=0,
            le=2147483647,
        ),
    ] = 1
    args: Annotated[
        tuple[str, ...],
        doc(
            "Arguments of the image's entry point.",
            ["--verbose"],
            source="Kubernetes: the image's own",
        ),
    ] = ()
    env: Annotated[
        dict[str, str | Credential],
        doc(
            "Environment variables; a secret one by credential.",
            {"RELLO_REDIS_HOST": "redis", "RELLO_TOKEN": {"credential": "rello.token"}},
            source="Kubernetes: none",
        ),
    ] = {}
    user: Annotated[
        Id,
        doc(
            "The numeric user that the container runs as, never 0.",
            65534,
            unit="uid",
            source="ours: 65534 (nobody): `restricted` wants a number, and no image should need root",
        ),
    ] = 65534
    group: Annotated[
        Id | None,
        doc("The numeric group.", 999, unit="gid", source="ours: the same number as user"),
    ] = None
    writable: Annotated[
        tuple[str, ...],
        doc(
            "Folders that the container may write to (empty at each start); the rest of its file system is "
            "read-only.",
            ["/tmp"],
            source="ours: /tmp; nearly every program writes there",
        ),
    ] = ("/tmp",)
    health: Annotated[
        UrlPath | None,
        doc(
            "Path that answers 2xx over HTTP when the pod can serve; without it the port must accept a connection.",
            "/healthz",
            source="ours: a TCP probe; it holds for any server",
        ),
    ] = None
    resources: Annotated[
        Resources,
        doc(
            "CPU and memory.",
            {"requests": {"cpu": "50m", "memory": "64Mi"}},
            source="ours: see its fields",
        ),
    ] = Resources()


class Service(Strict, frozen=True):
    """A Service in front of a workload."""

    name: Annotated[Name, doc("Name of the Service.", "rello-lb")]
    workload: Annotated[str, doc("The workload behind it.", "rello")]
    port: Annotated[
        Port | None,
        doc("The Service's port.", 8000, source="ours: the workload's own port"),
    ] = None
    type: Annotated[
        Literal["ClusterIP", "NodePort", "LoadBalancer"],
        doc("How it is reached.", "LoadBalancer", source="Kubernetes: Service.spec.type"),
    ] = "ClusterIP"
    node_port: Annotated[
        NodePort | None,
        doc(
            "The port on every node, with type NodePort.",
            30080,
            source="Kubernetes: one is chosen",
        ),
    ] = None
    labels: Annotated[
        dict[str, str],
        doc(
            "Further labels; pools and announcements select by them.",
            {"announcement": "arp"},
            source="Kubernetes: none",
        ),
    ] = {}
    address: Annotated[
        str | None,
        doc(
            "The address to ask the pool for, with type LoadBalancer.",
            "192.168.42.230",
            source="Cilium: the pool's next free one",
        ),
    ] = None


class Ingress(Strict, frozen=True):
    """An Ingress of class cilium with a load balancer of its own."""

    name: Annotated[Name, doc("Name of the Ingress.", "rello")]
    service: Annotated[str, doc("The Service behind it.", "rello")]
    host: Annotated[
        str | None,
        doc("The host name it answers for.", "rello.example.com", source="Kubernetes: every host"),
    ] = None
    path: Annotated[
        UrlPath,
        doc("The path prefix.", "/", source="ours: /, the whole site"),
    ] = "/"
    address: Annotated[
        str | None,
        doc(
            "The address to ask the pool for; Cilium's shared ingress Service takes a pool's first address.",
            "42.42.42.43",
            source="Cilium: the pool's next free one",
        ),
    ] = None


class Flow(Strict, frozen=True):
    """Traffic that is let through; everything else is denied, in and out."""

    source: Annotated[
        str,
        doc(
            "Who speaks: a workload of this app, `anyone` (every pod, node, the world and Cilium's ingress), "
            "or a CIDR (the world only: pods, nodes and Cilium's ingress are no CIDR).",
            "rello",
        ),
    ] = msgspec.field(name="from")
    to: Annotated[
        str,
        doc(
            "Whom it reaches: a workload of this app, `dns` (the cluster's CoreDNS), or a CIDR.",
            "redis",
        ),
    ]
    ports: Annotated[
        tuple[Port, ...],
        doc(
            "The ports, as the container listens on them.",
            [6379],
            source="ours: the workload's port; 53 for dns; a CIDR needs them said",
        ),
    ] = ()
    protocol: Annotated[
        Protocol,
        doc("The protocol.", "TCP", source="Kubernetes: NetworkPolicyPort.protocol, TCP"),
    ] = "TCP"


class App(Strict, frozen=True):
    """An app in a namespace of its own."""

    name: Annotated[
        Name,
        doc("Name of the app, its folder and its Flux Kustomization.", "rello"),
    ]
    namespace: Annotated[
        Name | None,
        doc("Its namespace.", "rello", source="ours: the app's name; one app, one namespace"),
    ] = None
    pod_security: Annotated[
        PodSecurity,
        doc("Pod Security levels.", {"enforce": "baseline"}, source="Talos: see its fields"),
    ] = PodSecurity()
    workloads: Annotated[
        tuple[Workload, ...],
        doc(
            "What runs.",
            [{"name": "redis", "image": "redis:8.0.3", "port": 6379}],
            source="ours: none; an app may consist of extraResources alone",
        ),
    ] = ()
    services: Annotated[
        tuple[Service, ...],
        doc(
            "How it is reached inside the cluster and on load-balancer addresses.",
            [{"name": "redis", "workload": "redis"}],
            source="Kubernetes: none",
        ),
    ] = ()
    ingresses: Annotated[
        tuple[Ingress, ...],
        doc(
            "How it is reached over HTTP.",
            [{"name": "rello", "service": "rello"}],
            source="Kubernetes: none",
        ),
    ] = ()
    flows: Annotated[
        tuple[Flow, ...],
        doc(
            "Who may speak to whom; the network policies follow.",
            [{"from": "rello", "to": "redis"}],
            source="ours: none; what is not declared is denied",
        ),
    ] = ()
    extra_resources: Annotated[
        tuple[str, ...],
        doc(
            "Hand-written manifests, relative to the app's folder, that its kustomization lists too.",
            ["configmap.yaml"],
            source="ours: none",
        ),
    ] = ()
