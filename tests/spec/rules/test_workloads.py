"""Images, environment, amounts and folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "latest": (
        {"image: docker.io/shtouff/rello:0.2": "image: ①docker.io/shtouff/rello:latest"},
        (
            "①: the image docker.io/shtouff/rello:latest is not pinned: what runs changes without a commit\n"
            "  fix: name a tag other than latest, or a digest",
        ),
    ),
    "no-tag": (
        {"image: docker.io/shtouff/rello:0.2": "image: ①localhost:5000/rello"},
        (
            "①: the image localhost:5000/rello is not pinned: what runs changes without a commit\n"
            "  fix: name a tag other than latest, or a digest",
        ),
    ),
    "ok-digest": (
        {
            "image: docker.io/shtouff/rello:0.2": "image: rello@sha256:0000000000000000000000000000000000000000000000000000000000000000"
        },
        (),
    ),
    "ok-latest-by-digest": (
        {
            "image: docker.io/shtouff/rello:0.2": "image: rello:latest@sha256:0000000000000000000000000000000000000000000000000000000000000000"
        },
        (),
    ),
    "upper-case": (
        {"image: docker.io/shtouff/rello:0.2": "image: ①docker.io/Shtouff/rello:0.2"},
        (
            '①: "docker.io/Shtouff/rello:0.2" is no image reference\n'
            "  fix: write [host/]name:tag, in lower case, as docker.io/library/redis:8.0.3",
        ),
    ),
    "too-long": (
        {"image: docker.io/shtouff/rello:0.2": "image: ①docker.io/shtouff/rello:0.2:1"},
        (
            '①: "docker.io/shtouff/rello:0.2:1" is no image reference\n'
            "  fix: write [host/]name:tag, in lower case, as docker.io/library/redis:8.0.3",
        ),
    ),
    "variables": (
        {
            "        replicas: 2\n": "        replicas: 2\n        env:\n          9a: ①x\n          a=b: ②x\n          ..a: ③x\n",
            '        env:\n          RELLO_REDIS_HOST: redis\n          RELLO_REDIS_PORT: "6379"\n          RELLO_REDIS_DB: "0"\n': "",
        },
        (
            '①: "9a" is no name of an environment variable\n'
            "  fix: letters, digits, '_', '-' and '.', beginning with no digit and not with two dots",
            '②: "a=b" is no name of an environment variable\n'
            "  fix: letters, digits, '_', '-' and '.', beginning with no digit and not with two dots",
            '③: "..a" is no name of an environment variable\n'
            "  fix: letters, digits, '_', '-' and '.', beginning with no digit and not with two dots",
        ),
    ),
    "secrets-by-name": (
        {
            "        replicas: 2\n": "        replicas: 2\n",
            "RELLO_REDIS_HOST: redis": "RELLO_TOKEN: ①abc\n          DB_PASSWORD: ②abc\n          api_key: ③abc",
        },
        (
            "warning: ①: RELLO_TOKEN is called like a secret, and stands here in clear\n"
            "  fix: write {credential: NAME}; the value goes to credentials.sops.yaml, with `sops edit`",
            "warning: ②: DB_PASSWORD is called like a secret, and stands here in clear\n"
            "  fix: write {credential: NAME}; the value goes to credentials.sops.yaml, with `sops edit`",
            "warning: ③: api_key is called like a secret, and stands here in clear\n"
            "  fix: write {credential: NAME}; the value goes to credentials.sops.yaml, with `sops edit`",
        ),
    ),
    "ok-secrets-by-name": (
        {
            "RELLO_REDIS_HOST: redis": "RELLO_TOKEN: {credential: rello.token}\n          DB_PASSWORD: ''\n          PASSWORD_FILE: /run/x\n          TOKENS: x"
        },
        (),
    ),
    "memory-above-default-limit": (
        {
            "        replicas: 2\n": "        replicas: 2\n        ②resources: {requests: {memory: ①257Mi}}\n"
        },
        (
            "①: workload rello requests 257Mi of memory, above its limit of 256Mi\n"
            "  see also ②\n"
            "  fix: raise the limit, or lower the request",
        ),
    ),
    "cpu-above-limit": (
        {
            "        replicas: 2\n": "        replicas: 2\n        resources: {requests: {cpu: ①'0.5'}, limits: {cpu: ②499m}}\n"
        },
        (
            "①: workload rello requests 0.5 of cpu, above its limit of 499m\n"
            "  see also ②\n"
            "  fix: raise the limit, or lower the request",
        ),
    ),
    "limit-below-default-request": (
        {
            "        replicas: 2\n": "        replicas: 2\n        ①resources: {limits: {cpu: ②20m}}\n"
        },
        (
            "①: workload rello requests 50m of cpu, above its limit of 20m\n"
            "  see also ②\n"
            "  fix: raise the limit, or lower the request",
        ),
    ),
    "ok-amounts": (
        {
            "        replicas: 2\n": "        replicas: 2\n        resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: '0.5', memory: 1Gi}}\n"
        },
        (),
    ),
    "writable": (
        {
            "          - /data": "          - ①data\n          - ②/a/../b\n          - ③/\n          - ⑤/data\n          - ④/data/"
        },
        (
            '①: "data" is no absolute path of a folder\n  fix: write it from the root, as /tmp',
            '②: "/a/../b" is no absolute path of a folder\n  fix: write it from the root, as /tmp',
            "③: an empty folder over / hides the whole image\n"
            "  fix: name the folders that must be writable",
            '④: "/data/" stands twice\n  see also ⑤\n  fix: remove one',
        ),
    ),
    "ok-writable": (
        {"          - /data": "          - /data\n          - /data/x"},
        (),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
