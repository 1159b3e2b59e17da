"""What apps/vtalos/rello/ holds, whole; read in review like code."""

from __future__ import annotations

NAMESPACE = """\
apiVersion: v1
kind: Namespace
metadata:
  name: rello
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/enforce-version: v1.36
    pod-security.kubernetes.io/audit: baseline
    pod-security.kubernetes.io/audit-version: v1.36
    pod-security.kubernetes.io/warn: baseline
    pod-security.kubernetes.io/warn-version: v1.36
"""

POLICIES = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: rello
spec:
  podSelector: {}
  policyTypes:
    - Ingress
    - Egress
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-rello
  namespace: rello
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: rello
  policyTypes:
    - Ingress
    - Egress
  ingress:
    - ports:
        - protocol: TCP
          port: 8000
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
    - to:
        - podSelector:
            matchLabels:
              app.kubernetes.io/name: redis
      ports:
        - protocol: TCP
          port: 6379
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-redis
  namespace: rello
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: redis
  policyTypes:
    - Ingress
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app.kubernetes.io/name: rello
      ports:
        - protocol: TCP
          port: 6379
"""

DEPLOYMENTS = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: rello
  namespace: rello
  labels:
    app.kubernetes.io/name: rello
    app.kubernetes.io/part-of: rello
spec:
  replicas: 2
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: rello
  template:
    metadata:
      labels:
        app.kubernetes.io/name: rello
        app.kubernetes.io/part-of: rello
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 65534
        runAsGroup: 65534
        fsGroup: 65534
        seccompProfile:
          type: RuntimeDefault
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: rello
      containers:
        - name: rello
          image: docker.io/shtouff/rello:0.2
          ports:
            - name: main
              containerPort: 8000
              protocol: TCP
          env:
            - name: RELLO_REDIS_HOST
              value: redis
            - name: RELLO_REDIS_PORT
              value: "6379"
            - name: RELLO_REDIS_DB
              value: "0"
          resources:
            requests:
              cpu: 50m
              memory: 64Mi
            limits:
              memory: 256Mi
          startupProbe:
            tcpSocket:
              port: main
            periodSeconds: 2
            failureThreshold: 90
          readinessProbe:
            tcpSocket:
              port: main
            periodSeconds: 10
            timeoutSeconds: 3
          livenessProbe:
            tcpSocket:
              port: main
            periodSeconds: 20
            timeoutSeconds: 3
          volumeMounts:
            - name: writable-0
              mountPath: /tmp
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop:
                - ALL
      volumes:
        - name: writable-0
          emptyDir: {}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: redis
  namespace: rello
  labels:
    app.kubernetes.io/name: redis
    app.kubernetes.io/part-of: rello
spec:
  replicas: 1
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: redis
  template:
    metadata:
      labels:
        app.kubernetes.io/name: redis
        app.kubernetes.io/part-of: rello
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 999
        runAsGroup: 999
        fsGroup: 999
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: redis
          image: docker.io/library/redis:8.0.3
          ports:
            - name: main
              containerPort: 6379
              protocol: TCP
          resources:
            requests:
              cpu: 50m
              memory: 64Mi
            limits:
              memory: 256Mi
          startupProbe:
            tcpSocket:
              port: main
            periodSeconds: 2
            failureThreshold: 90
          readinessProbe:
            tcpSocket:
              port: main
            periodSeconds: 10
            timeoutSeconds: 3
          livenessProbe:
            tcpSocket:
              port: main
            periodSeconds: 20
            timeoutSeconds: 3
          volumeMounts:
            - name: writable-0
              mountPath: /data
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop:
                - ALL
      volumes:
        - name: writable-0
          emptyDir: {}
"""

SERVICES = """\
apiVersion: v1
kind: Service
metadata:
  name: rello
  namespace: rello
  labels:
    app.kubernetes.io/name: rello
    app.kubernetes.io/part-of: rello
spec:
  type: ClusterIP
  selector:
    app.kubernetes.io/name: rello
  ports:
    - name: main
      port: 8000
      protocol: TCP
      targetPort: main
---
apiVersion: v1
kind: Service
metadata:
  name: rello-lb
  namespace: rello
  labels:
    app.kubernetes.io/name: rello
    app.kubernetes.io/part-of: rello
    announcement: arp
spec:
  type: LoadBalancer
  selector:
    app.kubernetes.io/name: rello
  ports:
    - name: main
      port: 8000
      protocol: TCP
      targetPort: main
---
apiVersion: v1
kind: Service
metadata:
  name: rello-np
  namespace: rello
  labels:
    app.kubernetes.io/name: rello
    app.kubernetes.io/part-of: rello
spec:
  type: NodePort
  selector:
    app.kubernetes.io/name: rello
  ports:
    - name: main
      port: 8000
      protocol: TCP
      targetPort: main
---
apiVersion: v1
kind: Service
metadata:
  name: redis
  namespace: rello
  labels:
    app.kubernetes.io/name: redis
    app.kubernetes.io/part-of: rello
spec:
  type: ClusterIP
  selector:
    app.kubernetes.io/name: redis
  ports:
    - name: main
      port: 6379
      protocol: TCP
      targetPort: main
"""

INGRESSES = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: rello
  namespace: rello
  annotations:
    ingress.cilium.io/loadbalancer-mode: dedicated
    lbipam.cilium.io/ips: 42.42.42.43
spec:
  ingressClassName: cilium
  rules:
    - http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: rello
                port:
                  number: 8000
"""
