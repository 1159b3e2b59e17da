"""Imports point down: rooms, floors and wings as a table, and no two modules import each other."""

from __future__ import annotations

import graphlib

import pytest

from tests.house.source import Module, imports, inside, modules

GROUND = ("records", "digest", "findings", "errors", "versions", "schemas", "programs", "yamlio")
"""Each may import those before it."""
CRAFTS = (
    "grammar",
    "net",
    "sops",
    "talos",
    "kustomize",
    "substitute",
    "sourceignore",
    "fluxpath",
    "chart_reads",
    "compose",
)
"""Each may import the ground floor, and of the other crafts what CRAFT_NEIGHBOURS names."""
CRAFT_NEIGHBOURS = {"compose": {"grammar", "sourceignore"}}
WINGS = (
    ("spec", "plan", "kinds", "render", "tree", "scaffold"),
    ("repo", "checks", "judge", "formats"),
    ("operate",),
)
"""Each room may import the ground floor, the crafts, and the rooms before it in its own wing."""
ACROSS = {"operate": {"spec", "plan", "render", "repo"}}
"""Wing 3 reads what the others know."""
NEVER = {"kinds": {"spec", "plan"}, "render": {"spec"}, "tree": {"kinds"}}
"""Decisions end at the plan: a kind is spelt from plain arguments, a file is placed from the plan."""


def allowed(room: str) -> set[str]:
    """The rooms that a room may import, itself among them."""
    if room in GROUND:
        return {*GROUND[: GROUND.index(room) + 1]}
    if room in CRAFTS:
        return {*GROUND, room, *CRAFT_NEIGHBOURS.get(room, set())}
    below = {*GROUND, *CRAFTS}
    if room == "cli":
        return below.union(("cli",), *WINGS)
    wing = next(wing for wing in WINGS if room in wing)
    before = wing[: wing.index(room) + 1]
    return below.union(before, ACROSS.get(room, set())) - NEVER.get(room, set())


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name or "gitops_gen")
def test_imports_point_down(module: Module) -> None:
    wrong = [
        f"{module.path.name}:{one.line} imports {target}"
        for one in imports(module)
        if (target := inside(one.target)) and target.partition(".")[0] not in allowed(module.room)
    ]
    assert wrong == []


def test_every_room_is_in_the_table() -> None:
    rooms = {module.room for module in modules()} - {""}
    assert rooms <= {*GROUND, *CRAFTS, "cli"}.union(*WINGS)


def test_the_package_itself_imports_nothing() -> None:
    """`import gitops_gen` must cost nothing: every command pays for it."""
    package = next(module for module in modules() if module.name == "")
    assert [one.target for one in imports(package)] == []


def test_no_import_cycles() -> None:
    """Between modules, by what runs at import; an import inside a function can close no circle."""
    graph = {
        module.name: {
            target
            for one in imports(module)
            if one.at_once and (target := inside(one.target)) and target != module.name
        }
        for module in modules()
    }
    order = graphlib.TopologicalSorter(graph)
    try:
        order.prepare()
    except graphlib.CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_the_table_tells_apart() -> None:
    assert "spec" not in allowed("render")
    assert "plan" in allowed("render")
    assert "tree" not in allowed("plan")
    assert "errors" not in allowed("findings")
    assert "sops" not in allowed("talos")
    assert "spec" not in allowed("checks")
    assert "repo" in allowed("operate")
    assert "tree" not in allowed("operate")
