"""Odd texts and odd kustomizations, one each: what a reader may stumble on."""
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

Case = dict[str, Any]

CASES: dict[str, Case] = {
    "crlf": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\r\nkind: ConfigMap\r\nmetadata: {name: a}\r\ndata:\r\n  a: |\r\n    x\r\n    y\r\n",
        },
        "folder": "c",
    },
    "dots": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n...\n",
        },
        "folder": "c",
    },
    "dots2": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n...\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n",
        },
        "folder": "c",
    },
    "sepcomment": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n--- # hello\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n",
        },
        "folder": "c",
    },
    "septext": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n--- hello\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n",
        },
        "folder": "c",
    },
    "sepend": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---",
        },
        "folder": "c",
    },
    "empty": {
        "files": {"c/kustomization.yaml": "resources: [r.yaml]\n", "c/r.yaml": ""},
        "folder": "c",
    },
    "comment": {
        "files": {"c/kustomization.yaml": "resources: [r.yaml]\n", "c/r.yaml": "# only\n"},
        "folder": "c",
    },
    "scalar": {
        "files": {"c/kustomization.yaml": "resources: [r.yaml]\n", "c/r.yaml": "hello\n"},
        "folder": "c",
    },
    "list": {
        "files": {"c/kustomization.yaml": "resources: [r.yaml]\n", "c/r.yaml": "- a\n"},
        "folder": "c",
    },
    "nokind": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "noname": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: A\n",
        },
        "folder": "c",
    },
    "noapi": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "kind: A\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "noapins": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nnamespace: x\n",
            "c/r.yaml": "kind: A\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "nullname": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "kind: A\nmetadata: {name: }\n",
        },
        "folder": "c",
    },
    "numname": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nnamePrefix: 'x-'\n",
            "c/r.yaml": "kind: A\nmetadata: {name: 12}\n",
        },
        "folder": "c",
    },
    "numname2": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nnamePrefix: '1'\n",
            "c/r.yaml": "kind: A\nmetadata: {name: 12}\n",
        },
        "folder": "c",
    },
    "numname3": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nnameSuffix: '1'\n",
            "c/r.yaml": "kind: A\nmetadata: {name: '12'}\n",
        },
        "folder": "c",
    },
    "dup": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: 1}\ndata: {b: 1}\n",
        },
        "folder": "c",
    },
    "intkey": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {1: a}\n",
        },
        "folder": "c",
    },
    "boolkey": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {true: a}\n",
        },
        "folder": "c",
    },
    "yeskey": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {yes: a, on: b, y: c}\n",
        },
        "folder": "c",
    },
    "datekey": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {2020-01-01: a}\n",
        },
        "folder": "c",
    },
    "scalars": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: 0x1F, b: 1e3, c: .5, d: 2020-01-01, e: 1_000, f: 0o17, g: 017, h: yes, i: ~, j: 1.0, k: 2001-12-14t21:59:43.10-05:00, l: 123456789012345678901, m: 1e400, n: -0}\n",
        },
        "folder": "c",
    },
    "inf": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: .inf}\n",
        },
        "folder": "c",
    },
    "tagstr": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: !!str 1}\n",
        },
        "folder": "c",
    },
    "tagbin": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: !!binary aGk=}\n",
        },
        "folder": "c",
    },
    "tagcustom": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: !foo bar}\n",
        },
        "folder": "c",
    },
    "folded": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: >\n    one\n    two\n\n    three\n      four\n    five\n",
        },
        "folder": "c",
    },
    "folded2": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: >-\n    one\n     two\n",
        },
        "folder": "c",
    },
    "folded3": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: >+\n    one\n\n\n",
        },
        "folder": "c",
    },
    "folded4": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: >-\n\n    one\n",
        },
        "folder": "c",
    },
    "lit1": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |2\n      one\n    two\n",
        },
        "folder": "c",
    },
    "lit2": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n\n    one\n",
        },
        "folder": "c",
    },
    "lit3": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |+\n    one\n\n",
        },
        "folder": "c",
    },
    "lit4": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |-\n    one  \n    two\n",
        },
        "folder": "c",
    },
    "lit5": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  l:\n  - |2\n      one\n    two\n",
        },
        "folder": "c",
    },
    "lit6": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n    \tone\n    two\n",
        },
        "folder": "c",
    },
    "multi": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: 'one\n    two'\n  b: plain\n    more\n",
        },
        "folder": "c",
    },
    "unicode": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "\\u00e9\\t\\x07", b: "\\U0001F600"}\n',
        },
        "folder": "c",
    },
    "annotnull": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "kind: A\nmetadata: {name: a, annotations: {a: null, b: ~, c: , d: true, e: 1.10, f: [x], g: {h: i}}}\n",
        },
        "folder": "c",
    },
    "annotempty": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "kind: A\nmetadata: {name: a, annotations: {}, labels: {}}\n",
        },
        "folder": "c",
    },
    "annotscalar": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "kind: A\nmetadata: {name: a, annotations: foo}\n",
        },
        "folder": "c",
    },
    "annotlist": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "kind: A\nmetadata: {name: a, annotations: [a, b]}\n",
        },
        "folder": "c",
    },
    "labelnum": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "kind: A\nmetadata: {name: a, labels: {a: 1, b: true}}\n",
        },
        "folder": "c",
    },
    "local": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "kind: A\nmetadata: {name: a, annotations: {config.kubernetes.io/local-config: 'true'}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "local2": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "kind: A\nmetadata: {name: a, annotations: {config.kubernetes.io/local-config: 'false'}}\n",
        },
        "folder": "c",
    },
    "listkind": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMapList\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n",
        },
        "folder": "c",
    },
    "listempty": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: List\nitems: []\n",
        },
        "folder": "c",
    },
    "listnull": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: FooList\nitems:\n",
        },
        "folder": "c",
    },
    "listnoitems": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: FooList\nmetadata: {name: l}\n",
        },
        "folder": "c",
    },
    "listbad": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: FooList\nitems: {a: b}\n",
        },
        "folder": "c",
    },
    "listnested": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: List, items: [{kind: A, metadata: {name: x}, v: 1.50, d: 2020-01-01, big: 12345678901234567}]}\n",
        },
        "folder": "c",
    },
    "rlist": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- {kind: A, metadata: {name: x}}\n",
        },
        "folder": "c",
    },
    "json": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "j"}, "data": {"a": "b"}}',
        },
        "folder": "c",
    },
    "nsnull": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nnamespace: x\n",
            "c/r.yaml": "kind: A\nmetadata: {name: a, namespace: }\n",
        },
        "folder": "c",
    },
    "anchors": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "kind: A\nmetadata: &m {name: a}\nspec: {m: *m, l: [&x 1, *x], <<: {y: z}}\n",
        },
        "folder": "c",
    },
    "anchormerge": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "kind: A\nmetadata: {name: a}\nb: &b {x: 1, y: 2}\nc: {<<: [*b, {y: 3, z: 4}], x: 9}\n",
        },
        "folder": "c",
    },
    "bom": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "\ufeffapiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "tabs": {
        "files": {"c/kustomization.yaml": "resources: [r.yaml]\n", "c/r.yaml": "kind: A\n\tx: y\n"},
        "folder": "c",
    },
    "nilentry": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: [a, null]\n",
        },
        "folder": "c",
    },
    "kfull": {"files": {"kustomization.yaml": "# nothing\n"}, "folder": ""},
    "ktwo": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n---\nfoo: bar\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "kmiss": {
        "files": {"x/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"},
        "folder": "x",
    },
    "kbothnames": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "kustomization.yml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "kcap": {
        "files": {
            "Kustomization": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "kdup": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\nresources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "knull": {"files": {"kustomization.yaml": "resources:\n"}, "folder": ""},
    "kempty": {"files": {"kustomization.yaml": "resources: []\n"}, "folder": ""},
    "kns": {"files": {"kustomization.yaml": "namespace: x\n"}, "folder": ""},
    "kabs": {
        "files": {
            "kustomization.yaml": "resources: [/repo/r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "kup": {
        "files": {
            "a/kustomization.yaml": "resources: [../r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "a",
    },
    "kupout": {
        "files": {
            "a/kustomization.yaml": "resources: [../../r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "a",
    },
    "kdirslash": {
        "files": {
            "a/kustomization.yaml": "resources: [../b/]\n",
            "b/kustomization.yaml": "resources: [r.yaml]\n",
            "b/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "a",
    },
    "kdirno": {
        "files": {
            "a/kustomization.yaml": "resources: [../b]\n",
            "b/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "a",
    },
    "kgit": {"files": {"kustomization.yaml": "resources: [github.com/a/b]\n"}, "folder": ""},
    "patchanno": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\npatches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, annotations: null}}'}]\nnamePrefix: x-\n",
            "c/r.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n",
        },
        "folder": "c",
    },
    "patchanno2": {
        "files": {
            "c/kustomization.yaml": 'resources: [r.yaml]\nnamePrefix: x-\npatches: [{target: {kind: Deployment}, patch: \'[{"op": "remove", "path": "/metadata/annotations"}]\'}]\n',
            "c/r.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {a: b}\n",
        },
        "folder": "c",
    },
    "patchnum": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\npatches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {spec: {containers: [{name: c, ports: [{containerPort: 80, name: x}]}]}}}}'}]\n",
            "c/r.yaml": 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{name: c, ports: [{containerPort: "80"}]}]}}}\n',
        },
        "folder": "c",
    },
    "finalizers": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\npatches: [{patch: '{apiVersion: v1, kind: Pod, metadata: {name: p, finalizers: [c, \"1\"]}}'}]\n",
            "c/r.yaml": 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, finalizers: [a, "1", b]}\n',
        },
        "folder": "c",
    },
    "ownerrefs": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\npatches: [{patch: '{apiVersion: v1, kind: Pod, metadata: {name: p, ownerReferences: [{uid: x, name: b}, {uid: y}]}}'}]\n",
            "c/r.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: p, ownerReferences: [{uid: x, name: a}]}\n",
        },
        "folder": "c",
    },
    "regexbad": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\npatches: [{target: {name: '*'}, patch: '{kind: A, metadata: {name: x}}'}]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "regex2": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\npatches: [{target: {name: '[ab]|c+', kind: 'Config.*'}, patch: '{kind: A, metadata: {name: x, labels: {q: r}}}'}]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "emptypatch": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\npatches: [{path: e.yaml}]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "structured": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nreplacements: [{sourceValue: x, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.c.a]}]}]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {c: '{\"a\": 1}'}\n",
        },
        "folder": "c",
    },
    "buildmeta": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nbuildMetadata: [originAnnotations]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "vars": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nvars: [{name: A, objref: {kind: ConfigMap, name: a, apiVersion: v1}}]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "nkey": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\ncommonLabels: {'1': x}\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "nkey2": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\ncommonLabels: {n: x}\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "nkey3": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\ncommonAnnotations: {'true': x}\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "gennum": {
        "files": {
            "kustomization.yaml": "configMapGenerator: [{name: g, literals: ['1=a', 'true=b']}]\n"
        },
        "folder": "",
    },
    "genml": {
        "files": {
            "kustomization.yaml": 'configMapGenerator: [{name: g, literals: ["a=x\\ny\\n", "b= lead\\nx"]}]\n'
        },
        "folder": "",
    },
    "hpa": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\ncommonLabels: {a: b}\n",
            "c/r.yaml": "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: p}\nspec: {}\n",
        },
        "folder": "c",
    },
    "imgnum": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nimages: [{name: '1.10', newName: '5'}]\n",
            "c/r.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {containers: [{image: 1.10}]}\n",
        },
        "folder": "c",
    },
    "imgbad": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nimages: [{name: x, newName: '5'}]\n",
            "c/r.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {containers: [{image: {a: b}}]}\n",
        },
        "folder": "c",
    },
    "commentschema": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: b # {"type": "string"}\n',
        },
        "folder": "c",
    },
    "bad0-kustomization": {
        "files": {
            "kustomization.yaml": "a: b: c\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad0-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  a: b: c\n  ",
        },
        "folder": "",
    },
    "bad1-kustomization": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad1-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  resources: [r.yaml\n  ",
        },
        "folder": "",
    },
    "bad2-kustomization": {
        "files": {
            "kustomization.yaml": "resources:\n\t- r.yaml\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad2-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  resources:\n  \t- r.yaml\n  ",
        },
        "folder": "",
    },
    "bad3-kustomization": {
        "files": {
            "kustomization.yaml": "resources: 'r.yaml\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad3-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  resources: 'r.yaml\n  ",
        },
        "folder": "",
    },
    "bad4-kustomization": {
        "files": {
            "kustomization.yaml": "- a\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad4-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  - a\n  ",
        },
        "folder": "",
    },
    "bad5-kustomization": {
        "files": {
            "kustomization.yaml": "foo\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad5-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  foo\n  ",
        },
        "folder": "",
    },
    "bad6-kustomization": {
        "files": {
            "kustomization.yaml": "{",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad6-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  {",
        },
        "folder": "",
    },
    "bad7-kustomization": {
        "files": {
            "kustomization.yaml": "resources: *x\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad7-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  resources: *x\n  ",
        },
        "folder": "",
    },
    "bad8-kustomization": {
        "files": {
            "kustomization.yaml": "? {a: b}\n: c\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad8-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  ? {a: b}\n  : c\n  ",
        },
        "folder": "",
    },
    "bad9-kustomization": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n%foo\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad9-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  resources: [r.yaml]\n  %foo\n  ",
        },
        "folder": "",
    },
    "bad10-kustomization": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n  x: y\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad10-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  resources: [r.yaml]\n    x: y\n  ",
        },
        "folder": "",
    },
    "bad11-kustomization": {
        "files": {
            "kustomization.yaml": "resources: !!str [a]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad11-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  resources: !!str [a]\n  ",
        },
        "folder": "",
    },
    "bad12-kustomization": {
        "files": {
            "kustomization.yaml": "namePrefix: !!binary eC0=\nresources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad12-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  namePrefix: !!binary eC0=\n  resources: [r.yaml]\n  ",
        },
        "folder": "",
    },
    "bad13-kustomization": {
        "files": {
            "kustomization.yaml": "commonLabels: {1: a}\nresources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad13-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  commonLabels: {1: a}\n  resources: [r.yaml]\n  ",
        },
        "folder": "",
    },
    "bad14-kustomization": {
        "files": {
            "kustomization.yaml": "commonLabels: {a: .inf}\nresources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad14-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  commonLabels: {a: .inf}\n  resources: [r.yaml]\n  ",
        },
        "folder": "",
    },
    "bad15-kustomization": {
        "files": {
            "kustomization.yaml": "~: a\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad15-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  ~: a\n  ",
        },
        "folder": "",
    },
    "bad16-kustomization": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n...\nfoo\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad16-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  resources: [r.yaml]\n  ...\n  foo\n  ",
        },
        "folder": "",
    },
    "bad17-kustomization": {
        "files": {
            "kustomization.yaml": "<<: {namePrefix: x-}\nresources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad17-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  <<: {namePrefix: x-}\n  resources: [r.yaml]\n  ",
        },
        "folder": "",
    },
    "bad18-kustomization": {
        "files": {
            "kustomization.yaml": "x: [}\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad18-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  x: [}\n  ",
        },
        "folder": "",
    },
    "bad19-kustomization": {
        "files": {
            "kustomization.yaml": "\x01: a\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad19-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  \x01: a\n  ",
        },
        "folder": "",
    },
    "bad20-kustomization": {
        "files": {
            "kustomization.yaml": "resources:\n- r.yaml\n - b\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad20-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  resources:\n  - r.yaml\n   - b\n  ",
        },
        "folder": "",
    },
    "bad21-kustomization": {
        "files": {
            "kustomization.yaml": "@a: b\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad21-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  @a: b\n  ",
        },
        "folder": "",
    },
    "bad22-kustomization": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\nresources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad22-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  resources: [r.yaml]\n  resources: [r.yaml]\n  ",
        },
        "folder": "",
    },
    "bad23-kustomization": {
        "files": {
            "kustomization.yaml": "namespace: y\nresources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "",
    },
    "bad23-resource": {
        "files": {
            "kustomization.yaml": "resources: [r.yaml]\n",
            "r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec:\n  namespace: y\n  resources: [r.yaml]\n  ",
        },
        "folder": "",
    },
    "binding-elsewhere": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nnamePrefix: p-\n",
            "c/r.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: s, namespace: one}\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b, namespace: two}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: x}\nsubjects: [{kind: ServiceAccount, name: s, namespace: one}, {kind: User, name: s}]\n",
        },
        "folder": "c",
    },
    "binding-numbers": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nnamePrefix: p-\n",
            "c/r.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: s, namespace: one}\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b, namespace: two}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: x}\nsubjects: [{kind: ServiceAccount, name: s, namespace: 1}, {kind: User, name: s}]\n",
        },
        "folder": "c",
    },
    "binding-no-name": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nnamePrefix: p-\n",
            "c/r.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: s, namespace: one}\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b, namespace: two}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: x}\nsubjects: [{kind: ServiceAccount, namespace: one}, {kind: User, name: s}]\n",
        },
        "folder": "c",
    },
    "name-removed": {
        "files": {
            "c/kustomization.yaml": 'resources: [r.yaml]\npatches: [{target: {kind: ConfigMap}, patch: \'[{"op": "remove", "path": "/metadata/name"}]\'}]\n',
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "kind-removed": {
        "files": {
            "c/kustomization.yaml": 'resources: [r.yaml]\npatches: [{target: {kind: ConfigMap}, patch: \'[{"op": "remove", "path": "/kind"}]\'}]\n',
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "port-without-key": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\npatches: [{patch: '{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80, name: y}]}}'}]\n",
            "c/r.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{name: x}, {port: 80}]}\n",
        },
        "folder": "c",
    },
    "ports-of-two-keys": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\npatches: [{patch: '{apiVersion: v1, kind: Pod, metadata: {name: s}, spec: {containers: [{name: c, ports: [{containerPort: 80, protocol: UDP}, {containerPort: 90}]}]}}'}]\n",
            "c/r.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: s}\nspec: {containers: [{name: c, ports: [{containerPort: 80, protocol: TCP}, {containerPort: 80}, {name: n}]}]}\n",
        },
        "folder": "c",
    },
    "json-then-merge": {
        "files": {
            "c/kustomization.yaml": 'resources: [r.yaml]\npatches: [{target: {kind: ConfigMap}, patch: \'[{"op": "add", "path": "/data/z", "value": 1}]\'}, {patch: \'{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: 1, b: 2, c: 3, d: 4, e: 5, z: "6"}}\'}]\n',
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: \"x\\ny\", b: 'yes', c: '1:20', d: '{a', e: 'x: y'}\n",
        },
        "folder": "c",
    },
    "order-of-namespaces": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nsortOptions: {order: legacy}\n",
            "c/r.yaml": "kind: Namespace\napiVersion: x/v1\nmetadata: {name: a}\n---\nkind: Namespace\napiVersion: v1\nmetadata: {name: b}\n---\nkind: Namespace\napiVersion: w/v1\nmetadata: {name: a}\n---\nkind: Other\napiVersion: v1\nmetadata: {name: b}\n---\nkind: Other\napiVersion: v1\nmetadata: {name: a, namespace: z}\n",
        },
        "folder": "c",
    },
    "image-is-a-list": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nimages: [{name: x, newName: y}]\n",
            "c/r.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{image: [a]}]}}}\n",
        },
        "folder": "c",
    },
    "null-labels": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\ncommonLabels: {a: b}\ncommonAnnotations: {c: d}\n",
            "c/r.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, labels: null}\nspec: {selector: null, template: null}\n",
        },
        "folder": "c",
    },
    "null-containers": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\nimages: [{name: x, newName: y}]\n",
            "c/r.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: null}}}\n",
        },
        "folder": "c",
    },
    "two-default-namespaces": {
        "files": {
            "c/kustomization.yaml": "resources: [r.yaml]\n",
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\n",
        },
        "folder": "c",
    },
    "twice-in-a-patch": {
        "files": {
            "c/kustomization.yaml": 'resources: [r.yaml]\npatches: [{patch: "apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\ndata: {a: x}\\ndata: {b: y}\\n"}]\n',
            "c/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "c",
    },
    "one-name-two-prefixes": {
        "files": {
            "o/kustomization.yaml": "resources: [../a, ../b]\n",
            "a/kustomization.yaml": "namePrefix: a-\nresources: [r.yaml]\n",
            "b/kustomization.yaml": "namePrefix: b-\nresources: [r.yaml]\n",
            "a/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{name: c, envFrom: [{configMapRef: {name: a}}]}]}}}\n",
            "b/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{name: c, envFrom: [{configMapRef: {name: a}}]}]}}}\n",
        },
        "folder": "o",
    },
    "two-meanings": {
        "files": {
            "o/kustomization.yaml": "resources: [../a, ../b, d.yaml]\n",
            "o/d.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{name: c, envFrom: [{configMapRef: {name: a}}]}]}}}\n",
            "a/kustomization.yaml": "namePrefix: a-\nresources: [r.yaml]\n",
            "b/kustomization.yaml": "namePrefix: b-\nresources: [r.yaml]\n",
            "a/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
            "b/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        },
        "folder": "o",
    },
}
