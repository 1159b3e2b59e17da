"""The interpreter's own SHA-2 is SHA-2."""

from __future__ import annotations

import hashlib

from gitops_gen import digest


def test_it_is_what_hashlib_says() -> None:
    for data in (b"", b"abc", bytes(range(256)) * 41):
        assert digest.sha256(data).hexdigest() == hashlib.sha256(data).hexdigest()
        assert digest.sha512(data).hexdigest() == hashlib.sha512(data).hexdigest()
