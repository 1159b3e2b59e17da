"""schema-quantities-are-valid: amounts, their places, and what was probably meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.checks.schema_quantities_are_valid import CHECK
from tests.support import repositories
from tests.support.objects import Path as Field
from tests.support.objects import changed, valid

HELD: Field = ("spec", "containers", 0, "resources")
GPU = "example.org/gpu"


@pytest.mark.parametrize(
    ("kind", "path", "value", "said", "fix"),
    [
        ("Pod", (*HELD, "limits", "memory"), "512MB", '"512MB" is no amount', 'write "512M"'),
        ("Pod", (*HELD, "limits", "memory"), "1 gib", '"1 gib" is no amount', 'write "1Gi"'),
        ("Pod", (*HELD, "limits", "memory"), "much", '"much" is no amount', "a number and m"),
        ("Pod", (*HELD, "limits", "memory"), True, "an amount is expected here", "a number"),
        ("Pod", (*HELD, "limits", "memory"), "${MEMORY}", None, ""),
        ("Pod", (*HELD, "limits", "memory"), "1Mi", "the request of memory, 64Mi, is above", ""),
        ("Pod", (*HELD, "limits", "cpu"), 0.5, None, ""),
        ("Pod", (*HELD, "requests", "cpu"), "-1", "-1 is negative", "write an amount above"),
        ("Pod", (*HELD, "limits", "memroy"), "1", "memroy is no resource of a container (did", ""),
        ("Pod", (*HELD, "limits", "A b/c"), "1", '"A b/c" is no name of a resource', ""),
        ("Pod", (*HELD, "requests", "b.c/d"), 1, "the request of b.c/d is not its limit", ""),
        ("Pod", (*HELD, "requests", GPU), 2, f"the request of {GPU}, 2, is above", ""),
        ("Pod", ("spec", "volumes", 0, "emptyDir", "sizeLimit"), "1gb", '"1gb" is no', ""),
        ("ResourceQuota", ("spec", "hard", "pods"), "1.5", "1.5 is no whole number of pods", ""),
        ("PersistentVolume", ("spec", "capacity", "storage"), "0", "an amount of zero", ""),
        ("LimitRange", ("spec", "limits", 0, "min", "cpu"), "1c", '"1c" is no amount', ""),
        (
            "StatefulSet",
            ("spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"),
            "1TB",
            '"1TB" is no amount',
            'write "1T"',
        ),
    ],
)
def test_one_place(
    tmp_path: Path, kind: str, path: Field, value: Any, *, said: str | None, fix: str
) -> None:
    text = json.dumps(changed(valid()[kind], path, value), indent=1)
    found = repositories.findings(CHECK, tmp_path, {"a.yaml": text})
    assert [one.message.startswith(said or "-") for one in found] == [True] * (said is not None)
    for one in found:
        assert one.fix.startswith(fix)
        assert one.fix
        line = text.split("\n")[one.line - 1]
        assert f'"{path[-1]}"' in line
