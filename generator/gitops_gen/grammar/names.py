"""What the API server takes as a name, a label's key or value, and a port's name (apimachinery: validation)."""

from __future__ import annotations

import re
from functools import lru_cache

_PART = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = re.compile(rf"{_PART}(?:\.{_PART})*\Z")
_LABEL = re.compile(rf"{_PART}\Z")
_LABEL_NAME = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\Z")
_PORT = re.compile(r"(?=.*[a-z])(?!.*--)[a-z0-9](?:[-a-z0-9]{0,13}[a-z0-9])?\Z")


@lru_cache(8192)
def is_subdomain(text: str) -> bool:
    """An RFC 1123 subdomain, as most names of objects: dots may part it."""
    return len(text) <= 253 and _SUBDOMAIN.match(text) is not None


@lru_cache(8192)
def is_label(text: str) -> bool:
    """An RFC 1123 label, as names of namespaces and containers."""
    return len(text) <= 63 and _LABEL.match(text) is not None


def is_path_segment(text: str) -> bool:
    """What a URL can hold between two slashes, as names of roles."""
    return text not in (".", "..") and "/" not in text and "%" not in text


@lru_cache(8192)
def is_label_key(key: str) -> bool:
    """The key of a label or an annotation: a name, after a DNS prefix or alone."""
    prefix, slash, name = key.rpartition("/")
    return _LABEL_NAME.match(name) is not None and (not slash or is_subdomain(prefix))


@lru_cache(8192)
def is_label_value(value: str) -> bool:
    """The value of a label, which may be empty."""
    return not value or _LABEL_NAME.match(value) is not None


def is_port_name(text: str) -> bool:
    """The name of a container's port, and of whatever refers to it."""
    return _PORT.match(text) is not None


def nearest_label(text: str) -> str:
    """The RFC 1123 label that a text was probably meant for; "" where nothing of it can stay."""
    return re.sub(r"[^a-z0-9-]+", "-", text.lower())[:63].strip("-")


def nearest_subdomain(text: str) -> str:
    """The RFC 1123 subdomain that a text was probably meant for; "" where nothing of it can stay."""
    kept = re.sub(r"[^a-z0-9.-]+", "-", text.lower())[:253]
    return ".".join(part for one in kept.split(".") if (part := one.strip("-")))


def nearest_label_value(text: str) -> str:
    """The value of a label that a text was probably meant for; "" where nothing of it can stay."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text)[:63].strip("-_.")
