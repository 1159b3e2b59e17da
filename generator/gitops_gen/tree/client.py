"""The talosconfig's client certificate: kept as long as it fits the cluster's CA, else made anew.

Nothing here looks at the clock to decide: a render that changes nothing writes nothing. How long the
certificate still lasts is said by `expiry_note`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gitops_gen.digest import sha256
from gitops_gen.errors import UserError
from gitops_gen.sops import age, document
from gitops_gen.sops.secret import Secret

_WARN_SECONDS = 30 * 24 * 3600


def client(
    bundle: Mapping[str, Any],
    old: str | None,
    path: str,
    identities: age.Identities,
    *,
    check: Callable[[], None],
) -> tuple[str, Secret]:
    """Certificate (base64 of PEM) and key; without the CA's key what stands in the old talosconfig.

    `check` is asked before a certificate is made; it raises where the CA is unusable.

    The certificate's hash is part of the key's source, so that a certificate swapped by hand is a
    difference even for those who hold no key.
    """
    from gitops_gen.talos import pki

    ca = bundle["certs"]["os"]
    ca_crt, ca_key = ca["crt"], ca["key"]
    crt, key = _old(old, path, identities)
    if ca_key.value is None:
        return crt, _secret(crt, ca_key, None)
    if key is None or not _fits(crt, key, ca_crt):
        check()
        crt, key = pki.client_certificate(ca_crt, ca_key.value)
    return crt, _secret(crt, ca_key, key)


def _secret(crt: str, ca_key: Secret, key: str | None) -> Secret:
    mark = sha256(crt.encode()).hexdigest()[:16]
    return Secret(f"{ca_key.source} for certificate {mark}", ca_key.ciphertext, key)


def _old(text: str | None, path: str, identities: age.Identities) -> tuple[str, str | None]:
    """The old certificate, and its key where an identity opens the file; "" and None where there is none."""
    if text is None:
        return "", None
    try:
        encrypted = document.parse(text, path)
        crt, _ = _pair(encrypted.documents[0])
        clear = document.decrypt_if_open(encrypted, identities)
        return (crt, None) if clear is None else _pair(clear[0])
    except UserError:
        # A damaged derived file is made again; what is wrong with it is said when it is compared.
        return "", None


def _pair(config: Any) -> tuple[str, str | None]:
    contexts = config.get("contexts") if isinstance(config, dict) else None
    for context in contexts.values() if isinstance(contexts, dict) else ():
        if isinstance(context, dict):
            crt, key = context.get("crt"), context.get("key")
            return (crt if isinstance(crt, str) else "", key if isinstance(key, str) else None)
    return "", None


def _fits(crt: str, key: str, ca_crt: str) -> bool:
    from gitops_gen.talos import pki

    try:
        return pki.issued_by(crt, ca_crt) and pki.matches(crt, key)
    except ValueError:
        return False


def expiry_note(crt: str, path: str) -> str | None:
    """What to say of a certificate that ends within 30 days, or has ended."""
    from gitops_gen.talos import pki

    try:
        left = pki.expires(crt) - pki.now()
    except ValueError:
        return None
    if left > _WARN_SECONDS:
        return None
    when = f"expires in {left // 86400} days" if left > 0 else "has expired"
    return f"{path}: its client certificate {when}: remove the file and render with the key"
