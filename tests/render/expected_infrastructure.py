"""What infrastructure/vtalos/ holds, whole; read in review like code."""

from __future__ import annotations

SOURCE = """\
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata:
  name: cilium
  namespace: kube-system
spec:
  interval: 1h
  url: https://helm.cilium.io
"""

RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: cilium
  namespace: kube-system
  # to remove the release would take the cluster's network away
  annotations:
    kustomize.toolkit.fluxcd.io/prune: disabled
spec:
  interval: 1h
  timeout: 10m
  chart:
    spec:
      chart: cilium
      version: 1.20.2
      sourceRef:
        kind: HelmRepository
        name: cilium
      interval: 1h
  # Tried again, never uninstalled or rolled back: a cluster without CNI cannot heal itself.
  # The chart holds no CRDs: Cilium's operator registers them.
  install:
    strategy:
      name: RetryOnFailure
      retryInterval: 5m
    crds: Skip
  upgrade:
    strategy:
      name: RetryOnFailure
      retryInterval: 5m
    crds: Skip
  driftDetection:
    mode: enabled
  values:
    cluster:
      name: vtalos
    ipam:
      mode: kubernetes
    kubeProxyReplacement: true
    k8sServiceHost: localhost
    k8sServicePort: 7445
    securityContext:
      capabilities:
        ciliumAgent:
          - CHOWN
          - KILL
          - NET_ADMIN
          - NET_RAW
          - IPC_LOCK
          - SYS_ADMIN
          - SYS_RESOURCE
          - DAC_OVERRIDE
          - FOWNER
          - SETGID
          - SETUID
          - SYSLOG
        cleanCiliumState:
          - NET_ADMIN
          - SYS_ADMIN
          - SYS_RESOURCE
    cgroup:
      autoMount:
        enabled: false
      hostRoot: /sys/fs/cgroup
    rollOutCiliumPods: true
    k8sClientRateLimit:
      qps: 100
      burst: 120
    l2announcements:
      enabled: true
    bgpControlPlane:
      enabled: true
    ingressController:
      enabled: true
      loadbalancerMode: dedicated
    envoy:
      rollOutPods: true
    operator:
      replicas: 2
      rollOutPods: true
    hubble:
      relay:
        enabled: true
        rollOutPods: true
      ui:
        enabled: true
        rollOutPods: true
      tls:
        auto:
          method: cronJob
"""

POOLS = """\
apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata:
  name: arp
spec:
  blocks:
    - start: 192.168.42.230
      stop: 192.168.42.239
  serviceSelector:
    matchLabels:
      announcement: arp
---
apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata:
  name: bgp
spec:
  blocks:
    - start: 42.42.42.42
      stop: 42.42.42.50
  serviceSelector:
    matchExpressions:
      - key: announcement
        operator: NotIn
        values:
          - arp
"""

L2 = """\
apiVersion: cilium.io/v2alpha1
kind: CiliumL2AnnouncementPolicy
metadata:
  name: arp
spec:
  serviceSelector:
    matchLabels:
      announcement: arp
  interfaces:
    - ^eth[0-9]+$
    - ^enp0s[0-9]+$
  externalIPs: true
  loadBalancerIPs: true
"""

BGP = """\
apiVersion: cilium.io/v2
kind: CiliumBGPClusterConfig
metadata:
  name: bgp
spec:
  bgpInstances:
    - name: bgp
      localASN: 64542
      peers:
        - name: mikrotik
          peerAddress: 192.168.42.1
          peerASN: 64513
          peerConfigRef:
            name: mikrotik
---
apiVersion: cilium.io/v2
kind: CiliumBGPPeerConfig
metadata:
  name: mikrotik
spec:
  gracefulRestart:
    enabled: true
    restartTimeSeconds: 120
  families:
    - afi: ipv4
      safi: unicast
      advertisements:
        matchLabels:
          advertise: bgp
---
apiVersion: cilium.io/v2
kind: CiliumBGPAdvertisement
metadata:
  name: services
  labels:
    advertise: bgp
spec:
  advertisements:
    - advertisementType: Service
      service:
        addresses:
          - LoadBalancerIP
          - ExternalIP
      selector:
        matchExpressions:
          - key: announcement
            operator: NotIn
            values:
              - arp
"""
