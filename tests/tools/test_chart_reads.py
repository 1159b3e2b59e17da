"""What we say that a chart reads, against Helm: a value that we call dead must never change what is rendered."""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from gitops_gen import chart_reads
from gitops_gen.chart_reads import Keys, Reads
from gitops_gen.yamlio import read
from scripts import vendor, vendor_charts
from tests.support import specs, trees
from tests.support.chart_idioms import GIVES_UP, IDIOMS, Idiom
from tests.support.cilium_contexts import APIS, CONTEXTS
from tests.support.ledger import ROOT, proved
from tests.support.tools import clean_env, data, oracle, run, tool, version

ENGINE = "Helm's engine 4.3.1"
HELM = f"helm {version('helm')}"
VERSIONS = ("1.20.2", "1.20.1", "1.20.0", "1.19.7")
CORPUS = Path(os.environ.get("GITOPS_GEN_CORPUS", str(ROOT.parent / "shared" / "corpus")))
MESH: Keys = ("clustermesh", "apiserver", "tls")
OTHERS = ["other", 7, True, False, "", [], {}, {"k": "v"}, ["i"], [{"name": "i"}], None]
"""Values of every type, to be put where any stands."""
Row = list[dict[str, Any]]


def chart(release: str) -> Path:
    return data("cilium-charts") / release


def defaults(release: str) -> dict[str, Any]:
    text = (chart(release) / "values.yaml").read_text()
    (one,) = read.documents(text, "values.yaml")
    return dict(one.body)


def judged(release: str) -> Reads:
    found = chart_reads.reads(release)
    assert found is not None
    return found


def put(path: Keys, value: Any) -> dict[str, Any]:
    return {"path": list(path), "value": value}


def asked(folder: Path, values: Mapping[str, Any], rows: list[Row]) -> str:
    """For each row of changes `=` where it changes nothing, `!` where it does, `x` where Helm stops."""
    case = {"chart": str(folder), "values": values, "apis": APIS, "kube": "1.36.3", "rows": rows}
    (said,) = oracle("charts").ask([case])
    assert not said.get("error"), said["error"]
    assert not said.get("base"), said["base"]
    assert len(said["same"]) == len(rows)
    return str(said["same"])


def leaves(value: Any, path: Keys = (), *, lists: bool = True) -> Iterator[tuple[Keys, Any]]:
    """Every leaf with its path; a list is one, unless its items are maps or lists and `lists` are looked into."""
    if isinstance(value, dict) and value:
        for key, held in value.items():
            yield from leaves(held, (*path, key), lists=lists)
    elif lists and isinstance(value, list) and value and isinstance(value[0], dict | list):
        for number, held in enumerate(value):
            yield from leaves(held, (*path, number))
    else:
        yield path, value


def maps(value: Any, path: Keys = ()) -> Iterator[Keys]:
    if isinstance(value, dict):
        yield path
        for key, held in value.items():
            yield from maps(held, (*path, key))


def nested(path: Keys, value: Any) -> Any:
    for key in reversed(path):
        value = {key: value}
    return value


def with_change(values: Mapping[str, Any], path: Keys, value: Any) -> Any:
    changed = json.loads(json.dumps(values))  # a deep copy would keep what setups share shared
    place: Any = changed
    for key, key_after in itertools.pairwise(path):
        if isinstance(place, dict) and not isinstance(place.get(key), dict):
            place[key] = place.get(key) if isinstance(key_after, int) else {}
        place = place[key]
    place[path[-1]] = value
    return changed


def dead_among(found: Reads, values: Any, paths: Iterable[Keys]) -> list[Keys]:
    dead = {one.path for one in found.dead(values, suggest=False) if not one.removed}
    return [path for path in paths if any(path[:n] in dead for n in range(len(path) + 1))]


def is_dead(found: Reads, values: Any, path: Keys) -> bool:
    return bool(dead_among(found, values, [path]))


def another(value: Any) -> Any:
    """A different value of the same type, as the chart's author may expect it."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}x"
        case list():
            return [] if value else ["x"]
        case dict():
            return {"k": "v"}
    return "x"


def triggered(release: str, contexts: Iterable[str], found: Reads) -> tuple[set[Keys], int]:
    """The live leaves that change something in one of the setups, and how many renders were needed."""
    whole = defaults(release)
    held = dict(leaves(whole, lists=False))
    left = held.keys() - set(dead_among(found, whole, held))
    acting: set[Keys] = set()
    renders = 0
    for name in contexts:
        given = dict(leaves(CONTEXTS[name], lists=False))
        order = sorted(left - acting, key=str)
        rows = [[put(path, another(given.get(path, held[path])))] for path in order]
        renders += len(rows)
        said = asked(chart(release), CONTEXTS[name], rows)
        acting |= {path for path, one in zip(order, said, strict=True) if one != "="}
    return acting, renders


def dead_rows(found: Reads, base: Mapping[str, Any], paths: Iterable[Keys]) -> list[Row]:
    """Each path with each value that we call dead there."""
    return [
        [put(path, value)]
        for path in paths
        for value in OTHERS
        if is_dead(found, with_change(base, path, value), path)
    ]


def mutation(release: str, live: Iterable[str], share: float) -> None:
    """All leaves: what is called dead in every setup with every value; of what lives a share at least acts."""
    found = judged(release)
    whole = defaults(release)
    paths = [path for path, _ in leaves(whole, lists=False)]
    dead = dead_among(found, whole, paths)
    count = 0
    for name, values in CONTEXTS.items():
        rows = dead_rows(found, values, dead)
        said = asked(chart(release), values, rows)
        wrong = [row for row, one in zip(rows, said, strict=True) if one != "="]
        assert wrong == [], name
        count += len(rows)
    acting, renders = triggered(release, live, found)
    print(release, len(paths), "leaves,", len(dead), "dead,", len(acting), "act;", count + renders)
    assert len(acting) >= share * len(paths)
    assert 5 < len(dead) < 12
    proved("chart-reads-leaves", count + len(acting), judge=ENGINE)


def test_a_leaf_called_dead_changes_nothing_and_most_others_do() -> None:
    mutation("1.20.2", ("observed", "secure"), 0.6)


@pytest.mark.deep
@pytest.mark.parametrize("release", VERSIONS)
def test_every_leaf_of_every_version_in_every_setup(release: str) -> None:
    """What lives costs most and cannot be a false finding: it is tried of the newest of each line."""
    live: dict[str, tuple[Iterable[str], float]] = {
        "1.20.2": (CONTEXTS, 0.85),
        "1.19.7": (("observed",), 0.5),
    }
    mutation(release, *live.get(release, ((), 0)))


def insertions(release: str) -> list[Keys]:
    """Every name that the chart knows, in every map of its values where we call it dead."""
    found, whole = judged(release), defaults(release)
    names = sorted({str(key) for path, _ in leaves(whole) for key in path} | {"inserted"})
    pairs = []
    for place in maps(whole):
        known = whole
        for key in place:
            known = known[str(key)]
        new = [name for name in names if name not in known]
        values = nested(place, dict.fromkeys(new, "x"))
        alone = {one.path for one in found.dead(values, suggest=False) if not one.removed}
        pairs += [(*place, name) for name in new if (*place, name) in alone]
    return pairs


def inserted(release: str, chosen: Iterable[str], values: Iterable[Any]) -> int:
    """In batches; a batch that changes the render is a false dead among its thousand."""
    pairs = insertions(release)
    count = 0
    for name in chosen:
        for value in values:
            batches = [pairs[i : i + 1000] for i in range(0, len(pairs), 1000)]
            rows = [[put(path, value) for path in batch] for batch in batches]
            said = asked(chart(release), CONTEXTS[name], rows)
            assert set(said) == {"="}, (name, value, said.index("!"))
            count += len(pairs)
    print(release, len(pairs), "insertions called dead,", count, "tried")
    return count


def test_a_known_name_where_nothing_reads_it_changes_nothing() -> None:
    proved("chart-reads-insertions", inserted("1.20.2", ["observed", "mesh"], ["x"]), judge=ENGINE)


@pytest.mark.deep
@pytest.mark.parametrize("release", VERSIONS)
def test_known_names_everywhere_in_every_setup(release: str) -> None:
    setups = CONTEXTS if release == VERSIONS[0] else ("edge",)
    count = inserted(release, setups, ["x"])
    proved("chart-reads-insertions", count, judge=ENGINE)


def test_a_removed_value_stops_the_render() -> None:
    """Each with one of a few values, at the latest where what it belonged to is in use."""
    count = 0
    for release in VERSIONS:
        found = judged(release)
        paths = [path for path in _removed(found.trie) if "*" not in path]
        assert ("tunnel",) in paths
        assert ("encryption", "keyFile") in paths
        setups = [CONTEXTS["defaults"], CONTEXTS["mesh"]]
        if (*MESH, "server", "cert") in paths:  # which earlier charts take, and want then
            setups.append(with_change(CONTEXTS["mesh"], (*MESH, "auto", "enabled"), False))
        stopped: set[Keys] = set()
        for values in setups:
            left = [path for path in paths if path not in stopped]
            rows = [[put(path, value)] for path in left for value in ("x", True, {"k": "v"})]
            said = asked(chart(release), values, rows)
            stopped |= {
                tuple(r[0]["path"]) for r, one in zip(rows, said, strict=True) if one == "x"
            }
        assert set(paths) <= stopped
        for path in paths:
            (one,) = found.dead(nested(path, "x"))
            assert (one.path, one.removed) == (path, True)
        count += len(paths)
    proved("chart-reads-removed", count, judge=ENGINE)


def _removed(node: Any, path: Keys = ()) -> Iterator[Keys]:
    if isinstance(node, str):
        if "r" in node:
            yield path
    else:
        for key in node:
            yield from _removed(node[key], (*path, key)) if key else ()


def test_the_real_helm_agrees_on_the_dead_leaves(tmp_path: Path) -> None:
    found, whole = judged("1.20.2"), defaults("1.20.2")
    dead = [one.path for one in found.dead(whole)]
    fixed = {"hubble": {"tls": {"auto": {"method": "cronJob"}}}}
    count = 0
    for values in (fixed, CONTEXTS["observed"]):
        before = _by_helm(values, tmp_path)
        assert _by_helm(with_change(values, ("cgroup", "hostRoot"), "/x"), tmp_path) != before
        for path in dead:
            for value in ("other", None):
                assert _by_helm(with_change(values, path, value), tmp_path) == before, path
                count += 1
    proved("chart-reads-helm", count, judge=HELM)


def _by_helm(values: Mapping[str, Any], home: Path) -> str:
    where = ("template", "cilium", chart("1.20.2"), "--namespace", "kube-system", "--values", "-")
    flags = ("--skip-schema-validation", *(f"--api-versions={one}" for one in APIS))
    return run(tool("helm"), *where, *flags, stdin=json.dumps(values), env=clean_env(home)).stdout


def test_every_value_that_we_render_is_live() -> None:
    for spec in (specs.vtalos(), specs.everything()):
        (file,) = [f for f in trees.files(spec) if f.path.endswith("/cilium/release.yaml")]
        values = dict(file.documents[0]["spec"]["values"])
        for release in VERSIONS:
            assert judged(release).dead(values) == []
        paths = [path for path, _ in leaves(values)]
        rows = [[put(path, None)] for path in paths]
        said = asked(chart("1.20.2"), values, rows)
        same = [path for path, one in zip(paths, said, strict=True) if one == "="]
        assert len(same) < len(paths) / 2, same  # the rest repeat the chart's own default
    proved("chart-reads-ours", len(paths), judge=ENGINE)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Reads]]:
    """Each idiom as a chart on the disk, and what the walk says of it."""
    folder = tmp_path_factory.mktemp("idioms")
    found = {}
    for one in IDIOMS:
        place = one.write(folder)
        found[one.name] = place, Reads(json.loads(run(tool("chart-reads"), place).stdout))
    return found


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda one: one.name)
def test_an_idiom_is_followed(idiom: Idiom, walked: dict[str, tuple[Path, Reads]]) -> None:
    """Exactly what nothing reads is dead, and no value put anywhere that we call dead acts."""
    place, found = walked[idiom.name]
    paths = {".".join(map(str, path)): path for path, _ in leaves(idiom.values)}
    unread = {name for name in paths if any(part[:1] == "z" for part in name.split("."))}
    dead = {".".join(map(str, p)) for p in dead_among(found, idiom.values, paths.values())}
    assert dead == (unread if idiom.dead is None else idiom.dead)
    names = sorted({key for name in paths for key in name.split(".")} | {"none", "own", "zown"})
    new = [(*at, name) for at in maps(idiom.values) for name in names]
    new += [(*path, name) for path in new for name in names[:4]]
    rows = dead_rows(found, idiom.values, [*paths.values(), *new])
    said = asked(place, idiom.values, rows)
    assert [row for row, one in zip(rows, said, strict=True) if one != "="] == []
    if rows:
        proved("chart-reads-idioms", len(rows), judge=ENGINE)


@pytest.mark.parametrize("idiom", GIVES_UP, ids=lambda one: one.name)
def test_what_cannot_be_followed_is_given_up(idiom: Idiom, tmp_path: Path) -> None:
    done = run(tool("chart-reads"), idiom.write(tmp_path), ok=(3,))
    assert (done.stdout, done.stderr[:10]) == ("", "gives up: ")


def test_what_is_vendored_is_what_is_made_again() -> None:
    for release in VERSIONS:
        held = vendor.DATA / "charts" / f"cilium-{release}.json"
        for _ in range(2):
            assert run(tool("chart-reads"), chart(release)).stdout == held.read_text()
        schema = json.loads((chart(release) / "values.schema.json").read_text())
        assert chart_reads.values_schema(release) == vendor_charts.stripped(schema)
    assert {folder.name for folder in data("cilium-charts").iterdir()} == set(VERSIONS)


if CORPUS.is_dir():

    def test_what_is_dead_in_public_repositories_is_truly_dead() -> None:
        """Taken away or changed, alone and all at once, it changes nothing."""
        found, count, trees_ = judged("1.20.2"), 0, 0
        for name, values in _released():
            dead = found.dead(values)
            print(name, len(list(leaves(values))), "leaves, dead:", [one.path for one in dead])
            assert not [one for one in dead if one.removed]
            gone = [{"path": list(one.path), "remove": True} for one in dead]
            rows = [[one] for one in gone] + [[put(d.path, v)] for d in dead for v in OTHERS]
            assert set(asked(chart("1.20.2"), values, [*rows, gone])) == {"="}
            trees_ += 1
            count += len(list(leaves(values)))
        assert trees_
        proved("chart-reads-public", count, judge=ENGINE)

else:

    def test_public_repositories_are_absent() -> None:
        pytest.skip("GITOPS_GEN_CORPUS names no folder with public repositories")


def _released() -> Iterator[tuple[str, dict[str, Any]]]:
    """Values of Cilium in HelmReleases and in files beside them, variables replaced by a word."""
    for file in sorted(CORPUS.rglob("*.yaml")):
        if "cilium" not in file.as_posix():
            continue
        text = re.sub(r"\$\{[^}]*\}", "stub", file.read_text())
        for one in read.documents(text, file.name):
            body = one.body if isinstance(one.body, dict) else {}
            spec = body.get("spec") or {}
            values = spec.get("values") if body.get("kind") == "HelmRelease" else None
            if "values" in file.name and "kind" not in body:
                values = body
            if isinstance(values, dict) and "ipam" in values:
                yield file.relative_to(CORPUS).as_posix(), values
