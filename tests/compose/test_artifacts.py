"""The artifacts of a generator: what is copied where, what fails, and what is not judged."""

from __future__ import annotations

from typing import Any

import pytest

from gitops_gen.compose.artifacts import compose
from gitops_gen.compose.outcome import Composed, Failed, NotJudged
from tests.support.generators import FEATURES, SOURCES, generator

TO = "@artifact/"
FEW = {"r": ["README.md", "apps/a.yaml", "apps/base/b.yaml", "apps/base/c.md"]}


def files(*copies: tuple[Any, ...]) -> list[str]:
    """`path <- alias:path` for each file of the one artifact."""
    (one,) = compose(generator(*copies), {**FEW, "s": ["apps/a.yaml"]})
    assert isinstance(one, Composed), one
    return [f"{path} <- {alias}:{it}" for path, (alias, it) in one.files.items()]


@pytest.mark.parametrize(
    ("copy", "paths"),
    [
        (("@r/README.md", TO), ["README.md"]),
        (("@r/README.md", "@artifact/b"), ["b"]),
        (("@r/README.md", "@artifact/b/"), ["b/README.md"]),
        (("@r/apps/base", TO), ["base/b.yaml", "base/c.md"]),
        (("@r/apps/base/", "@artifact/x"), ["x/base/b.yaml", "x/base/c.md"]),
        (("@r/apps/**", TO), ["a.yaml", "base/b.yaml", "base/c.md"]),
        (("@r/apps/*", TO), ["apps/a.yaml", "apps/base/b.yaml", "apps/base/c.md"]),
        (("@r/*/*.yaml", TO), ["apps/a.yaml"]),
        (("@r/apps/**", TO, ["*.md"]), ["a.yaml", "base/b.yaml"]),
        (("@r/apps/**", TO, ["base"]), ["a.yaml"]),
        (("@r/apps", TO, ["base/b.*"]), ["apps/a.yaml", "apps/base/c.md"]),
    ],
)
def test_one_copy(copy: tuple[Any, ...], paths: list[str]) -> None:
    assert [one.split(" <- ")[0] for one in files(copy)] == paths


def test_a_later_copy_overwrites() -> None:
    both = files(("@r/apps", TO), ("@s/apps/a.yaml", "@artifact/apps/a.yaml"))
    assert both[0] == "apps/a.yaml <- s:apps/a.yaml"
    assert files(("@r/apps", TO), ("@r/README.md", "@artifact/apps"))[0].startswith(
        "apps/README.md"
    )


@pytest.mark.parametrize(
    ("copy", "message", "at"),
    [
        (("@r/none", TO), "source 'none' does not exist", ("from",)),
        (("@r/none/*", TO), "no files match pattern 'none/*' in source 'r'", ("from",)),
        (("@r/*.md", TO, ["*"]), "all files matching pattern '*.md' in source", ("from",)),
        (("@r/[", TO), "invalid glob pattern '['", ("from",)),
        (("@r/../x", TO), "path escapes from parent", ("from",)),
        (("@r/README.md/x", TO), "not a directory", ("from",)),
        (("@q/x", TO), "source alias 'q' not found", ("from",)),
        (("r/x", TO), "source must start with '@'", ("from",)),
        (("@r", TO), "source format must be '@alias/pattern'", ("from",)),
        (("@r/apps", "there"), "destination must start with '@artifact/'", ("to",)),
        (("@r/apps", "@artifact//x"), "path escapes from parent", ("to",)),
        (("@r/apps", TO, ["*", "{a"]), "invalid exclude pattern '{a'", ("exclude", 1)),
        (("@r/apps", TO, [], "Extract"), "extract strategy is not supported", ("from",)),
    ],
)
def test_what_fails(copy: tuple[Any, ...], message: str, at: tuple[str | int, ...]) -> None:
    (one,) = compose(generator(copy), {**FEW, "s": []})
    assert isinstance(one, Failed)
    assert message in one.message
    assert (one.name, one.at) == ("out", ("artifacts", 0, "copy", 0, *at))


def test_a_file_in_the_way_of_a_folder() -> None:
    spec = generator(("@r/README.md", "@artifact/apps"), ("@r/apps", TO))
    (one,) = compose(spec, FEW)
    assert isinstance(one, Failed)
    assert one.at == ("artifacts", 0, "copy", 1, "to")


@pytest.mark.parametrize(
    ("copies", "reason"),
    [
        ([("@s/x", TO)], "the source s is not known"),
        ([("@r/apps", "@artifact/../x")], "the API server refuses it"),
        ([("@r/apps", TO, [], "Move")], "the API server refuses it"),
        ([("@r/*.tgz", TO, [], "Extract")], "Extract"),
        ([("@r/apps/**", TO), ("@r/apps/a.yaml", "@artifact/a.yaml", [], "Merge")], "Merge"),
        ([("@r/" + "*a" * 13, TO)], "wildcards"),
        ([("@r/" + "?/" * 3000, TO)], "wildcards"),
        ([("@r/apps", TO, ["{a,b}" * 13])], "wildcards"),
    ],
)
def test_what_is_not_judged(copies: list[tuple[Any, ...]], reason: str) -> None:
    (one,) = compose(generator(*copies), FEW)
    assert isinstance(one, NotJudged)
    assert reason in one.reason


def test_an_artifact_with_the_name_of_a_source_is_not_judged_nor_what_reads_that_source_later() -> (
    None
):
    spec = generator(("@s/a", TO), name="r")
    spec["artifacts"] += generator(("@r/apps", TO), name="two")["artifacts"]
    ours = compose(spec, {**FEW, "s": ["a"]})
    assert [type(one) for one in ours] == [NotJudged, NotJudged]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sources": [{"alias": "r"}, {"alias": "r"}]}, "duplicate source alias 'r' found"),
        ({"artifacts": [{"name": "a", "copy": []}] * 2}, "duplicate artifact name 'a' found"),
        ({"artifacts": [{"name": "A", "copy": []}]}, "not a valid Kubernetes object name"),
        ({"artifacts": [{"name": "a", "copy": [], "revision": "@q"}]}, "alias 'q' not found"),
        ({"pathPattern": "@q/{d}"}, "source alias q not found"),
    ],
)
def test_what_the_controller_refuses_whole(change: dict[str, Any], message: str) -> None:
    (one,) = compose({**generator(("@r/apps", TO)), **change}, FEW)
    assert isinstance(one, Failed)
    assert one.name == ""
    assert message in one.message


def test_captures_make_an_artifact_for_each_folder() -> None:
    spec = generator(("@r/envs/{env}/**", "@artifact/{env}/"), name="env-{env}")
    spec["pathPattern"] = "@r/envs/{env}"
    ours = compose(spec, {"r": ["envs/Dev/a.yaml", "envs/prod/a.yaml", "envs/x"]})
    assert ours == (
        Composed("env-dev", {"Dev/a.yaml": ("r", "envs/Dev/a.yaml")}),
        Composed("env-prod", {"prod/a.yaml": ("r", "envs/prod/a.yaml")}),
    )
    assert isinstance(compose(spec, {})[0], NotJudged)


def test_what_would_take_too_long_is_not_judged() -> None:
    spec = {**generator(("@r/apps", TO)), "pathPattern": "@r/{a}{b}{c}{d}{e}{f}{g}"}
    deep = {"r": ["a/" * 2000 + "a"]}
    ours = (*compose(spec, FEW), *compose(generator(("@r/**", TO)), deep))
    assert [type(one) for one in ours] == [NotJudged, NotJudged]


def test_every_feature_is_judged() -> None:
    """What ring 2 compares with the real builder."""
    for spec in FEATURES:
        assert not any(isinstance(one, NotJudged) for one in compose(spec, SOURCES)), spec


ODD: tuple[Any, ...] = (
    None,
    7,
    "text",
    [],
    {},
    [7],
    [[]],
    [{}],
    {"a": 1},
    [{"alias": 1, "name": 2}],
)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_shapes(odd: Any) -> None:
    whole = generator(("@r/apps", TO))
    for key in ("sources", "artifacts", "pathPattern"):
        compose({**whole, key: odd}, FEW)
    for key in ("name", "copy", "revision"):
        compose({**whole, "artifacts": [{**whole["artifacts"][0], key: odd}]}, FEW)
    for key in ("from", "to", "exclude", "strategy"):
        copy = {"from": "@r/apps", "to": TO, key: odd}
        compose({**whole, "artifacts": [{"name": "a", "copy": [copy]}]}, FEW)
    assert isinstance(compose({}, FEW)[0], NotJudged)
