"""How the real readers type a scalar: ports of go-yaml's resolvers; it must not parse or write.

Three typings:

- `KUBERNETES`: sigs.k8s.io/yaml 1.6.0 on go.yaml.in/yaml/v2 2.4.3 (kubectl 1.36, Helm 4). `yes`, `on`, `y` are
  booleans, dates are strings, every key becomes a string (`y:` is "true", `0x10:` is "16"); null and
  64-bit unsigned keys, and the values `.inf` and `.nan`, are refused as there.
- `TALOS`: go.yaml.in/yaml/v3 3.0.4 and gopkg.in/yaml.v3 3.0.1 (Talos, kustomize). A date keeps its text
  (a plain `str`). A key is its own text, as it is for a Go map of strings.
- `SOPS`: go-yaml v3 as sops' YAML store uses it. A value is the typed Python value, with two `str` types of
  its own: `Plain` (a string that stood unquoted) and `Timestamp` (RFC 3339 as sops encrypts it).
  int, float, bool and None stood plain or carried an explicit tag. Non-string keys, merge keys and
  integers beyond 64 bits signed are refused: sops fails on them, or changes them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

from gitops_gen.records import Record
from gitops_gen.yamlio.resolver import (
    FIRST,
    Plain,
    Scalar,
    ScalarError,
    Timestamp,
    float_key,
    plain,
    tagged,
)

__all__ = [
    "KUBERNETES",
    "SOPS",
    "TALOS",
    "Event",
    "Plain",
    "Scalar",
    "ScalarError",
    "Timestamp",
    "Typing",
]


class Event(Protocol):
    """A scalar as libyaml reports it; `style` is empty for a plain one."""

    value: str
    tag: str | None
    style: str | None


class Typing(Record, frozen=True):
    """One reader's view of scalars.

    `resolve` types a plain untagged text; `value` and `key` type an event and raise `ScalarError`. `merge`: the
    merge key `<<` is known; `merge_overrides`: it also overrides the keys before it.
    """

    name: str
    resolve: Callable[[str], Scalar]
    value: Callable[[Event], Scalar]
    key: Callable[[Event], str]
    merge: bool = True
    merge_overrides: bool = False


def _kubernetes(text: str) -> Scalar:
    found = plain(text, v2=True)
    return text if isinstance(found, Timestamp) else found


def _v2_value(event: Event) -> Scalar:
    text, tag = event.value, event.tag
    if tag is None:
        return text if event.style or text[:1] not in FIRST else _kubernetes(text)
    found = tagged(text, tag, v2=True)
    return text if isinstance(found, Timestamp) else found


def _kubernetes_value(event: Event) -> Scalar:
    found = _v2_value(event)
    if isinstance(found, float) and not math.isfinite(found):
        raise ScalarError("kubectl and Helm refuse infinity and NaN; quote the value")
    return found


def _kubernetes_key(event: Event) -> str:
    """As convertToJSONableObject of sigs.k8s.io/yaml makes strings of keys."""
    match found := _v2_value(event):
        case str():
            return found
        case bool():
            return "true" if found else "false"
        case int() if found < 2**63:
            return str(found)
        case float():
            return float_key(found)
    raise ScalarError("kubectl and Helm refuse null and 64-bit unsigned keys; quote the key")


def _v3(text: str) -> Scalar:
    return plain(text, v2=False)


def _v3_value(event: Event) -> Scalar:
    text, tag = event.value, event.tag
    # The tag `!` alone leaves a plain scalar to the resolver; go-yaml v2 makes a string of it.
    if tag is None or tag == "!":
        return text if event.style else plain(text, v2=False)
    return tagged(text, tag, v2=False)


def _talos(text: str) -> Scalar:
    found = _v3(text)
    return text if isinstance(found, Timestamp) else found


def _talos_value(event: Event) -> Scalar:
    found = _v3_value(event)
    return event.value if isinstance(found, Timestamp) else found


def _talos_key(event: Event) -> str:
    found = _talos_value(event)
    if found is None:
        raise ScalarError("a key must not be null; quote it")
    return found if isinstance(found, str) else event.value


def _sops_value(event: Event) -> Scalar:
    found = _v3_value(event)
    if isinstance(found, int) and found >= 2**63:
        raise ScalarError("sops refuses integers beyond 64 bits signed; quote the value")
    # A tagged string counts as quoted: it does not depend on its text.
    return Plain(found) if found is event.value and not (event.style or event.tag) else found


def _sops_key(event: Event) -> str:
    found = _sops_value(event)
    if not isinstance(found, str) or isinstance(found, Timestamp):
        raise ScalarError("sops takes only strings as keys; quote the key")
    return str(found)


KUBERNETES = Typing(
    "Kubernetes", _kubernetes, _kubernetes_value, _kubernetes_key, merge_overrides=True
)
TALOS = Typing("Talos", _talos, _talos_value, _talos_key)
SOPS = Typing("sops", _v3, _sops_value, _sops_key, merge=False)
