"""SHA-2 from the interpreter itself: `hashlib` loads OpenSSL first, 2.5 ms for a few hundred bytes.

The standard library's own `random` does the same; where the modules are named otherwise, hashlib it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256, sha512
else:
    try:
        from _sha256 import sha256
        from _sha512 import sha512
    except ImportError:
        try:
            from _sha2 import sha256, sha512
        except ImportError:
            from hashlib import sha256, sha512

__all__ = ["sha256", "sha512"]
