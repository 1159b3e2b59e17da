"""Kustomizations by feature: each body is built on each of a few sets of objects."""
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

Case = dict[str, Any]

WORKLOADS = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: prod
  labels: {app: web, old: 'true'}
  annotations:
    note: plain
spec:
  replicas: 1
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      serviceAccountName: runner
      initContainers:
      - {name: init, image: busybox}
      containers:
      - name: main
        image: nginx:1.0
        ports:
        - containerPort: 80
        - containerPort: 80
          protocol: UDP
        env:
        - name: A
          value: "1"
        - name: SECRET
          valueFrom: {secretKeyRef: {name: keys, key: a}}
        envFrom:
        - configMapRef: {name: settings}
      - name: side
        image: ghcr.io/org/side@sha256:abc
      volumes:
      - name: data
        configMap: {name: settings}
      - name: keys
        secret: {secretName: keys}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: prod}
data:
  a: one
  b.txt: |
    line
    line two
---
apiVersion: v1
kind: Secret
metadata: {name: keys, namespace: prod}
stringData: {a: b}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: runner, namespace: prod}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: prod}
spec:
  selector: {app: web}
  ports: [{port: 80, name: http}, {port: 443, name: https}]
"""
RIGHTS = """\
apiVersion: v1
kind: Namespace
metadata: {name: prod}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: runner, namespace: prod}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: default}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web, namespace: prod}
rules:
- {apiGroups: [""], resources: [configmaps], resourceNames: [settings], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: prod}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}
subjects:
- {kind: ServiceAccount, name: runner, namespace: prod}
- {kind: ServiceAccount, name: default, namespace: other}
- {kind: User, name: me}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: web}
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: web}
subjects: [{kind: ServiceAccount, name: default, namespace: prod}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: prod}
data: {a: one}
"""
CUSTOM = """\
# a comment before anything
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: web
spec:
  interval: 1h
  chart: {spec: {chart: web, version: 1.10}}
  values:
    list: [{name: a, value: 1}, {name: b}]
    empty:
    gone: null
    tilde: ~
    on: true
    text: >-
      folded
      over lines
    version: '1.0'
    date: 2024-01-02
    hex: 0x10
    containers: [{name: x, image: "nginx:1.0"}]
  valuesFrom:
  - {kind: ConfigMap, name: settings}
---
apiVersion: example.com/v1
kind: Widget
metadata:
  name: web
  labels:
    app: web
spec: {replicas: 3, parts: [1, 2], image: nginx}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  annotations: {}
data: {a: "one"}
---
"""
BATCH = """\
apiVersion: v1
kind: List
items:
- apiVersion: batch/v1
  kind: CronJob
  metadata: {name: web}
  spec:
    schedule: "0 0 * * *"
    jobTemplate: {spec: {template: {spec: {containers: [{name: main, image: nginx, env: [{name: A, value: x}]}]}}}}
- apiVersion: apps/v1
  kind: StatefulSet
  metadata: {name: db, labels: {app: web}}
  spec:
    serviceName: db
    replicas: 2
    volumeClaimTemplates: [{metadata: {name: data}, spec: {storageClassName: fast}}]
    template: {spec: {containers: [{name: main, image: "nginx:1.0"}]}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: "1"}}
- {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}}
- apiVersion: autoscaling/v2
  kind: HorizontalPodAutoscaler
  metadata: {name: web}
  spec: {scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}, maxReplicas: 3}
"""
ANCHORED = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: &name settings
  labels: &labels {app: web}
  annotations: *labels
data: {a: one, name: *name}
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: web
  labels:
    tier: x
spec:
  selector:
    matchLabels: &own {app: web, n: "1"}
  template:
    metadata: {labels: {<<: *own, more: 'yes'}}
    spec:
      hostNetwork: true
      containers: [{name: main, image: nginx, resources: {limits: {cpu: 1, memory: "1Gi"}}}]
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec: {conversion: {webhook: {clientConfig: {service: {name: web, namespace: a}}}}}
"""
OBJECTS = {
    "workloads": WORKLOADS,
    "rights": RIGHTS,
    "custom": CUSTOM,
    "batch": BATCH,
    "anchored": ANCHORED,
}
FILES = {
    "deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: prod}\nspec: {replicas: 5}\n",
    "settings.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: patched, z: new}\n",
    "ops.yaml": "- {op: add, path: /metadata/annotations/x, value: y}\n- {op: replace, path: /kind, value: Other}\n",
    "ops.json": '[{"op": "add", "path": "/metadata/annotations/x", "value": {"a": 1}}]',
    "app.conf": "one\n two\n",
    "app.env": "\ufeffA=1\r\n# no\n\n  B = x\nC\n",
    "more.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: more}\n",
    "values.txt": "no newline",
    "replace.yaml": "source: {kind: ConfigMap, name: settings, fieldPath: data.a}\ntargets: [{select: {kind: ConfigMap}, fieldPaths: [metadata.labels.copied], options: {create: true}}]\n",
    "sub/kustomization.yaml": "resources: [thing.yaml]\nnamePrefix: sub-\n",
    "sub/thing.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: thing}\n",
    "part/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [part.yaml]\nlabels: [{pairs: {part: x}}]\n",
    "part/part.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: part}\n",
}

BODIES: dict[str, list[str]] = {
    "namespace": [
        "namespace: prod",
        "namespace: other",
        "namespace: default",
        "namespace: ''\nnamePrefix: a-",
        "namespace: 1",
    ],
    "prefix": [
        "namePrefix: dev-",
        "namePrefix: a.",
        "namePrefix: '1'",
        "namePrefix: dev-\nnamespace: other",
        "namePrefix: [a]",
    ],
    "suffix": [
        "nameSuffix: -v1",
        "nameSuffix: '-1'",
        "nameSuffix: -a\nnamePrefix: b-",
        "nameSuffix: -x\nnamespace: other\ncommonLabels: {a: b}",
        "nameSuffix: null\nnamePrefix: z",
    ],
    "labels": [
        "labels: [{pairs: {a: b}}]",
        "labels: [{pairs: {app: new, m: '1'}, includeSelectors: true}]",
        "labels: [{pairs: {a: 'true'}, includeTemplates: true}]",
        "labels: [{pairs: {a: b}, fields: [{path: spec/own/labels, create: true, kind: Widget}]}]",
        "labels: [{pairs: {a: b}}, {pairs: {a: c, d: e}, includeSelectors: true}]",
        "labels: [{pairs: {a: b}, fields: [{path: metadata/labels}]}]",
        "commonLabels: {app: common, x: 'yes'}",
    ],
    "annotations": [
        "commonAnnotations: {a: b}",
        "commonAnnotations: {note: 'multi\n\n  line', m: '1'}",
        "commonAnnotations: {a: null}",
        "commonAnnotations: {a: 1}",
        "commonAnnotations: {config.kubernetes.io/local-config: 'true'}",
    ],
    "images": [
        "images: [{name: nginx, newTag: v2}]",
        "images: [{name: nginx, newName: r.io/nginx, digest: sha256:1}]",
        "images: [{name: ghcr.io/org/side, newTag: '1'}, {name: busybox, newName: b}]",
        "images: [{name: 'n.*x', newTag: 1.5.0}]",
        "images: [{name: nginx, tagSuffix: -alpine}]",
        "images: [{name: none, newTag: x}]",
        "imageTags: [{name: nginx, newTag: old}]",
    ],
    "replicas": [
        "replicas: [{name: web, count: 4}]",
        "replicas: [{name: db, count: 0}]",
        "replicas: [{name: db, count: 2}, {name: web, count: 1}]",
        "replicas: [{name: none, count: 2}]",
        "replicas: [{name: web, count: many}]",
        "namePrefix: p-\nreplicas: [{name: web, count: 4}]",
    ],
    "patch-merge": [
        "patches: [{path: settings.yaml}]",
        "patches: [{path: deployment.yaml}]",
        "patches: [{path: settings.yaml, target: {kind: ConfigMap}}]",
        "patches: [{target: {name: web}, patch: '{kind: X, metadata: {name: y, labels: {app: null, q: \"1\"}}, spec: {a: {b: null, c: 1}}}'}]",
        "patches: [{target: {kind: Deployment|DaemonSet}, patch: '{kind: X, metadata: {name: y}, spec: {template: {spec: {containers: [{name: main, image: z, ports: [{containerPort: 80, name: p}]}, {name: new}], volumes: [{name: data, emptyDir: {}}]}}}}'}]",
        "patches: [{target: {labelSelector: app=web}, options: {allowNameChange: true, allowKindChange: true}, patch: '{kind: Thing, metadata: {name: renamed}}'}]",
        "patches: [{path: none.yaml}]",
    ],
    "patch-json": [
        "patches: [{path: ops.yaml, target: {kind: ConfigMap}}]",
        "patches: [{path: ops.json, target: {name: w.*}}]",
        'patches: [{target: {kind: ConfigMap}, patch: \'[{"op": "replace", "path": "/data/a", "value": "x"}]\'}]',
        "patches: [{target: {kind: ConfigMap, name: settings}, patch: '- {op: test, path: /data/a, value: one}\n\n- {op: remove, path: /data/a}'}]",
        "patches: [{target: {kind: Deployment}, patch: '- {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: N, value: \"2\"}}'}]",
        "patches: [{path: ops.yaml}]",
        "patchesJson6902: [{path: ops.yaml, target: {version: v1, kind: ConfigMap, name: settings}}]",
        "patches: [{target: {annotationSelector: note}, patch: '- {op: move, from: /metadata/annotations/note, path: /metadata/annotations/moved}'}]",
    ],
    "patch-legacy": [
        "patchesStrategicMerge: [settings.yaml]",
        "patchesStrategicMerge: [deployment.yaml]",
        "patchesStrategicMerge: [settings.yaml, settings.yaml]",
        "patchesStrategicMerge: ['{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, $patch: delete}']",
        "patchesStrategicMerge: [none.yaml]",
    ],
    "merge-directives": [
        "patches: [{target: {name: web}, patch: '{kind: X, metadata: {name: y}, $patch: delete}'}]",
        "patches: [{target: {kind: ConfigMap}, patch: '{kind: X, metadata: {name: y}, data: {$patch: replace, n: m}}'}]",
        "patches: [{target: {kind: Deployment}, patch: '{kind: X, metadata: {name: y}, spec: {template: {spec: {containers: [{name: side, $patch: delete}]}}}}'}]",
        "patches: [{target: {kind: Deployment}, patch: '{kind: X, metadata: {name: y}, spec: {template: {spec: {volumes: [{$patch: replace}, {name: only, emptyDir: {}}]}}}}'}]",
        "patches: [{target: {kind: Deployment}, patch: '{kind: X, metadata: {name: y}, spec: {template: {spec: {$setElementOrder/containers: [{name: side}, {name: main}], $retainKeys: [containers]}}}}'}]",
        "patches: [{target: {name: settings}, patch: '{kind: X, metadata: {name: y}, $patch: wrong}'}]",
        "patches: [{target: {kind: HelmRelease}, patch: '{kind: X, metadata: {name: y}, spec: {values: {list: [{name: b, v: 2}], $patch: merge, $deleteFromPrimitiveList/list: [1]}}}'}]",
    ],
    "config-maps": [
        "configMapGenerator: [{name: made, literals: [a=b, 'c=\"d e\"', n=1]}]",
        "configMapGenerator: [{name: made, files: [app.conf, key=values.txt], envs: [app.env]}]",
        "configMapGenerator: [{name: settings, behavior: merge, literals: [a=merged, x=y]}]",
        "configMapGenerator: [{name: settings, namespace: prod, behavior: replace, literals: [only=this]}]",
        "configMapGenerator: [{name: made, literals: ['a']}]",
        "configMapGenerator: [{name: empty}]\nnamePrefix: p-",
        "configMapGenerator: [{name: made, files: [none.txt]}]",
    ],
    "secrets": [
        "secretGenerator: [{name: made, literals: [a=b]}]",
        "secretGenerator: [{name: made, type: kubernetes.io/tls, files: [tls.crt=app.conf, tls.key=values.txt]}]",
        "secretGenerator: [{name: keys, namespace: prod, behavior: merge, literals: [a=merged]}]",
        "secretGenerator: [{name: made, env: app.env}]\nnameSuffix: -s",
        "secretGenerator: [{name: long, literals: [a=0123456789012345678901234567890123456789012345678901234567890123456789]}]",
        "secretGenerator: [{literals: [a=b]}]",
    ],
    "generator-options": [
        "generatorOptions: {disableNameSuffixHash: true}\nconfigMapGenerator: [{name: made, literals: [a=b]}]",
        "generatorOptions: {labels: {l: m}, annotations: {p: o}}\nsecretGenerator: [{name: made, options: {labels: {l: own}}}]",
        "configMapGenerator: [{name: made, options: {immutable: true, disableNameSuffixHash: true}}]",
        "generatorOptions: {immutable: true}\nconfigMapGenerator: [{name: made, literals: ['a=<b>&']}]\nnamespace: x",
        "generatorOptions: {wrong: 1}",
    ],
    "replacements": [
        "replacements: [{source: {kind: ConfigMap, name: settings, fieldPath: data.a}, targets: [{select: {name: web}, fieldPaths: [metadata.labels.app]}]}]",
        "replacements: [{source: {kind: ConfigMap, name: settings}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.new], options: {create: true}}]}]",
        "replacements: [{source: {kind: Deployment, fieldPath: spec.template.spec.containers.0.image, options: {delimiter: ':', index: 1}}, targets: [{select: {kind: Deployment}, fieldPaths: ['spec.template.spec.containers.[name=side].image'], options: {delimiter: '@', index: 1}}]}]",
        "replacements: [{sourceValue: '8080', targets: [{select: {kind: Deployment}, fieldPaths: [spec.template.spec.containers.*.ports.0.containerPort, spec.replicas], options: {create: true}}]}]",
        "replacements: [{path: replace.yaml}]",
        "replacements: [{source: {kind: None}, targets: []}]",
        "replacements: [{source: {kind: ConfigMap, name: settings}, targets: [{select: {kind: '.*'}, reject: [{kind: ConfigMap}, {labelSelector: app=web}], fieldPaths: ['metadata.annotations.[a.b/c]'], options: {create: true}}]}]",
    ],
    "order": [
        "sortOptions: {order: legacy}",
        "sortOptions: {order: fifo}",
        "sortOptions: {order: legacy, legacySortOptions: {orderFirst: [ConfigMap, Service], orderLast: [Deployment]}}",
        "sortOptions: {order: fifo, legacySortOptions: {}}",
        "sortOptions: {order: other}",
    ],
    "bases": [
        "resources: [objects.yaml, sub]",
        "bases: [sub]\nresources: [objects.yaml]",
        "resources: [sub, objects.yaml, ./sub/../more.yaml]\nnamePrefix: over-",
        "resources: [sub, sub, objects.yaml]",
        "resources: [objects.yaml, part]",
        "resources: [objects.yaml, ../case]",
        "resources: [objects.yaml, objects.yaml]",
    ],
    "components": [
        "components: [part]",
        "components: [part, part]",
        "components: [sub]",
        "components: [part]\nnamePrefix: c-\nnamespace: comp",
        "components: [none]",
    ],
    "fields": [
        "unknown: 1",
        "kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1",
        "kind: Other",
        "apiVersion: v1",
        "COMPONENTS: [part]",
        "metadata: {name: x, creationTimestamp: null}",
        "resources: none",
        "openapi: {}\ncrds: []\nconfigurations: []\nvars: []",
    ],
}


def cases(feature: str) -> list[Case]:
    """Every body of a feature on every set of objects."""
    return [case(body, objects) for body in BODIES[feature] for objects in OBJECTS.values()]


def case(body: str, objects: str) -> Case:
    lead = "" if "resources:" in body else "resources: [objects.yaml]\n"
    files = {f"case/{name}": text for name, text in FILES.items()}
    files |= {"case/objects.yaml": objects, "case/kustomization.yaml": f"{lead}{body}\n"}
    return {"files": files, "folder": "case"}
