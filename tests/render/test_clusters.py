"""clusters/<name>/: where Flux begins, and what it waits for."""

from __future__ import annotations

from typing import Any

from gitops_gen.render import clusters
from tests.render import expected_clusters as expected
from tests.support import specs

BASE = "clusters/vtalos"


def _documents(spec: dict[str, Any], name: str, **more: bool) -> list[dict[str, Any]]:
    files = {file.path: file for file in clusters.files(specs.plan_of(spec), **more)}
    return [dict(one) for one in files[f"{BASE}/{name}"].documents]


def _names(spec: dict[str, Any], **more: bool) -> Any:
    return _documents(spec, "kustomization.yaml", **more)[0]["resources"]


def test_vtalos_whole() -> None:
    texts = specs.texts(clusters.files(specs.plan_of(specs.vtalos())))
    assert texts == {
        f"{BASE}/kustomization.yaml": expected.LIST,
        f"{BASE}/infrastructure.yaml": expected.INFRASTRUCTURE,
        f"{BASE}/apps.yaml": expected.APPS,
        f"{BASE}/flux-system/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\n"
        "kind: Kustomization\nresources:\n  - components.yaml\n  - sync.yaml\n",
        f"{BASE}/flux-system/components.yaml": expected.COMPONENTS,
        f"{BASE}/flux-system/sync.yaml": expected.SYNC,
    }


def test_with_install_bootstrap_flux_system_is_listed_when_flux_bootstrap_has_written_it() -> None:
    spec = specs.vtalos()
    spec["flux"]["install"] = "bootstrap"
    before = clusters.files(specs.plan_of(spec))
    assert [file.path for file in before] == [
        f"{BASE}/kustomization.yaml",
        f"{BASE}/infrastructure.yaml",
        f"{BASE}/apps.yaml",
    ]
    assert _names(spec) == ["infrastructure.yaml", "apps.yaml"]
    assert _names(spec, flux_bootstrapped=True) == [
        "flux-system",
        "infrastructure.yaml",
        "apps.yaml",
    ]


def test_own_manifests_come_last_and_no_apps_leave_no_file() -> None:
    spec = specs.vtalos()
    del spec["apps"]
    spec["extraResources"] = ["mine.yaml", "more"]
    assert _names(spec, flux_bootstrapped=True) == [
        "flux-system",
        "infrastructure.yaml",
        "mine.yaml",
        "more",
    ]
    paths = [file.path for file in clusters.files(specs.plan_of(spec))]
    assert f"{BASE}/apps.yaml" not in paths


def test_the_repository_needs_its_secret_only_with_a_credential() -> None:
    plain, _ = _documents(specs.vtalos(), "flux-system/sync.yaml")
    assert "secretRef" not in plain["spec"]
    private, _ = _documents(specs.everything(), "flux-system/sync.yaml")
    assert private["spec"]["secretRef"] == {"name": "flux-system"}


def test_shared_folders_are_taken_back_before_secrets_are_left_out() -> None:
    lines = clusters.ignored(specs.plan_of(specs.everything()))
    assert lines == [
        "/clusters/*",
        "/infrastructure/*",
        "/apps/*",
        "!/clusters/vtalos",
        "!/infrastructure/vtalos",
        "!/apps/vtalos",
        "!/apps/base",
        "/clusters/*/cluster.yaml",
        "/clusters/*/*.sops.yaml",
        "/clusters/*/talos/",
    ]


def test_without_configuration_there_is_nothing_behind_cilium() -> None:
    spec = specs.vtalos()
    for key in ("pools", "l2", "bgp"):
        del spec["cilium"][key]
    (cilium,) = _documents(spec, "infrastructure.yaml")
    assert cilium["metadata"]["name"] == "cilium"
    assert [check["kind"] for check in cilium["spec"]["healthChecks"]] == ["HelmRelease"]


def test_only_units_with_secrets_decrypt() -> None:
    def decrypts(spec: dict[str, Any], name: str) -> list[bool]:
        return ["decryption" in one["spec"] for one in _documents(spec, name)]

    assert decrypts(specs.vtalos(), "infrastructure.yaml") == [False, False]
    assert decrypts(specs.everything(), "infrastructure.yaml") == [False, True]
    assert decrypts(specs.vtalos(), "apps.yaml") == [False]
    assert decrypts(specs.everything(), "apps.yaml") == [True]


def test_an_app_with_hand_written_files_may_have_secrets_among_them() -> None:
    spec = specs.vtalos()
    spec["apps"][0]["extraResources"] = ["token.sops.yaml"]
    (app,) = _documents(spec, "apps.yaml")
    assert "decryption" in app["spec"]
    spec["apps"][0] = {"name": "bare"}
    (bare,) = _documents(spec, "apps.yaml")
    assert "decryption" not in bare["spec"]
    assert bare["spec"]["path"] == "./apps/vtalos/bare"
    spec = specs.everything()
    del spec["apps"][0]["extraResources"]
    (app,) = _documents(spec, "apps.yaml")
    assert "decryption" in app["spec"]
