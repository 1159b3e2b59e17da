"""Talos' own stability goldens: test data of its tree, which this repository does not hold."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.kinds.talos import machine
from gitops_gen.yamlio import read, scalars
from tests.support.ledger import ROOT, proved
from tests.talos import cases, secretive

MACHINERY = "talos machinery 1.13.9"
GOLDENS = (
    Path(os.environ.get("GITOPS_GEN_GOLDENS", str(ROOT.parent / "shared" / "golden")))
    / "talos"
    / "stability"
)

if GOLDENS.is_dir():

    @pytest.mark.parametrize("contract", ["1.12", "1.13"])
    @pytest.mark.parametrize("role", ["controlplane", "worker"])
    @pytest.mark.parametrize("name", ["base", "overrides"])
    def test_stability_goldens(name: str, role: str, contract: str) -> None:
        text = (GOLDENS / f"v{contract}" / f"{name}-{role}.yaml").read_text()
        quoted = "\n".join(_quoted(line) for line in text.splitlines())
        theirs = [item.body for item in read.documents(quoted, "golden", typing=scalars.TALOS)]
        ours = _golden_of_ours(name, role, contract, secretive.marked_bundle())
        assert json.dumps(ours, indent=1) == json.dumps(theirs, indent=1)
        proved("talos-configs-equal", 1, judge=MACHINERY)

else:

    def test_stability_goldens_are_absent() -> None:
        pytest.skip("GITOPS_GEN_GOLDENS names no folder with Talos' stability goldens")


def _quoted(line: str) -> str:
    """A marker like `@certs.os.key@` cannot stand at the start of a plain YAML scalar."""
    key, colon, value = line.partition(": ")
    return f'{key}{colon}"{value}"' if value.startswith("@") else line


def _golden_of_ours(name: str, role: str, contract: str, bundle: dict[str, Any]) -> list[Any]:
    """What Talos' stability test asks for, by our functions; `disk` and `image` are unset there."""
    given: dict[str, Any] = {}
    controls = role == machine.CONTROLPLANE
    if name == "overrides":
        given = {
            "cert_sans": ["foo", "bar"],
            "disk": "/dev/vda",
            "sysctls": {"foo": "bar"},
            "mirrors": {"ghcr.io": ["https://ghcr.io.my-mirror.com"]},
            "cni": "custom",
            "dns_domain": "example.com",
        }
        if controls:
            given["api_server_sans"] = ["foo", "bar"]
            given["local_api_server_port"] = 5443
            given["allow_scheduling"] = True
    case = cases.Case(role, contract, "base", "https://base:6443", "1.28.0", given)
    documents = cases.ours(case, bundle)
    if name == "overrides":
        node = documents[0]["machine"]
        # Three things that we do not write: kernel arguments beside the UKI's (Talos refuses them), and a mount.
        node["install"] = {
            "disk": "/dev/vda",
            "extraKernelArgs": ["foo=bar", "bar=baz"],
            "wipe": False,
            "grubUseUKICmdline": True,
        }
        mount = {"destination": "/var/opt", "type": "bind", "source": "/var/opt"}
        node["kubelet"] = {
            "image": node["kubelet"]["image"],
            "extraMounts": [{**mount, "options": ["rshared"]}],
            **node["kubelet"],
        }
    return documents
