"""Random kustomizations: objects of many kinds in odd spellings, bases, components, and what is done to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

Case = dict[str, Any]
KUSTOMIZATION = "kustomize.config.k8s.io/v1beta1"
COMPONENT = "kustomize.config.k8s.io/v1alpha1"

NAMES = ["app", "web", "db", "cache", "api-server"]
NAMESPACES = ["", "", "default", "prod", "team-a"]
WORDS = [
    "one",
    "two",
    "true",
    "8080",
    "1.5",
    "yes",
    "null",
    "a b",
    "x: y",
    "http://h/p",
    "~",
    "0x1F",
    "été",
]
TEXTS = ["one line\n", "a\nb\n", "a\n  b\nc", "x\n\ny\n", "# c\n", "k: v\nl:\n- 1\n", "a\n\n"]
IMAGES = ["nginx", "nginx:1.0", "ghcr.io/a/b:v1", "h:5000/c/d@sha256:abc", "redis:7@sha256:def"]
_PLAIN = re.compile(r"[A-Za-z/][\w./-]*(?: [\w.]+)*")


class Maker:
    """Makes one case; everything depends on the random source alone."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.files: dict[str, str] = {}
        self.known: list[dict[str, Any]] = []

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, options: list[Any]) -> Any:
        return self.random.choice(options)

    def some(self, options: list[Any], most: int = 3) -> list[Any]:
        return self.random.sample(options, self.random.randint(1, min(most, len(options))))

    # spelling

    def scalar(self, value: Any, pad: str = "") -> str:
        if value is None:
            return str(self.pick(["null", "~", ""]))
        if isinstance(value, bool):
            return str(value).lower()
        if not isinstance(value, str):
            return str(value)
        if "\n" in value and pad:
            return self.block(value, pad)
        if _PLAIN.fullmatch(value) and value not in ("true", "yes", "null") and self.chance(0.8):
            return value
        if "\n" not in value and "'" not in value and self.chance(0.5):
            return f"'{value}'"
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    def block(self, value: str, pad: str) -> str:
        ends = len(value) - len(value.rstrip("\n"))
        sign = "-" if ends == 0 else "" if ends == 1 else "+"
        lines = value[:-1] if ends else value
        style = "|"
        if self.chance(0.4) and "\n" not in value.rstrip("\n") and ends < 2:
            style = ">"
        body = "".join(f"\n{pad}{line}" if line else "\n" for line in lines.split("\n"))
        return f"{style}{sign}{body}"

    def yaml(self, value: Any, pad: str = "") -> str:
        """Block style, at random between the ways to write it."""
        if isinstance(value, dict) and value:
            return "".join(self.entry(key, one, pad) for key, one in value.items())
        if isinstance(value, list) and value:
            return "".join(self.item(one, pad) for one in value)
        return f"{pad}{self.flow(value)}\n"

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.key(k)}: {self.flow(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(one) for one in value) + "]"
        return "null" if value is None else self.scalar(value)

    def key(self, key: str) -> str:
        return key if _PLAIN.fullmatch(key) and key not in ("true", "null") else f'"{key}"'

    def entry(self, key: str, value: Any, pad: str) -> str:
        if isinstance(value, dict | list):
            if not value or self.chance(0.1):
                return f"{pad}{self.key(key)}: {self.flow(value)}\n"
            deeper = pad if isinstance(value, list) and self.chance(0.5) else f"{pad}  "
            return f"{pad}{self.key(key)}:\n{self.yaml(value, deeper)}"
        return f"{pad}{self.key(key)}: {self.scalar(value, f'{pad}  ')}\n"

    def item(self, value: Any, pad: str) -> str:
        if isinstance(value, dict | list) and value:
            return f"{pad}- {self.yaml(value, f'{pad}  ').removeprefix(f'{pad}  ')}"
        if isinstance(value, dict | list):
            return f"{pad}- {self.flow(value)}\n"
        return f"{pad}- {self.scalar(value, f'{pad}  ')}\n"

    # objects

    def strings(self, most: int = 2) -> dict[str, str]:
        keys = self.some(["app", "tier", "team.io/name", "v"], most)
        return {key: self.pick([*WORDS[:5], "x"]) for key in keys}

    def metadata(self, name: str, namespace: str = "") -> dict[str, Any]:
        made: dict[str, Any] = {"name": name}
        if namespace:
            made["namespace"] = namespace
        if self.chance(0.4):
            made["labels"] = self.strings()
        if self.chance(0.3):
            made["annotations"] = {
                **self.strings(),
                **({"note": self.pick(TEXTS)} if self.chance(0.3) else {}),
            }
        return made

    def container(self, name: str) -> dict[str, Any]:
        made: dict[str, Any] = {"name": name, "image": self.pick(IMAGES)}
        if self.chance(0.5):
            made["ports"] = [
                {
                    "containerPort": port,
                    **({"protocol": self.pick(["TCP", "UDP"])} if self.chance(0.4) else {}),
                }
                for port in self.some([80, 443, 8080])
            ]
        if self.chance(0.6):
            made["env"] = [
                {"name": key, "value": self.pick(WORDS)} for key in self.some(["A", "B", "C"])
            ]
        if self.chance(0.4):
            kind = self.pick(["configMapRef", "secretRef"])
            made["envFrom"] = [{kind: {"name": self.pick(NAMES)}}]
        if self.chance(0.3):
            made["args"] = self.some(["-v", "--x=1", "8", "true"])
        if self.chance(0.3):
            made["volumeMounts"] = [{"name": "data", "mountPath": self.pick(["/a", "/b"])}]
        if self.chance(0.2):
            made["resources"] = {"limits": {"cpu": self.pick([1, "2", "500m"]), "memory": "1Gi"}}
        return made

    def pod(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            "containers": [self.container(name) for name in self.some(["main", "side"], 2)]
        }
        if self.chance(0.2):
            made["initContainers"] = [self.container("init")]
        if self.chance(0.4):
            kind = self.pick([("configMap", "name"), ("secret", "secretName")])
            made["volumes"] = [{"name": "data", kind[0]: {kind[1]: self.pick(NAMES)}}]
        if self.chance(0.3):
            made["serviceAccountName"] = self.pick(NAMES)
        if self.chance(0.2):
            made["tolerations"] = [{"key": "a", "operator": "Exists"}]
        return made

    def template(self) -> dict[str, Any]:
        made: dict[str, Any] = {"spec": self.pod()}
        if self.chance(0.8):
            made["metadata"] = {"labels": self.strings()}
        return made

    def resource(self) -> dict[str, Any]:
        name, namespace = self.pick(NAMES), self.pick(NAMESPACES)
        makers: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
            "Deployment": ("apps/v1", self.workload),
            "StatefulSet": ("apps/v1", lambda: self.workload(claims=True)),
            "DaemonSet": ("apps/v1", self.workload),
            "CronJob": (
                "batch/v1",
                lambda: {"jobTemplate": {"spec": {"template": self.template()}}},
            ),
            "Job": ("batch/v1", lambda: {"template": self.template()}),
            "Pod": ("v1", self.pod),
            "Service": ("v1", self.service),
            "Ingress": ("networking.k8s.io/v1", self.ingress),
            "HorizontalPodAutoscaler": ("autoscaling/v2", self.scaler),
            "PersistentVolumeClaim": (
                "v1",
                lambda: {"resources": {"requests": {"storage": "1Gi"}}},
            ),
            "HelmRelease": ("helm.toolkit.fluxcd.io/v2", self.release),
            "Widget": (
                "example.com/v1",
                lambda: {"list": [{"name": "a", "v": 1}], "image": "nginx:1.0"},
            ),
        }
        plain = ["ConfigMap", "Secret", "Namespace", "ServiceAccount", "Role", "RoleBinding"]
        plain += ["ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition"]
        kind = self.pick([*makers, *plain, "Deployment", "ConfigMap", "Service"])
        if kind in makers:
            version, spec = makers[kind]
            made = {"apiVersion": version, "kind": kind, "metadata": self.metadata(name, namespace)}
            return {**made, "spec": spec()}
        return self.plain(kind, name, namespace)

    def plain(self, kind: str, name: str, namespace: str) -> dict[str, Any]:
        rbac = "rbac.authorization.k8s.io/v1"
        versions = {"CustomResourceDefinition": "apiextensions.k8s.io/v1"}
        version = rbac if "Role" in kind else versions.get(kind, "v1")
        own = "" if kind.startswith(("Cluster", "Custom")) or kind == "Namespace" else namespace
        made: dict[str, Any] = {
            "apiVersion": version,
            "kind": kind,
            "metadata": self.metadata(name, own),
        }
        if kind in ("ConfigMap", "Secret"):
            made["data"] = {
                key: self.pick([*WORDS, *TEXTS]) for key in self.some(["a", "b.txt", "C"])
            }
        if kind == "Role":
            made["rules"] = [
                {"resources": ["secrets"], "resourceNames": [self.pick(NAMES)], "verbs": ["get"]}
            ]
        if kind.endswith("Binding"):
            made["roleRef"] = {
                "apiGroup": "rbac.authorization.k8s.io",
                "kind": self.pick(["Role", "ClusterRole"]),
                "name": self.pick(NAMES),
            }
            made["subjects"] = [
                {
                    "kind": "ServiceAccount",
                    "name": self.pick([*NAMES, "default"]),
                    "namespace": self.pick(NAMESPACES[2:]),
                }
            ]
        if kind == "CustomResourceDefinition":
            made["spec"] = {
                "conversion": {
                    "webhook": {"clientConfig": {"service": {"name": "s", "namespace": "x"}}}
                }
            }
        return made

    def workload(self, *, claims: bool = False) -> dict[str, Any]:
        made: dict[str, Any] = {"template": self.template()}
        if self.chance(0.6):
            made["replicas"] = self.pick([1, 3, "2"])
        if self.chance(0.7):
            made["selector"] = {"matchLabels": self.strings()}
        if claims and self.chance(0.5):
            made["volumeClaimTemplates"] = [{"metadata": {"name": "data"}}]
            made["serviceName"] = self.pick(NAMES)
        return made

    def service(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            "ports": [{"port": port, "name": f"p{port}"} for port in self.some([80, 443])]
        }
        if self.chance(0.7):
            made["selector"] = self.strings()
        return made

    def ingress(self) -> dict[str, Any]:
        backend = {"service": {"name": self.pick(NAMES), "port": {"number": 80}}}
        return {"rules": [{"host": "h", "http": {"paths": [{"path": "/", "backend": backend}]}}]}

    def scaler(self) -> dict[str, Any]:
        target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": self.pick(NAMES)}
        return {"scaleTargetRef": target, "maxReplicas": self.pick([3, 5])}

    def release(self) -> dict[str, Any]:
        return {
            "interval": self.pick(["1h", "5m"]),
            "chart": {"spec": {"chart": "c", "version": self.pick(["1.2.3", "1.2", 1.5])}},
            "values": {
                "image": {"tag": self.pick(WORDS)},
                "list": [1, "2", None],
                "on": True,
                "off": None,
            },
            "valuesFrom": [{"kind": "ConfigMap", "name": self.pick(NAMES)}],
        }

    # kustomizations

    def write(self, path: str, *documents: Any) -> None:
        lead = "---\n" if self.chance(0.3) else ""
        self.files[path] = lead + "---\n".join(self.yaml(one) for one in documents)

    def selector(self) -> dict[str, Any]:
        target = self.pick(self.known) if self.known else self.resource()
        made: dict[str, Any] = {}
        if self.chance(0.8):
            made["kind"] = target["kind"]
        if self.chance(0.5):
            made["name"] = self.pick(
                [target["metadata"]["name"], ".*", "a.*", "web|app", "nothing"]
            )
        if self.chance(0.15):
            made["namespace"] = self.pick(["default", "prod", "p.*"])
        if self.chance(0.15):
            made["labelSelector"] = self.pick(
                ["app", "app=one", "tier in (one,two)", "!v", "app!=one"]
            )
        if self.chance(0.1):
            made["version"] = "v1"
        return made or {"kind": target["kind"]}

    def patch(self) -> dict[str, Any]:
        if self.chance(0.4):
            target = self.pick(self.known)
            wanted = {"kind": target["kind"], "name": target["metadata"]["name"]}
            if self.chance(0.2):
                wanted = self.selector()
            return {"target": wanted, "patch": self.yaml(self.operations(target))}
        target = self.pick(self.known)
        body = self.merge_body(target)
        made: dict[str, Any] = {"patch": self.yaml(body)}
        if self.chance(0.4):
            made["target"] = self.selector()
        if self.chance(0.1):
            made["options"] = {self.pick(["allowNameChange", "allowKindChange"]): True}
        if self.chance(0.3):
            path = f"patch{len(self.files)}.yaml"
            self.files[f"{self.folder}/{path}"] = made.pop("patch")
            made["path"] = path
        return made

    def operations(self, target: dict[str, Any]) -> list[dict[str, Any]]:
        spec = target.get("spec", {})
        choices: list[dict[str, Any]] = [
            {"op": "add", "path": "/metadata/annotations/x~1y", "value": self.pick(WORDS)},
            {"op": "replace", "path": "/metadata/name", "value": self.pick(["renamed", "web"])},
            {"op": "copy", "from": "/metadata/name", "path": "/metadata/annotations/from"},
            {"op": "add", "path": "/data", "value": {"k": self.pick([*WORDS, *TEXTS])}},
            {"op": "test", "path": "/kind", "value": target["kind"]},
        ]
        if "spec" not in target or self.chance(0.1):
            choices.append(
                {"op": "add", "path": "/spec", "value": {"n": None, "l": [1, None], "b": True}}
            )
        if "labels" in target["metadata"] or self.chance(0.1):
            choices += [
                {"op": "add", "path": "/metadata/labels/x", "value": self.pick(["1", "y", 1])},
                {"op": "move", "from": "/metadata/labels", "path": "/metadata/annotations"},
            ]
        if "template" in spec or self.chance(0.1):
            first = "/spec/template/spec/containers"
            choices += [
                {"op": "replace", "path": "/spec/replicas", "value": self.pick([2, "2", 1.5])},
                {"op": "add", "path": f"{first}/-", "value": {"name": "n", "image": "nginx"}},
                {
                    "op": "replace",
                    "path": f"{first}/{self.pick([0, 0, -1, 1])}/image",
                    "value": "nginx:2",
                },
            ]
        if "replicas" in spec or self.chance(0.05):
            choices.append({"op": "remove", "path": "/spec/replicas"})
        return self.some(choices, 2)

    def merge_body(self, target: dict[str, Any]) -> dict[str, Any]:
        meta = {
            key: target["metadata"][key]
            for key in ("name", "namespace")
            if key in target["metadata"]
        }
        body: dict[str, Any] = {
            "apiVersion": target["apiVersion"],
            "kind": target["kind"],
            "metadata": meta,
        }
        if self.chance(0.06):
            return {**body, "$patch": self.pick(["delete", "delete", "replace", "merge", "bogus"])}
        if self.chance(0.4):
            meta["labels"] = {"app": self.pick([None, "new", "true"]), "z": "1"}
        if self.chance(0.3):
            meta["annotations"] = {"note": self.pick([None, "short", *TEXTS])}
        if "data" in target:
            body["data"] = {"a": self.pick([None, "new", *TEXTS]), "n": self.pick(WORDS)}
        if "spec" in target:
            body["spec"] = self.merge_spec(target["spec"])
        return body

    def merge_spec(self, spec: dict[str, Any]) -> dict[str, Any]:
        if "template" in spec:
            made: dict[str, Any] = {"template": {"spec": self.merge_pod()}}
            if self.chance(0.3):
                made["replicas"] = self.pick([5, None, "5"])
            return made
        if "containers" in spec:
            return self.merge_pod()
        if "ports" in spec:
            return {
                "ports": [
                    {"port": 80, "targetPort": self.pick([8080, "http"])},
                    {"port": 9, "name": "n"},
                ]
            }
        if "values" in spec:
            return {
                "values": {
                    "image": {"tag": self.pick(WORDS)},
                    "list": [3],
                    "on": None,
                    "new": {"a": None, "b": 1},
                }
            }
        return {"extra": self.pick([{"a": 1}, [1], None, "x"])}

    def merge_pod(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if self.chance(0.8):
            one = self.container(self.pick(["main", "side", "third"]))
            if self.chance(0.2):
                one = {"name": one["name"], "$patch": "delete"}
            elif self.chance(0.3):
                one["env"] = [
                    {"name": "A", "$patch": "delete"},
                    {"name": "Z", "value": self.pick(WORDS)},
                ]
            elif self.chance(0.2):
                one["image"] = None
            made["containers"] = [one]
            if self.chance(0.1):
                made["containers"].append({"$patch": "replace"})
        if self.chance(0.3):
            made["volumes"] = [
                {
                    "name": "data",
                    "emptyDir": {},
                    **({"$patch": "replace"} if self.chance(0.3) else {}),
                }
            ]
        if self.chance(0.2):
            made["tolerations"] = [{"key": "b", "operator": "Exists"}]
        if self.chance(0.1):
            made["$setElementOrder/containers"] = [{"name": "side"}, {"name": "main"}]
        if self.chance(0.1):
            made["$retainKeys"] = ["containers"]
        return made

    def generator(self, *, secret: bool) -> dict[str, Any]:
        made: dict[str, Any] = {"name": self.pick([*NAMES, "made"])}
        if self.chance(0.7):
            made["literals"] = [f"{key}={self.pick(WORDS)}" for key in self.some(["a", "k", "q"])]
        if self.chance(0.4):
            path = f"file{len(self.files)}.txt"
            self.files[f"{self.folder}/{path}"] = self.pick([*TEXTS, "z" * 99, "<a&b>\n"])
            made["files"] = [self.pick([path, f"named={path}", f"./{path}"])]
        if self.chance(0.3):
            path = f"env{len(self.files)}.env"
            self.files[f"{self.folder}/{path}"] = "# comment\nE=1\n\n  F=a=b \nG\n"
            made["envs"] = [path]
        if self.chance(0.2):
            held = [
                one for one in self.known if one["kind"] == ("Secret" if secret else "ConfigMap")
            ]
            made["behavior"] = self.pick(
                ["merge", "replace"] if held else ["create", "create", "merge"]
            )
            if held and self.chance(0.9):
                made["name"] = self.pick(held)["metadata"]["name"]
                made["namespace"] = self.pick(held)["metadata"].get("namespace", "")
        elif self.chance(0.2):
            made["namespace"] = self.pick(["default", "prod"])
        if self.chance(0.3):
            made["options"] = {"labels": self.strings(), "disableNameSuffixHash": self.chance(0.5)}
        if secret and self.chance(0.3):
            made["type"] = "kubernetes.io/tls"
        return made

    def replacement(self) -> dict[str, Any]:
        source, target = self.pick(self.known), self.pick(self.known)
        fields = ["metadata.labels.app", "metadata.annotations.[team.io/name]", "metadata.name"]
        if "template" in target.get("spec", {}) or self.chance(0.1):
            inside = "spec.template.spec.containers"
            fields += [
                f"{inside}.*.image",
                f"{inside}.[name=main].env.[name=A].value",
                f"{inside}.0.image",
            ]
            fields += ["spec.replicas", "spec.x.y"]
        if "data" in target or self.chance(0.05):
            fields += ["data.a", "data.new"]
        wanted = {"kind": target["kind"], "name": target["metadata"]["name"]}
        made: dict[str, Any] = {
            "source": {"kind": source["kind"], "name": source["metadata"]["name"]},
            "targets": [
                {
                    "select": self.selector() if self.chance(0.3) else wanted,
                    "fieldPaths": self.some(fields, 2),
                }
            ],
        }
        paths = ["metadata.name", "kind"]
        if "template" in source.get("spec", {}) or self.chance(0.05):
            paths += ["spec.template.spec.containers.0.image", "spec.template.spec.containers.0"]
        if "replicas" in source.get("spec", {}):
            paths.append("spec.replicas")
        made["source"]["fieldPath"] = self.pick(paths)
        if self.chance(0.2):
            del made["source"]
            made["sourceValue"] = self.pick(["v1", "80"])
        if self.chance(0.85):
            made["targets"][0]["options"] = {"create": True}
        if self.chance(0.15):
            made["targets"][0]["options"] = {"delimiter": ":", "index": self.pick([-1, 0, 1, 9])}
        if self.chance(0.15):
            made["targets"][0]["reject"] = [{"name": self.pick(NAMES)}]
        return made

    def counted(self) -> str:
        """The name of something with replicas, mostly."""
        kinds = ("Deployment", "StatefulSet")
        names = [one["metadata"]["name"] for one in self.known if one["kind"] in kinds]
        return str(self.pick(names if names and self.chance(0.95) else NAMES))

    def transformers(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        options: dict[str, Any] = {
            "namespace": lambda: self.pick(["prod", "default", "team-a"]),
            "namePrefix": lambda: self.pick(["dev-", "x-"]),
            "nameSuffix": lambda: self.pick(["-v1", "-2"]),
            "commonLabels": self.strings,
            "commonAnnotations": self.strings,
            "labels": lambda: [
                {
                    "pairs": self.strings(),
                    self.pick(["includeSelectors", "includeTemplates"]): self.chance(0.5),
                }
            ],
            "images": lambda: [
                {
                    "name": self.pick(["nginx", "ghcr.io/a/b", "redis", "h:5000/c/d", "none"]),
                    **self.pick(
                        [
                            {"newTag": "v9"},
                            {"newName": "q/r"},
                            {"digest": "sha256:123"},
                            {"newName": "m", "newTag": "1.5"},
                            {"tagSuffix": "-x"},
                        ]
                    ),
                }
            ],
            "generatorOptions": lambda: {
                "annotations": self.strings(),
                "disableNameSuffixHash": self.chance(0.3),
            },
        }
        if self.known:
            options |= {
                "patches": lambda: [self.patch() for _ in range(self.pick([1, 1, 2]))],
                "configMapGenerator": lambda: [self.generator(secret=False)],
                "secretGenerator": lambda: [self.generator(secret=True)],
                "replacements": lambda: [self.replacement()],
                "replicas": lambda: [{"name": self.counted(), "count": 4}],
                "patchesStrategicMerge": lambda: [
                    self.yaml(self.merge_body(self.pick(self.known)))
                ],
                "patchesJson6902": lambda: [
                    {
                        "target": {
                            "kind": "Deployment",
                            "version": "v1",
                            "group": "apps",
                            "name": self.counted(),
                        },
                        "patch": self.yaml(self.operations(self.pick(self.known))),
                    }
                ],
            }
        if not any(one["kind"] in ("Deployment", "StatefulSet") for one in self.known):
            options.pop("replicas", None)
        weights = [*options, "patches", "patches", "namespace", "images"]
        for name in self.some([one for one in dict.fromkeys(weights) if one in options], 4):
            made[name] = options[name]()
        return made

    def kustomization(self, folder: str, below: list[str], *, kind: str = "") -> None:
        self.folder = folder
        made: dict[str, Any] = {}
        if kind or self.chance(0.7):
            made["apiVersion"] = COMPONENT if kind else KUSTOMIZATION
            made["kind"] = kind or "Kustomization"
        paths = []
        for i in range(self.random.randint(0 if kind or below else 1, 3)):
            found = [self.resource() for _ in range(self.random.randint(1, 3))]
            if self.chance(0.1):
                found = [{"apiVersion": "v1", "kind": "List", "items": found}]
            else:
                self.known += found
            self.write(f"{folder}/r{i}.yaml", *found)
            paths.append(f"r{i}.yaml")
        made["resources"] = [*below, *paths]
        if self.chance(0.02):
            made["resources"].append("missing.yaml")
        if self.chance(0.02):
            made[self.pick(["resorces", "bases", "Images"])] = []
        made |= self.transformers()
        if self.chance(0.05):
            made["sortOptions"] = self.pick(
                [{"order": "legacy"}, {"order": "fifo"}, {"order": "bogus"}]
            )
        self.files[f"{folder}/kustomization.yaml"] = self.yaml(made)

    def case(self) -> Case:
        """A base, at times a component, and up to two overlays."""
        self.kustomization("base", [])
        folder = "base"
        for level in range(self.pick([0, 1, 1, 2])):
            name = f"o{level}"
            components = []
            if self.chance(0.25):
                self.kustomization(f"c{level}", [], kind="Component")
                components.append(f"../c{level}")
            self.kustomization(name, [f"../{folder}"])
            if components:
                self.files[f"{name}/kustomization.yaml"] += f"components: [{components[0]}]\n"
            folder = name
        return {"files": self.files, "folder": folder}


def cases(random: Random, count: int) -> list[Case]:
    return [Maker(random).case() for _ in range(count)]
