"""What clusters/vtalos/ holds for Flux, whole; read in review like code."""

from __future__ import annotations

LIST = """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - flux-system
  - infrastructure.yaml
  - apps.yaml
"""

INFRASTRUCTURE = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: cilium
  namespace: flux-system
spec:
  interval: 1h
  retryInterval: 2m
  timeout: 15m
  sourceRef:
    kind: GitRepository
    name: flux-system
  path: ./infrastructure/vtalos/cilium
  # the cluster's network is not deleted because a file is
  prune: false
  deletionPolicy: Orphan
  # with wait: true the list below would be ignored
  wait: false
  healthChecks:
    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: cilium
      namespace: kube-system
    - apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      name: ciliumbgpadvertisements.cilium.io
    - apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      name: ciliumbgpclusterconfigs.cilium.io
    - apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      name: ciliumbgppeerconfigs.cilium.io
    - apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      name: ciliuml2announcementpolicies.cilium.io
    - apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      name: ciliumloadbalancerippools.cilium.io
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: cilium-config
  namespace: flux-system
spec:
  dependsOn:
    - name: cilium
  interval: 1h
  retryInterval: 1m
  timeout: 5m
  sourceRef:
    kind: GitRepository
    name: flux-system
  path: ./infrastructure/vtalos/cilium-config
  prune: true
  wait: true
  healthCheckExprs:
    - apiVersion: cilium.io/v2
      kind: CiliumLoadBalancerIPPool
      failed: status.conditions.exists(c, c.type == 'cilium.io/PoolConflict' && c.status == 'True')
      current: |
        status.conditions.exists(c, c.type == 'cilium.io/IPsTotal'
          && c.observedGeneration == metadata.generation)
    - apiVersion: cilium.io/v2
      kind: CiliumBGPClusterConfig
      failed: status.conditions.exists(c, c.type == 'cilium.io/ConflictingClusterConfig' && c.status == 'True')
      current: |
        status.conditions.exists(c, c.type == 'cilium.io/NoMatchingNode' && c.status == 'False'
          && c.observedGeneration == metadata.generation)
        && status.conditions.exists(c, c.type == 'cilium.io/MissingPeerConfigs' && c.status == 'False'
          && c.observedGeneration == metadata.generation)
        && status.conditions.exists(c, c.type == 'cilium.io/ConflictingClusterConfig' && c.status == 'False'
          && c.observedGeneration == metadata.generation)
    - apiVersion: cilium.io/v2
      kind: CiliumBGPPeerConfig
      current: |
        status.conditions.exists(c, c.type == 'cilium.io/MissingAuthSecret' && c.status == 'False'
          && c.observedGeneration == metadata.generation)
"""

APPS = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: rello
  namespace: flux-system
spec:
  dependsOn:
    - name: cilium
  interval: 1h
  retryInterval: 2m
  timeout: 5m
  sourceRef:
    kind: GitRepository
    name: flux-system
  path: ./apps/vtalos/rello
  prune: true
  wait: true
"""

COMPONENTS = """\
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata:
  name: flux-components
  namespace: flux-system
spec:
  interval: 1h
  url: oci://ghcr.io/fluxcd/flux-manifests
  ref:
    tag: v2.9.5
  timeout: 60s
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: flux-components
  namespace: flux-system
spec:
  interval: 1h
  retryInterval: 2m
  timeout: 5m
  sourceRef:
    kind: OCIRepository
    name: flux-components
  path: ./
  # with Flux' CRDs would go every HelmRelease, and with them the network; nothing depends on this
  prune: false
  deletionPolicy: Orphan
  wait: true
  patches:
    - patch: |
        $patch: delete
        apiVersion: v1
        kind: Any
        metadata:
          name: any
      target:
        labelSelector: app.kubernetes.io/component in (image-reflector-controller, image-automation-controller, source-watcher)
    - patch: |
        - op: test
          path: /spec/template/spec/containers/0/args/5
          value: --feature-gates=ExternalArtifact=true
        - op: remove
          path: /spec/template/spec/containers/0/args/5
      target:
        kind: Deployment
        name: (kustomize-controller|helm-controller)
"""  # noqa: E501

SYNC = """\
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 1m
  url: https://git.example.com/home/clusters.git
  ref:
    branch: main
  timeout: 60s
  # What stays in reach of every pod: not other clusters. A pattern with ! takes back what
  # .sourceignore leaves out, so specs and secrets are left out once more.
  ignore: |
    /clusters/*
    /infrastructure/*
    /apps/*
    !/clusters/vtalos
    !/infrastructure/vtalos
    !/apps/vtalos
    /clusters/*/cluster.yaml
    /clusters/*/*.sops.yaml
    /clusters/*/talos/
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 10m
  retryInterval: 2m
  timeout: 5m
  sourceRef:
    kind: GitRepository
    name: flux-system
  path: ./clusters/vtalos
  prune: true
  wait: false
  decryption:
    provider: sops
    secretRef:
      name: sops-age
"""
