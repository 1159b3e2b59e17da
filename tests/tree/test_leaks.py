"""Nothing that the commands write or say holds a secret in clear: raw, as base64, or as PEM text."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from tests.support.ledger import proved
from tests.support.rendered import BUNDLE, FLUX_KEY, PASSWORD, SPEC, TALOSCONFIG, WORKER, Tree

PEER = "        asn: 64513\n"


def leaves(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from leaves(value)
    elif isinstance(node, str) and len(node) > 5:
        yield node


def secrets_of(tree: Tree) -> set[str]:
    """Every secret value of the tree in each form that it may leak in."""
    bundle = tree.decrypted(BUNDLE)[0]
    certs = dict(bundle["certs"])  # type: ignore[call-overload]
    values = {v["key"] for v in certs.values()}
    values |= set(leaves(bundle["secrets"])) | set(leaves(bundle["trustdinfo"]))
    values |= {bundle["cluster"]["secret"], tree.decrypted(FLUX_KEY)[0]["privateKey"]}  # type: ignore[index]
    values |= {tree.decrypted(TALOSCONFIG)[0]["contexts"]["vtalos"]["key"], "correct horse"}  # type: ignore[index]
    forms = set()
    for value in values:
        forms |= {value, base64.b64encode(value.encode()).decode()}
        if value.startswith("LS0t"):
            pem = base64.b64decode(value).decode()
            forms |= {
                pem,
                *(line for line in pem.splitlines() if len(line) > 30 and "KEY" not in line),
            }
    return forms


def test_no_secret_in_any_file_or_output(tree: Tree) -> None:
    tree.credentials({"bgp-router": "correct horse"})
    tree.edit(SPEC, PEER, PEER + "        password:\n          credential: bgp-router\n")
    said = []
    said.append(tree.render("--diff"))
    said.append(tree.render())
    forms = secrets_of(tree)
    assert len(forms) > 20
    token = tree.decrypted(BUNDLE)[0]["trustdinfo"]["token"]  # type: ignore[index]
    for damage in ("broken: [", f"machine: {{token: {token}}}\n"):
        before = tree.text(WORKER)
        tree.write(WORKER, damage + before)
        said += [tree.render("--check"), tree.render("--diff")]
        tree.without_key()
        said += [tree.render("--check"), tree.render("--diff"), tree.render()]
        tree.with_key()
        tree.write(WORKER, before)
    output = "".join(result.out + result.err for result in said)
    files = tree.files()
    checked = 0
    for form in forms:
        assert form not in output
        for path, text in files.items():
            assert form not in text, path
            checked += 1
    assert files[PASSWORD]
    proved("never-leaks", checked, judge="a scan of every file and output")
