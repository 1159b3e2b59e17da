"""Records what Talos' machinery generates for random machine configs, with a bundle of markers: no key is in it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from tests.support.tools import oracle
from tests.talos import cases, secretive

MACHINERY = "1.13.9"
NUMBERS = range(24)


def _decoded(text: str) -> str:
    """Talos' answer with the markers that went in as base64 in clear again."""
    plain, encoded = secretive.marked_bundle(), secretive.marked_bundle(encoded=True)
    for name, pair in encoded["certs"].items():
        for half, value in pair.items():
            text = text.replace(value, plain["certs"][name][half])
    return text


def record() -> dict[str, Any]:
    """The cases and Talos' answers; the documents as JSON text, so that the order of keys is kept."""
    drawn = [cases.drawn(number) for number in NUMBERS]
    bundle = json.dumps(secretive.marked_bundle(encoded=True))
    answers = oracle("talos").ask([cases.question(case, bundle) for case in drawn])
    sets = cases.key_sets(60)
    orders = oracle("talos").ask(cases.order_questions(sets, bundle))
    return {
        "orders": [cases.order_answer(answer) for answer in orders],
        "tools": {"talos machinery": MACHINERY},
        "configs": [
            {
                "case": asdict(case),
                "documents": _decoded(json.dumps(answer["documents"], ensure_ascii=False)),
            }
            for case, answer in zip(drawn, answers, strict=True)
        ],
    }
