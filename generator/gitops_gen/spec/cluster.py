"""The root of `cluster.yaml`."""

from typing import Annotated, Literal

from gitops_gen import versions as pins
from gitops_gen.spec.apps import App
from gitops_gen.spec.base import A_LABEL, LABEL, Strict, doc, text
from gitops_gen.spec.cilium import Cilium
from gitops_gen.spec.flux import Flux
from gitops_gen.spec.machines import Node, Talos
from gitops_gen.spec.network import Network

ClusterName = Annotated[str, text(LABEL, A_LABEL, max_length=32)]
"""Cilium refuses longer names and other characters (chart 1.20, validate.yaml)."""
_PIN = r"^v?(0|[1-9][0-9]{0,3})(\.(0|[1-9][0-9]{0,3})){2}$"
_A_PIN = "be an exact version, as 1.2.3"
_PINNED = "ours: the pin of this release of gitops-gen, tested together with the other three"


class Versions(Strict, frozen=True):
    """Exact versions; the one place of the cluster where each stands."""

    talos: Annotated[
        str,
        doc(
            "Talos Linux; its minor decides the contract.",
            pins.TALOS,
            source=_PINNED,
            pattern=_PIN,
            wants=_A_PIN,
        ),
    ] = pins.TALOS
    kubernetes: Annotated[
        str, doc("Kubernetes.", pins.KUBERNETES, source=_PINNED, pattern=_PIN, wants=_A_PIN)
    ] = pins.KUBERNETES
    cilium: Annotated[
        str, doc("Cilium and its chart.", pins.CILIUM, source=_PINNED, pattern=_PIN, wants=_A_PIN)
    ] = pins.CILIUM
    flux: Annotated[
        str,
        doc(
            "Flux, with `flux.install: artifact`.",
            pins.FLUX,
            source=_PINNED,
            pattern=_PIN,
            wants=_A_PIN,
        ),
    ] = pins.FLUX


class Recipients(Strict, frozen=True):
    """Who can open the encrypted files; the cluster's Flux key is added where Flux must read."""

    operators: Annotated[
        tuple[str, ...],
        doc(
            "age recipients (`age1...`) or SSH public keys of people, and of a CI that may bootstrap. "
            "Have two: one lost key must not lose the cluster.",
            ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"],
            min_length=1,
        ),
    ]


class Secrets(Strict, frozen=True):
    """Where the cluster's own secrets come from."""

    source: Annotated[
        Literal["file", "command"],
        doc(
            "`file`: talos/secrets.sops.yaml, made once by `render`; `command`: a command that prints the bundle "
            "(a vault's), named by the variable GITOPS_GEN_SECRETS_COMMAND of whoever renders, never by the tree.",
            "file",
            source="ours: file; the tree then needs nothing else",
        ),
    ] = "file"


class Upstreams(Strict, frozen=True):
    """Every host outside that the cluster fetches from, in one place: air-gapped sites set them here."""

    registries: Annotated[
        dict[str, tuple[str, ...]],
        doc(
            "Mirrors by registry, for every image on every node (Talos RegistryMirrorConfig).",
            {"ghcr.io": ["https://registry.example.com/v2/ghcr.io"]},
            source="Talos: none",
        ),
    ] = {}
    installer: Annotated[
        str,
        doc(
            "The Talos installer's image without its tag (an Image Factory schematic goes here).",
            "ghcr.io/siderolabs/installer",
            source="Talos: images.DefaultInstallerImageRepository",
        ),
    ] = "ghcr.io/siderolabs/installer"
    kubelet: Annotated[
        str,
        doc(
            "The kubelet's image without its tag.",
            "ghcr.io/siderolabs/kubelet",
            source="Talos: constants.KubeletImage",
        ),
    ] = "ghcr.io/siderolabs/kubelet"
    kubernetes: Annotated[
        str,
        doc(
            "The registry of the control plane's images.",
            "registry.k8s.io",
            source="Talos: constants.KubernetesAPIServerImage and its neighbours",
        ),
    ] = "registry.k8s.io"
    cilium_chart: Annotated[
        str,
        doc(
            "The Helm repository of Cilium's chart, https:// or oci://.",
            "https://helm.cilium.io",
            source="Cilium: its published Helm repository",
            pattern="^(https?|oci)://.+$",
            wants="be a URL that begins with https://, http:// or oci://",
        ),
    ] = "https://helm.cilium.io"
    flux_manifests: Annotated[
        str,
        doc(
            "The OCI repository of Flux's own manifests.",
            "oci://ghcr.io/fluxcd/flux-manifests",
            source="Flux: its published artifact",
            pattern="^oci://.+$",
            wants="be a URL that begins with oci://",
        ),
    ] = "oci://ghcr.io/fluxcd/flux-manifests"
    discovery: Annotated[
        str,
        doc(
            "The discovery service.",
            "https://discovery.talos.dev/",
            source="Talos: constants.DefaultDiscoveryServiceEndpoint",
            pattern="^https?://.+$",
            wants="be a URL that begins with https:// or http://",
        ),
    ] = "https://discovery.talos.dev/"
    time_servers: Annotated[
        tuple[str, ...],
        doc("NTP servers.", ["192.168.42.1"], source="Talos: time.cloudflare.com"),
    ] = ()


class Cluster(Strict, frozen=True):
    """One cluster: everything that `gitops-gen render` turns into a tree."""

    name: Annotated[
        ClusterName,
        doc(
            "The cluster's name, the same as its folder's; also Talos' context and Cilium's cluster name.",
            "vtalos",
        ),
    ]
    recipients: Annotated[Recipients, doc("Who can open what.", {"operators": ["age1..."]})]
    network: Annotated[
        Network,
        doc(
            "The network around the cluster and inside it.",
            {
                "subnet": "192.168.42.0/24",
                "gateway": "192.168.42.1",
                "nameservers": ["192.168.42.2"],
                "vip": "192.168.42.210",
            },
        ),
    ]
    nodes: Annotated[
        tuple[Node, ...],
        doc(
            "The machines.",
            [
                {
                    "name": "talos-cp-1",
                    "role": "controlplane",
                    "address": "192.168.42.201",
                    "interface": "enp0s17",
                }
            ],
            min_length=1,
        ),
    ]
    flux: Annotated[
        Flux,
        doc("Flux.", {"source": {"url": "https://git.example.com/home/clusters.git"}}),
    ]
    secrets: Annotated[
        Secrets,
        doc("The secrets bundle.", {"source": "file"}, source="ours: see its fields"),
    ] = Secrets()
    versions: Annotated[
        Versions, doc("Version pins.", {"talos": pins.TALOS}, source="ours: see its fields")
    ] = Versions()
    talos: Annotated[
        Talos,
        doc("All machine configs.", {"installDisk": "/dev/sda"}, source="Talos: see its fields"),
    ] = Talos()
    cilium: Annotated[
        Cilium, doc("The network plugin.", {"pools": []}, source="ours: see its fields")
    ] = Cilium()
    apps: Annotated[tuple[App, ...], doc("Apps.", [{"name": "rello"}], source="ours: none")] = ()
    upstreams: Annotated[
        Upstreams,
        doc("Hosts outside.", {"timeServers": ["192.168.42.1"]}, source="ours: see its fields"),
    ] = Upstreams()
    extra_resources: Annotated[
        tuple[str, ...],
        doc(
            "Hand-written manifests, relative to clusters/<name>/, that its kustomization lists too: your "
            "own Flux Kustomizations go here.",
            ["my-apps.yaml"],
            source="ours: none",
        ),
    ] = ()
