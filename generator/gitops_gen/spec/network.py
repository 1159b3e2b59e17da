"""The addresses of a cluster: its subnet, who lives there, and the ranges inside the cluster."""

from typing import Annotated

import msgspec

from gitops_gen.spec.base import Strict, doc


class Network(Strict, frozen=True):
    """The network that the nodes stand in, and the ranges that only the cluster knows."""

    subnet: Annotated[
        str,
        doc("The subnet of the nodes' addresses, IPv4, in CIDR form.", "192.168.42.0/24"),
    ]
    gateway: Annotated[
        str, doc("The default gateway of every node; inside `subnet`.", "192.168.42.1")
    ]
    nameservers: Annotated[
        tuple[str, ...],
        doc("DNS servers of every node, asked in this order.", ["192.168.42.2"], min_length=1),
    ]
    vip: Annotated[
        str,
        doc(
            "The address that the control planes share (layer 2): the host of the Kubernetes endpoint, "
            "https://<vip>:6443. It is never a talosconfig endpoint: it is not there before etcd is.",
            "192.168.42.210",
        ),
    ]
    dhcp: Annotated[
        tuple[str, ...],
        doc(
            "What the DHCP server of the subnet hands out, as `first-last`; nothing static and no pool "
            "may stand there.",
            ["192.168.42.100-192.168.42.199"],
            source="ours: no DHCP server is assumed; only its owner knows its ranges",
        ),
    ] = ()
    mtu: Annotated[
        Annotated[int, msgspec.Meta(ge=1280, le=9216)] | None,
        doc(
            "MTU of the nodes' interfaces.",
            1500,
            unit="bytes",
            source="Talos: LinkConfig.mtu unset, the kernel's own",
        ),
    ] = None
    pod_subnets: Annotated[
        tuple[str, ...],
        doc(
            "Where pods get their addresses.",
            ["10.244.0.0/16"],
            source="Talos: constants.DefaultIPv4PodNet",
            min_length=1,
        ),
    ] = ("10.244.0.0/16",)
    service_subnets: Annotated[
        tuple[str, ...],
        doc(
            "Where Services get their cluster addresses.",
            ["10.96.0.0/12"],
            source="Talos: constants.DefaultIPv4ServiceNet",
            min_length=1,
        ),
    ] = ("10.96.0.0/12",)
    dns_domain: Annotated[
        str,
        doc(
            "The cluster's own DNS domain.",
            "cluster.local",
            source="Talos: constants.DefaultDNSDomain",
        ),
    ] = "cluster.local"
