"""What Flux reads of a path: our kustomization against the one that kustomize-controller's library writes."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any, TypeAlias

from gitops_gen.fluxpath import scan
from gitops_gen.yamlio import write
from tests.support.files import Files
from tests.support.ledger import proved
from tests.support.tools import oracle

FLUX = "github.com/fluxcd/pkg/kustomize 1.35.6"

Case: TypeAlias = tuple[dict[str, str], str, dict[str, Any]]
"""Files, a path, and the spec of the Flux Kustomization."""

OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
LIST = "apiVersion: v1\nkind: List\nitems:\n"
GOOD = (
    f"{OBJECT}...\n---\n{OBJECT}",
    f"{OBJECT}--- {{a: b}}",
    *(OBJECT, f"---\n{OBJECT}", f"{OBJECT}---\n{OBJECT}", f"# c\n---\n{OBJECT}--- # d\n---\n", ""),
    *("# only a comment\n", "---\n", "{}\n", "[]\n", "null\n", "---\n# c\n---\n", "~", "--- {}\n"),
    *(OBJECT.replace("\n", "\r\n"), f"{OBJECT}...\n", f"{OBJECT}data: {{a: 1, a: 2}}\n"),
    *("kind: 1\nmetadata: {name: 2}\n", "kind: A\nmetadata: {name: true}\n", LIST),
    *("kind: AList\n", "kind: AList\nitems: []\n", "kind: AList\nitems: null\n", "kind: List\n"),
    *(f"{LIST}- kind: A\n  metadata: {{name: b}}\n", f"{LIST}- {{}}\n", f"{LIST}- null\n"),
    *("kind: BList\nitems:\n- kind: A\n  metadata: {name: b}\n", "kind: ResourceList\nitems: []\n"),
    *("kind: List\nfunctionConfig: {}\n", "x: &a {name: b}\nkind: A\nmetadata: *a\n"),
    *(
        "x: &a {name: b}\nkind: A\nmetadata: {<<: *a}\n",
        "kind: BList\nitems:\n- kind: List\n  items: []\n",
    ),
    *(f"{OBJECT}---\nkind: List\nitems: []\n", "kind: A\nmetadata: {name: b}\nsops: {mac: x}\n"),
)
BAD = (
    *("%YAML 1.1\n---\nkind: A\n", f"%YAML 1.1\n--- # x\n{OBJECT}"),
    *("a: b\n", "- a\n", "text\n", "kind: A\n", "metadata: {name: b}\n", "kind: A\nmetadata: {}\n"),
    *("kind: ''\nmetadata: {name: b}\n", "kind: A\nmetadata: {name: ''}\n", "kind: {}\n", "''\n"),
    *(
        "kind: [a]\nmetadata: {name: b}\n",
        "kind: A\nmetadata: {name: [b]}\n",
        "kind: A\nmetadata: b\n",
    ),
    *(
        f"{OBJECT}---\na: b\n",
        f"{OBJECT}--- x\n{OBJECT}",
        "a: b: c\n",
        "a: [\n",
        "a: 'x\n",
        "\ta: b\n",
    ),
    *("kind: A\nmetadata: *a\n", f"{LIST}- a: b\n", "kind: BList\nitems: {a: b}\n", "1\n"),
    *("kind: BList\nitems:\n- kind: A\n", "kind: BList\nitems:\n- a\n", "creation_rules: []\n"),
    *(
        "kind: BList\nitems:\n- kind: List\n  items:\n  - a: b\n",
        "kind: null\nmetadata: {name: b}\n",
    ),
    *("apiVersion: v1\nkind: A\nmetadata: {namespace: b}\n", "kind: A\nmetadata: null\n"),
)
NAMES = (
    "a.yaml",
    "b.yml",
    "Z.yaml",
    ".hidden.yaml",
    "c.YAML",
    "d.json",
    "README.md",
    ".yaml",
    "é.yml",
)
FOLDERS = ("", "apps", "apps/sub", "apps/sub/deep", "apps-2", "infra", ".git", "_x")


def some_tree(draw: random.Random) -> dict[str, str]:
    """A tree with manifests, sometimes a bad one, and kustomizations here and there."""
    bad = draw.random() < 0.35
    files: dict[str, str] = {}
    for folder in draw.sample(FOLDERS, draw.randrange(1, 5)):
        for name in draw.sample(NAMES, draw.randrange(1, 4)):
            spoilt = bad and draw.random() < 0.3
            files[f"{folder}/{name}".lstrip("/")] = draw.choice(BAD if spoilt else GOOD)
        if draw.random() < 0.12:
            name = draw.choice((*scan.FILES, "kustomization.yaml/x", "Kustomization.yaml"))
            text = write.dump([some_kustomization(draw)])
            files[f"{folder}/{name}".lstrip("/")] = text if name in scan.FILES else OBJECT
    if draw.random() < 0.1:
        files["empty/"] = ""
    return files


TARGETS: tuple[Any, ...] = (
    *({"kind": "Deployment"}, {"name": "a", "namespace": "b"}, {"labelSelector": "a=b"}, {}),
    *({"group": "apps", "version": "v1", "annotationSelector": "x"}, None),
)
FIELDS: dict[str, tuple[Any, ...]] = {
    "apiVersion": ("kustomize.config.k8s.io/v1beta1", "kustomize.config.k8s.io/v1alpha1", None),
    "kind": ("Kustomization", "Component", 1),
    "metadata": ({"name": "a"}, {}, {"name": 5, "labels": {"a": True}, "x": 1}, "a"),
    "namespace": ("own", "", None, 7, True, 1.5),
    "namePrefix": ("own-", 1, []),
    "nameSuffix": ("-own", {}),
    "resources": (["a.yaml"], ["./b", "c/"], [], None, "a.yaml", [1, True, None], [["a"]]),
    "components": (["../c"], [], {}),
    "bases": (["x"],),
    "crds": (["crd.yaml"],),
    "commonLabels": ({"a": "b"}, {"a": 1, "b": None, "c": True}, {}, ["a"]),
    "commonAnnotations": ({"a": "b"}, {"a": 1.5}),
    "labels": (
        [{"pairs": {"a": "b"}, "includeSelectors": True}],
        [{"pairs": {}, "fields": [{"path": "a", "create": True, "kind": "B"}]}],
        [{"includeSelectors": "yes"}],
        [None],
    ),
    "patches": (
        [{"path": "p.yaml", "target": {"kind": "A"}}],
        [{"patch": "x", "options": {"allowNameChange": True, "other": 1}}],
        [{"patch": "x", "target": {}}],
        [{"target": {"kind": 1}}],
        [{"unknown": 1}],
        "p",
    ),
    "patchesStrategicMerge": (["p.yaml"], ["kind: A\n"]),
    "patchesJson6902": ([{"path": "p", "target": {"kind": "A", "name": "b"}}],),
    "images": (
        [{"name": "a", "newTag": "1"}],
        [{"name": "a", "digest": "sha256:0", "newName": "n"}, {"name": "b"}],
        [{"name": "b", "newTag": 1.5}],
        [{"newTag": "2"}],
    ),
    "replicas": ([{"name": "a", "count": 3}], [{"name": "a"}], [{"count": "3"}], [{"count": 2.0}]),
    "configMapGenerator": (
        [{"name": "a", "literals": ["a=b"], "options": {"labels": {"a": "b"}}}],
        [{"name": 1}],
        [{"name": "a", "files": [1]}],
        [{"name": "a", "options": {"disableNameSuffixHash": True, "annotations": {"a": 1}}}],
        [{"name": "a", "envs": [], "behavior": "merge", "type": "x"}],
    ),
    "secretGenerator": ([{"name": "a", "files": ["x"], "type": "Opaque"}], [{"type": 3}]),
    "generatorOptions": ({"disableNameSuffixHash": True}, {}, {"labels": {"a": 1}}),
    "buildMetadata": (["managedByLabel"], []),
    "openapi": ({"path": "s.json"},),
    "configurations": (["k.yaml"],),
    "unknownField": (1, {"a": "b"}),
    "replacements": ([{"path": "r.yaml"}],),
}


def some_kustomization(draw: random.Random) -> dict[str, Any]:
    """Fields of a kustomization, mostly as they should be."""
    made = {}
    for field in draw.sample(list(FIELDS), draw.randrange(5)):
        values = FIELDS[field]
        made[field] = values[0] if draw.random() < 0.6 else draw.choice(values)
    if draw.random() < 0.7:
        made["resources"] = ["a.yaml"]
    return made


def some_spec(draw: random.Random) -> dict[str, Any]:
    choices: dict[str, tuple[Any, ...]] = {
        "targetNamespace": ("target",),
        "namePrefix": ("pre-",),
        "nameSuffix": ("-post",),
        "components": (
            *(["../c"], ["apps/sub", "gone"], ["../../../x"], ["https://x.io/a"], ["/abs"]),
            *(["file:///a"], ["gh:"], ["github.com/a/b"], ["./"], ["a.yaml"], ["../.."], ["GH:a"]),
        ),
        "ignoreMissingComponents": (True, False),
        "patches": tuple(
            [{"patch": "x", "target": one} if one is not None else {"patch": "y"}]
            for one in TARGETS
        ),
        "images": (
            [{"name": "a", "newTag": "9"}],
            [{"name": "a", "newName": "m"}, {"name": "c", "digest": "sha256:1"}],
            [{"name": "b", "digest": "sha256:2"}],
        ),
        "buildMetadata": (["originAnnotations"],),
    }
    return {
        field: draw.choice(list(values))
        for field, values in choices.items()
        if draw.random() < 0.25
    }


def judge(cases: list[Case]) -> Counter[str]:
    """How often each kind of answer was given; every one that judges is Flux'."""
    said = oracle("flux-kustomize").ask(
        [{"op": "generate", "files": f, "path": p, "spec": s} for f, p, s in cases]
    )
    kinds: Counter[str] = Counter()
    for case, verdict in zip(cases, said, strict=True):
        files, path, spec = case
        ours = scan.scan(Files(files), path, spec)
        kinds[type(ours).__name__] += 1
        error = verdict.get("error", "")
        match ours:
            case scan.Scanned():
                assert not error, (case, ours, error)
                assert (ours.file, ours.body) == (verdict["file"], verdict["object"]), case
            case scan.Failed():
                assert error, (case, ours, verdict)
                if "decode Kubernetes YAML" in error:
                    assert f"from /{ours.file}: " in error, (case, ours)
    return kinds


def test_random_trees_become_what_flux_makes_of_them() -> None:
    draw = random.Random(1)
    cases: list[Case] = []
    for _ in range(4000):
        files = some_tree(draw)
        folders = [folder for folder in FOLDERS if Files(files).is_dir(folder)]
        if draw.random() < 0.4:
            name = draw.choice(scan.FILES)
            files[f"ks/{name}"] = write.dump([some_kustomization(draw)])
            folders = ["ks"]
        path = draw.choice(("", "./", "/", "../")) + draw.choice(folders)
        cases.append((files, path, some_spec(draw)))
    kinds = judge(cases)
    print(kinds)
    assert kinds["NotJudged"] < 0.05 * len(cases)
    assert min(kinds["Scanned"], kinds["Failed"]) > 500
    proved("flux-path", len(cases) - kinds["NotJudged"], judge=FLUX)


def test_every_single_file_is_taken_or_refused_as_flux_does() -> None:
    cases: list[Case] = [({"a.yaml": text}, "", {}) for text in (*GOOD, *BAD)]
    kinds = judge(cases)
    assert kinds["Failed"] == len(BAD)
    assert kinds["NotJudged"] == 0
    proved("flux-path", len(cases), judge=FLUX)


def test_every_field_alone_is_kept_as_flux_does() -> None:
    values = [(field, value) for field, some in FIELDS.items() for value in some]
    cases: list[Case] = [
        ({"kustomization.yaml": write.dump([{field: value}])}, "", {}) for field, value in values
    ]
    kinds = judge(cases)
    assert kinds["NotJudged"] == 0
    proved("flux-path", len(cases), judge=FLUX)
