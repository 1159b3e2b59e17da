"""Random Talos configs that hold every kind of secret, and a bundle whose leaves are markers instead of keys."""

from __future__ import annotations

import binascii
import json
import random
import string
from collections.abc import Mapping
from functools import cache
from typing import Any

from gitops_gen.talos import redaction
from tests.talos import cases

Document = dict[str, Any]


def marked_bundle(*, encoded: bool = False) -> dict[str, Any]:
    """A bundle of markers like `@certs.os.key@`; `encoded`: in base64 where Talos decodes it."""

    def marker(*path: str) -> str:
        text = f"@{'.'.join(path)}@"
        if not (encoded and path[-1] in ("crt", "key")):
            return text
        return binascii.b2a_base64(text.encode(), newline=False).decode()

    pairs = {
        name: {half: marker("certs", name, half) for half in ("crt", "key")}
        for name in ("etcd", "k8s", "k8saggregator", "os")
    }
    leaves = {
        "cluster": ("id", "secret"),
        "secrets": ("bootstraptoken", "secretboxencryptionsecret"),
        "trustdinfo": ("token",),
    }
    made: dict[str, Any] = {
        top: {leaf: marker(top, leaf) for leaf in names} for top, names in leaves.items()
    }
    account = {"key": marker("certs", "k8sserviceaccount", "key")}
    return made | {"certs": pairs | {"k8sserviceaccount": account}}


def documents(number: int, bundle: Mapping[str, Any]) -> list[Document]:
    """A config of that number with random secrets at random places, beside what `cases` draws."""
    dice = random.Random(f"secretive {number}")
    drawn = cases.ours(cases.drawn(number), bundle)
    _sprinkle(dice, drawn[0])
    pool = _others(dice)
    return drawn + dice.sample(pool, dice.randint(1, len(pool)))


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(string.ascii_letters + string.digits, k=dice.randint(3, 30)))


def _b64(dice: random.Random) -> str:
    return binascii.b2a_base64(dice.randbytes(24), newline=False).decode()


def _encryption(dice: random.Random) -> Document:
    keys: list[Document] = [
        {"slot": 0, "static": {"passphrase": _word(dice)}},
        {"slot": 1, "nodeID": {}},
    ]
    return {"provider": "luks2", "keys": keys[: dice.randint(1, 2)]}


def _others(dice: random.Random) -> list[Document]:
    """Documents of the kinds that may hold secrets."""

    def document(kind: str, **fields: Any) -> Document:
        return {"apiVersion": "v1alpha1", "kind": kind, **fields}

    selector = {"diskSelector": {"match": "system_disk"}, "minSize": "1GB"}
    return [
        document(
            "WireguardConfig",
            name="wg0",
            privateKey=_b64(dice),
            peers=[
                {"publicKey": _b64(dice), "presharedKey": _b64(dice), "allowedIPs": ["10.9.0.0/24"]}
            ],
        ),
        document("RegistryAuthConfig", name="a.example.com", username="u", password=_word(dice)),
        document("RegistryAuthConfig", name="b.example.com", auth=_word(dice)),
        document("RegistryAuthConfig", name="c.example.com", identityToken=_word(dice)),
        document(
            "RegistryTLSConfig",
            name="d.example.com",
            clientIdentity={"cert": _word(dice), "key": _word(dice)},
        ),
        document("HCloudVIPConfig", name="192.168.42.211", link="enp0s9", apiToken=_word(dice)),
        document("VolumeConfig", name="STATE", encryption=_encryption(dice)),
        document("VolumeConfig", name="EPHEMERAL", encryption=_encryption(dice)),
        document("UserVolumeConfig", name="u", provisioning=selector, encryption=_encryption(dice)),
        document("RawVolumeConfig", name="r", provisioning=selector, encryption=_encryption(dice)),
        document("SwapVolumeConfig", name="s", provisioning=selector, encryption=_encryption(dice)),
        document(
            "SideroLinkConfig",
            apiUrl=f"https://x.example.com/?jointoken={_word(dice)}",
            uniqueToken=_word(dice),
        ),
        document(
            "ExtensionServiceConfig",
            name="tailscale",
            environment=[f"TS_AUTHKEY={_word(dice)}"],
            configFiles=[{"content": _word(dice), "mountPath": "/etc/x"}],
        ),
        document(
            "EnvironmentConfig", variables={"https_proxy": f"http://u:{_word(dice)}@proxy:3128"}
        ),
        document("TrustedRootsConfig", name="roots", certificates=_word(dice)),
        document("KmsgLogConfig", name="log", url="tcp://10.0.0.1:514"),
    ]


def _sprinkle(dice: random.Random, config: Document) -> None:
    """Put secrets into the v1alpha1 document, at its deprecated places too."""
    node, half = config["machine"], config["cluster"]
    vip = {
        "ip": "10.0.0.2",
        "hcloud": {"apiToken": _word(dice)},
        "equinixMetal": {"apiToken": _word(dice)},
    }
    tunnel = {"privateKey": _b64(dice), "peers": [{"publicKey": _b64(dice)}]}
    legacy: list[tuple[Document, str, Any]] = [
        (node, "network", {"interfaces": [{"interface": "e0", "wireguard": tunnel, "vip": vip}]}),
        (
            node,
            "network",
            {
                "interfaces": [
                    {"interface": "e1", "vlans": [{"vlanId": 4, "dhcp": True, "vip": vip}]}
                ]
            },
        ),
        (
            node,
            "files",
            [{"content": _word(dice), "permissions": 384, "path": "/var/x", "op": "create"}],
        ),
        (node, "env", {"http_proxy": _word(dice)}),
        (
            node,
            "registries",
            {
                "config": {
                    "r.example.com": {
                        "tls": {"clientIdentity": {"crt": _b64(dice), "key": _b64(dice)}},
                        "auth": {
                            "username": "u",
                            "password": _word(dice),
                            "auth": _word(dice),
                            "identityToken": _word(dice),
                        },
                    }
                }
            },
        ),
        (
            node,
            "systemDiskEncryption",
            {"state": _encryption(dice), "ephemeral": _encryption(dice)},
        ),
        (half, "inlineManifests", [{"name": "x", "contents": _word(dice)}]),
        (half, "extraManifests", [f"https://example.com/{_word(dice)}"]),
        (half, "extraManifestHeaders", {"Authorization": _word(dice)}),
        (half, "aescbcEncryptionSecret", _word(dice)),
        (node["install"], "extraKernelArgs", [f"siderolink.api=grpc://x?jointoken={_word(dice)}"]),
    ]
    for name in ("apiServer", "controllerManager", "scheduler"):
        part = half.setdefault(name, {})
        legacy.append((part, "env", {"HTTPS_PROXY": _word(dice)}))
    for place, key, value in dice.sample(legacy, dice.randint(1, len(legacy))):
        place[key] = value


@cache
def _table() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {
        kind: sorted(".".join(path) for path in paths) for kind, paths in redaction._paths().items()
    }
    return found


def kinds() -> list[str]:
    """The kinds that hold something secret."""
    return [kind for kind, rows in _table().items() if rows]


def rows(kind: str) -> list[str]:
    """The secret paths of a kind, as the table writes them."""
    return _table().get(kind, [])


def meets(row: str, path: tuple[str | int, ...]) -> bool:
    """Whether a leaf's path is one of the row's."""
    want = row.split(".")
    return len(want) == len(path) and all(
        name in ("*", at) for name, at in zip(want, path, strict=True)
    )


def as_text(documents: list[Document]) -> str:
    """Documents as one line of JSON each, in key order."""
    return "\n".join(json.dumps(document, ensure_ascii=False) for document in documents)
