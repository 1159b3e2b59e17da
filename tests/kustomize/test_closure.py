"""Kustomize is given what a build reads, and never what would make it fetch, run, or read beside the tree."""

from __future__ import annotations

import json

import pytest

from gitops_gen.kustomize import closure as module
from gitops_gen.kustomize.closure import closure
from gitops_gen.kustomize.files import Memory
from gitops_gen.kustomize.outcome import Unsure
from tests.kustomize import unjudged


def kustomization(**fields: object) -> str:
    return json.dumps(fields)


def test_everything_that_is_read_and_nothing_else() -> None:
    files = {
        "apps/web/kustomization.yaml": kustomization(
            resources=["../base", "a.yaml", "missing.yaml"],
            components=["../../parts/c"],
            patches=[{"path": "p.yaml"}, {"patch": "kind: A\n"}],
            patchesStrategicMerge=["s.yaml", "kind: B\nmetadata: {}\n"],
            patchesJson6902=[{"path": "j.yaml", "target": {"kind": "A"}}],
            replacements=[{"path": "r.yaml"}],
            configMapGenerator=[{"name": "c", "files": ["f.txt", "k=g.txt"], "envs": ["e.env"]}],
            secretGenerator=[{"name": "s", "env": "old.env", "literals": ["a=/etc/passwd"]}],
            crds=["crd.json"],
            configurations=["conf.yaml"],
            openapi={"path": "schema.json"},
        ),
        "apps/base/kustomization.yml": kustomization(resources=["b.yaml"]),
        "apps/base/b.yaml": "",
        "apps/base/unnamed.yaml": "",
        "parts/c/Kustomization": kustomization(kind="Component", resources=["d.yaml"]),
        "parts/c/d.yaml": "",
        "secret.yaml": "",
    }
    named = ["a", "p", "s", "j", "r", "crd", "conf"]
    named = [f"{one}.{'json' if one == 'crd' else 'yaml'}" for one in named]
    named += ["f.txt", "g.txt", "e.env", "old.env", "schema.json"]
    files |= {f"apps/web/{one}": one for one in named}
    expected = set(files) - {"apps/base/unnamed.yaml", "secret.yaml"}
    assert closure(Memory(files), "apps/web") == {path: files[path] for path in expected}


def test_what_flux_adds_stands_for_the_file() -> None:
    files = {
        "a/kustomization.yaml": kustomization(resources=["b.yaml"]),
        "a/b.yaml": "",
        "c.yaml": "",
    }
    assert set(closure(Memory(files), "a", {"resources": ["../c.yaml"]})) == {
        "a/kustomization.yaml",
        "c.yaml",
    }
    with pytest.raises(Unsure, match="may be remote"):
        closure(Memory(files), "a", {"components": ["https://example.org/a"]})


def test_a_circle_ends() -> None:
    files = {
        "a/kustomization.yaml": kustomization(resources=["../b"]),
        "b/kustomization.yaml": kustomization(resources=["../a"]),
    }
    assert set(closure(Memory(files), "a")) == set(files)


@pytest.mark.parametrize("name", unjudged.HOSTILE)
def test_it_refuses(name: str) -> None:
    made = unjudged.case(**unjudged.FIELDS["vars"], **unjudged.HOSTILE[name])
    with pytest.raises(Unsure):
        closure(Memory(made["files"]), made["folder"])


@pytest.mark.parametrize("name", unjudged.HOSTILE)
def test_it_refuses_below(name: str) -> None:
    made = unjudged.case(**unjudged.HOSTILE[name])
    files = made["files"] | {"apps/kustomization.yaml": kustomization(resources=["web"])}
    with pytest.raises(Unsure):
        closure(Memory(files), "apps")


@pytest.mark.parametrize(
    "text", ["resources: [a.yaml]\nresources: [b.yaml]\n", "a: !!x b\n", "{}\n---\n{}\n"]
)
def test_it_refuses_a_kustomization_that_may_be_read_in_other_ways(text: str) -> None:
    with pytest.raises(Unsure, match="no plain YAML"):
        closure(Memory({"kustomization.yaml": text}), "")


def test_it_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"kustomization.yaml": kustomization(resources=["a.yaml"]), "a.yaml": "x" * 70}
    size = sum(map(len, files.values()))
    monkeypatch.setattr(module, "MAX_SIZE", size)
    assert closure(Memory(files), "") == files
    monkeypatch.setattr(module, "MAX_SIZE", size - 1)
    with pytest.raises(Unsure, match="to copy"):
        closure(Memory(files), "")
