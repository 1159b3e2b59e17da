"""Talos configs, bundles, certificates and redaction, judged by Talos' own code and by talosctl."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.kinds.talos import cluster, machine, talosconfig, v1alpha1
from gitops_gen.kinds.talos.order import sorted_map
from gitops_gen.talos import bundle as bundles
from gitops_gen.talos import pki, redaction, secrets
from gitops_gen.talos.contract import Contract
from gitops_gen.yamlio import read, scalars, write
from scripts import vendor
from tests.support.ledger import proved
from tests.support.tools import oracle, run, tool
from tests.talos import cases, secretive

MACHINERY = "talos machinery 1.13.9"
TALOSCTL = "talosctl 1.13.9"
REPLACED = "replaced-by-talos"


@pytest.fixture(scope="module")
def bundle() -> dict[str, Any]:
    """A bundle of ours; made once, because of its RSA key."""
    return secrets.new()


@pytest.fixture(scope="module")
def theirs() -> dict[str, Any]:
    """A bundle of Talos' own making."""
    answer = oracle("talos").ask([{"op": "newbundle", "contract": "1.13"}])[0]
    made: dict[str, Any] = answer["bundle"]
    return made


def judged(numbers: range, bundle: Mapping[str, Any]) -> int:
    """Compare these cases, key and document order too, and have Talos validate ours; how many there were."""
    text = json.dumps(bundle)
    drawn = [cases.drawn(number) for number in numbers]
    ours = [cases.ours(case, bundle) for case in drawn]
    made = oracle("talos").ask([cases.question(case, text) for case in drawn])
    for number, mine, answer in zip(numbers, ours, made, strict=True):
        assert "error" not in answer, f"case {number}: {answer}"
        assert json.dumps(mine, indent=1) == json.dumps(answer["documents"], indent=1), number
    questions = [
        {"op": "validate", "config": cases.text_of(mine), "mode": "metal", "strict": True}
        for mine in ours
    ]
    verdicts = oracle("talos").ask(questions)
    assert [
        (number, verdict)
        for number, verdict in zip(numbers, verdicts, strict=True)
        if verdict != {"warnings": None}
    ] == []
    return len(drawn)


def test_configs_are_what_talos_generates(bundle: dict[str, Any]) -> None:
    count = judged(range(250), bundle)
    proved("talos-configs-equal", count, judge=MACHINERY)
    proved("talos-configs-valid", count, judge=MACHINERY)


@pytest.mark.deep
def test_many_more_configs_are_what_talos_generates(theirs: dict[str, Any]) -> None:
    count = judged(range(1000, 4000), theirs)
    proved("talos-configs-equal", count, judge=MACHINERY)
    proved("talos-configs-valid", count, judge=MACHINERY)


def test_talos_reads_our_yaml_as_we_meant_it(bundle: dict[str, Any]) -> None:
    ours = [cases.ours(cases.drawn(number), bundle) for number in range(60)]
    questions = [{"op": "patch", "config": write.dump(mine), "patches": []} for mine in ours]
    answers = oracle("talos").ask(questions)
    for mine, answer in zip(ours, answers, strict=True):
        assert answer.get("documents") == mine, answer.get("error")
    proved("talos-configs-valid", len(ours), judge=MACHINERY)


def test_free_maps_are_in_talos_order(bundle: dict[str, Any]) -> None:
    sets = cases.key_sets(300)
    answers = oracle("talos").ask(cases.order_questions(sets, json.dumps(bundle)))
    for keys, answer in zip(sets, answers, strict=True):
        assert list(sorted_map(dict.fromkeys(keys, "x"))) == cases.order_answer(answer)
    proved("talos-configs-equal", len(sets), judge=MACHINERY)


def test_kernel_arguments_pass_talos_validation(bundle: dict[str, Any]) -> None:
    install = machine.install(disk="/dev/sda", extra_kernel_args=["net.ifnames=0"])
    node = machine.machine(
        machine.WORKER, bundle, Contract.of("1.13"), kubelet_image="x", install=install
    )
    half = cluster.worker(
        bundle,
        name="x",
        endpoint="https://x:6443",
        network=cluster.network(),
        discovery=cluster.discovery(),
    )
    text = cases.text_of([v1alpha1.config(node, half)])
    question = {"op": "validate", "config": text, "mode": "metal", "strict": True}
    assert oracle("talos").ask([question]) == [{"warnings": None}]


# The real talosctl, with files of ours.


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, bundle: dict[str, Any]) -> Path:
    """A folder with our bundle in clear, as a file that talosctl reads."""
    folder = tmp_path_factory.mktemp("talosctl")
    (folder / "secrets.yaml").write_text(write.dump([bundle]))
    return folder


def parsed(text: str) -> list[Any]:
    """YAML as Talos reads it, with what a document says of itself alone."""
    return [document.body for document in read.documents(text, "x", typing=scalars.TALOS)]


@pytest.mark.parametrize("contract", ["1.12", "1.13"])
@pytest.mark.parametrize("role", ["controlplane", "worker"])
def test_talosctl_generates_the_same_from_our_bundle(
    files: Path, bundle: dict[str, Any], role: str, contract: str
) -> None:
    asked: list[str | Path] = [
        *("gen", "config", "vtalos", "https://192.168.42.210:6443", "--with-docs=false"),
        *("--with-examples=false", "--with-secrets", files / "secrets.yaml", "-t", role, "-o", "-"),
        *("--talos-version", contract, "--install-disk", "/dev/nvme0n1"),
        *("--registry-mirror", "docker.io=https://mirror.example.com"),
        *("--additional-sans", "10.0.0.9", "--kubernetes-version", "1.36.3"),
    ]
    made = run(tool("talosctl"), *asked).stdout
    given: dict[str, Any] = {
        "disk": "/dev/nvme0n1",
        "image": "ghcr.io/siderolabs/installer:v1.13.9",
        "cert_sans": ["10.0.0.9"],
        "mirrors": {"docker.io": ["https://mirror.example.com"]},
    }
    if role == machine.CONTROLPLANE:
        given["api_server_sans"] = ["10.0.0.9"]
    ours = cases.ours(cases.Case(role, contract, options=given), bundle)
    assert json.dumps(parsed(made)) == json.dumps(ours)
    proved("talosctl-configs-equal", 1, judge=TALOSCTL)


@pytest.mark.parametrize("number", range(6))
def test_talosctl_validates_our_files(files: Path, bundle: dict[str, Any], number: int) -> None:
    path = files / f"{number}.yaml"
    path.write_text(
        write.dump(cases.ours(cases.drawn(number), bundle), header="made by gitops-gen")
    )
    done = run(tool("talosctl"), "validate", "--mode", "metal", "--strict", "-c", path)
    assert "is valid for metal mode" in done.stdout + done.stderr
    proved("talosctl-validates", 1, judge=TALOSCTL)


def test_talosctl_bundles_are_ours_too(tmp_path: Path, bundle: dict[str, Any]) -> None:
    run(tool("talosctl"), "gen", "secrets", "-o", tmp_path / "secrets.yaml")
    made = parsed((tmp_path / "secrets.yaml").read_text())[0]
    assert secrets.check(made) == []
    assert shape(made) == shape(bundle)
    assert [fields(answer) for answer in described(made)] == [
        fields(answer) for answer in described(bundle)
    ]
    asked = cases.Case("controlplane", "1.13", options={"disk": "/dev/sda"})
    answer = oracle("talos").ask([cases.question(asked, json.dumps(made))])[0]
    assert cases.ours(asked, made) == answer["documents"]
    proved("talos-bundles", 1, judge=MACHINERY)


def test_talosctl_uses_our_talosconfig(tmp_path: Path, bundle: dict[str, Any]) -> None:
    ca = bundle["certs"]["os"]
    crt, key = pki.client_certificate(ca["crt"], ca["key"])
    ends = ["192.168.42.201", "192.168.42.202", "192.168.42.203"]
    made = talosconfig.talosconfig("vtalos", ends, ca=ca["crt"], crt=crt, key=key, nodes=ends[:1])
    path = tmp_path / "talosconfig"
    path.write_text(write.dump([made]))
    shown = run(
        tool("talosctl"), "--talosconfig", path, "config", "info", "--output", "json"
    ).stdout
    info = json.loads(shown)
    assert (info["context"], info["endpoints"], info["nodes"]) == ("vtalos", ends, ends[:1])
    assert info["roles"] == ["os:admin"]
    answer = oracle("talos").ask([{"op": "talosconfig", "text": path.read_text()}])[0]
    assert json.dumps(answer.get("talosconfig")) == json.dumps(made), answer
    proved("talos-talosconfig", 1, judge=TALOSCTL)


# The bundle and its certificates.


def shape(node: Any) -> Any:
    """The keys of a bundle in their order."""
    return {key: shape(value) for key, value in node.items()} if isinstance(node, dict) else 0


def test_talos_reads_our_bundle(bundle: dict[str, Any], theirs: dict[str, Any]) -> None:
    texts = [json.dumps(bundle), write.dump([bundle], indent=4)]
    for answer in oracle("talos").ask([{"op": "bundle", "text": text} for text in texts]):
        assert json.dumps(answer.get("bundle")) == json.dumps(bundle), answer.get("error")
        assert answer["serviceAccount"] == "RSA PRIVATE KEY 4096"
    assert secrets.check(theirs) == []
    assert shape(theirs) == shape(bundle)
    proved("talos-bundles", 3, judge=MACHINERY)


# What two certificates of the same kind may differ in.
RANDOM = ("serialBits", "subjectKeyId", "authorityKeyId", "notBefore", "notAfter")


def fields(answer: dict[str, Any]) -> dict[str, Any]:
    """A certificate's description without what is random; the serial is of at most 128 bits."""
    assert "error" not in answer, answer
    assert 90 < answer["serialBits"] <= 128
    return {key: value for key, value in answer.items() if key not in RANDOM}


def described(bundle: Mapping[str, Any]) -> list[dict[str, Any]]:
    certs = bundle["certs"]
    return oracle("talos").ask([{"op": "x509", **certs[ca]} for ca in bundles.CAS])


def test_authorities_have_talos_fields(bundle: dict[str, Any], theirs: dict[str, Any]) -> None:
    ours, others = described(bundle), described(theirs)
    assert [fields(answer) for answer in ours] == [fields(answer) for answer in others]
    for answer in ours:
        assert (answer["keyFits"], answer["hours"], answer["isCA"]) == (True, 87600, True)
    proved("talos-x509-equal", len(ours), judge=MACHINERY)


def client_of(bundle: Mapping[str, Any], crt: str, key: str) -> dict[str, Any]:
    ca = bundle["certs"]["os"]["crt"]
    return oracle("talos").ask([{"op": "x509", "crt": crt, "key": key, "ca": ca}])[0]


def test_client_certificates_have_talos_fields(
    bundle: dict[str, Any], theirs: dict[str, Any]
) -> None:
    asked = {
        "op": "gen-client",
        "bundle": json.dumps(theirs),
        "name": "x",
        "endpoints": ["10.0.0.1"],
    }
    made = oracle("talos").ask([asked])[0]["talosconfig"]["contexts"]["x"]
    assert pki.issued_by(made["crt"], theirs["certs"]["os"]["crt"])
    assert not pki.issued_by(made["crt"], bundle["certs"]["os"]["crt"])
    assert pki.matches(made["crt"], made["key"])
    for owner in (bundle, theirs):
        ca = owner["certs"]["os"]
        crt, key = pki.client_certificate(ca["crt"], ca["key"])
        ours, other = client_of(owner, crt, key), client_of(theirs, made["crt"], made["key"])
        assert fields(ours) == fields(other)
        assert ours["verified"]
        assert ours["keyFits"]
        assert ours["authorityKeyId"] == described(owner)[-1]["subjectKeyId"]
    proved("talos-x509-equal", 3, judge=MACHINERY)


def test_elliptic_authorities_sign_elliptic_clients() -> None:
    signer = pki.new_p256()
    ca = pki.authority("talos", signer)
    crt, key = pki.client_certificate(ca, signer.text())
    answer = client_of({"certs": {"os": {"crt": ca}}}, crt, key)
    assert (answer["verified"], answer["keyFits"]) == (True, True)
    assert answer["publicKey"] == "ECDSA P-256"
    assert pki.issued_by(crt, ca)
    proved("talos-x509-equal", 1, judge=MACHINERY)


def test_times_are_read_by_go_as_they_were_meant() -> None:
    signer = pki.new_ed25519()
    moments = [0, 951_782_399, 2_208_988_800, 2_524_607_999, 2_524_608_000, 4_102_444_800]
    made = [pki.authority("talos", signer, lambda at=at: at) for at in moments]  # type: ignore[misc]
    for at, crt, answer in zip(
        moments, made, oracle("talos").ask([{"op": "x509", "crt": c} for c in made]), strict=True
    ):
        assert answer["hours"] == 87600
        assert pki.load_certificate(crt).not_before == at
        assert pki.expires(crt) - at == 87600 * 3600
    proved("talos-x509-equal", len(moments), judge=MACHINERY)


# Redaction.


def leaves(
    node: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every leaf with its path; empty lists and maps are leaves."""
    if isinstance(node, (dict, list)) and node:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(value, (*path, key))
    else:
        yield path, node


def redaction_judged(numbers: range, bundle: Mapping[str, Any]) -> int:
    """How many leaves Talos replaced; all of them are in our table, and ours of Talos' own were all replaced."""
    configs = [secretive.documents(number, bundle) for number in numbers]
    loaded = oracle("talos").ask(
        [{"op": "patch", "config": cases.text_of(config), "patches": []} for config in configs]
    )
    redacted = oracle("talos").ask(
        [
            {"op": "redact", "config": cases.text_of(config), "replacement": REPLACED}
            for config in configs
        ]
    )
    count = 0
    for number, before, after in zip(numbers, loaded, redacted, strict=True):
        assert "error" not in before, (number, before)
        for clear, shown in zip(before["documents"], after["documents"], strict=True):
            for (path, old), (_, new) in zip(leaves(clear), leaves(shown), strict=True):
                why = redaction.why_secret(clear, path)
                where = (clear.get("kind"), path)
                if old != new:
                    assert why == "Talos itself redacts it", where
                    count += 1
                elif why and old not in ("", {}, []):
                    assert why in {extra.reason for extra in redaction.EXTRAS}, where
    return count


def test_redaction_agrees_with_talos(bundle: dict[str, Any]) -> None:
    count = redaction_judged(range(120), bundle)
    assert count > 1000
    proved("talos-redaction", count, judge=MACHINERY)


def test_every_row_of_the_table_was_met(bundle: dict[str, Any]) -> None:
    met: set[tuple[str, str]] = set()
    for number in range(120):
        for document in secretive.documents(number, bundle):
            kind = document.get("kind", redaction.V1ALPHA1)
            for path, _ in leaves(document):
                met |= {(kind, row) for row in secretive.rows(kind) if secretive.meets(row, path)}
    wanted = {(kind, row) for kind in secretive.kinds() for row in secretive.rows(kind)}
    assert wanted - met == set()


def test_vendored_table_is_what_talos_says() -> None:
    assert vendor.main(["--check"]) == 0
    table = (vendor.DATA / "talos" / "secret_paths.txt").read_text().splitlines()
    assert len(table) == 45
    proved("talos-redaction", len(table), judge=MACHINERY)
