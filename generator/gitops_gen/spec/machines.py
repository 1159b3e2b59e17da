"""The machines: what is the same on all of them, and each node."""

from typing import Annotated, Literal

from gitops_gen.spec.base import Disk, Name, Strict, doc

Role = Literal["controlplane", "worker"]


class Talos(Strict, frozen=True):
    """Settings of the machine configs that are the same on every node."""

    allow_scheduling_on_control_planes: Annotated[
        bool,
        doc(
            "Run ordinary workloads on control planes too (to save machines).",
            True,
            source="Talos: cluster.allowSchedulingOnControlPlanes, off",
        ),
    ] = False
    install_disk: Annotated[
        Disk,
        doc(
            "The disk that Talos is installed on, unless a node says otherwise.",
            "/dev/sda",
            source="Talos: talosctl gen config --install-disk",
        ),
    ] = "/dev/sda"
    discovery: Annotated[
        bool,
        doc(
            "Let the nodes find each other through the discovery service (`upstreams.discovery`).",
            True,
            source="Talos: talosctl gen config --with-cluster-discovery",
        ),
    ] = True
    kube_prism_port: Annotated[
        int,
        doc(
            "The port on every node's localhost that leads to a living API server; Cilium talks to it too.",
            7445,
            source="Talos: constants.DefaultKubePrismPort",
            ge=1,
            le=65535,
        ),
    ] = 7445


class Node(Strict, frozen=True):
    """One machine."""

    name: Annotated[
        Name,
        doc("Host name, node name and the name of its file under talos/.", "talos-cp-1"),
    ]
    role: Annotated[Role, doc("What the machine does in the cluster.", "controlplane")]
    address: Annotated[
        str,
        doc("Its static address; the prefix length is that of `network.subnet`.", "192.168.42.201"),
    ]
    interface: Annotated[
        str,
        doc(
            "The network interface that carries the address, as the kernel names it (talosctl get links).",
            "enp0s17",
            pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$",
            wants="be the name of a network interface: at most 15 letters, digits, '_', '.', '-'",
        ),
    ]
    maintenance_address: Annotated[
        str | None,
        doc(
            "Where the machine answers before it has a config (usually by DHCP); it moves to `address` "
            "when its config is applied.",
            "192.168.42.142",
            source="ours: none is assumed; `bootstrap` then looks at `address`",
        ),
    ] = None
    install_disk: Annotated[
        Disk | None,
        doc(
            "The disk that Talos is installed on, on this machine.",
            "/dev/vda",
            source="ours: talos.installDisk, so that a uniform fleet says it once",
        ),
    ] = None
    labels: Annotated[
        dict[str, str],
        doc(
            "Labels of the Kubernetes Node, set by Talos.",
            {"topology.kubernetes.io/zone": "cellar"},
            source="Talos: machine.nodeLabels, none but its own",
        ),
    ] = {}
