"""ArtifactGenerators to judge: one for each feature, and random ones."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

SOURCES: dict[str, list[str]] = {
    "r": [
        *(
            "kustomization.yaml",
            "README.md",
            "pic.png",
            ".sops.yaml",
            ".sourceignore",
            "[x]/o.yaml",
        ),
        *("apps/a.yaml", "apps/base/b.yaml", "apps/base/deep/c.yaml", "apps/base/README.md"),
        *("apps/Web/a.yaml", "infra/a.yaml", "infra/b.yml", "infra/.github/w.yaml", "empty/"),
        *("charts/web.tgz", "envs/dev/x/a.yaml", "envs/prod/x/a.yaml", "apps/v.tar.gz", "é/ü.yaml"),
    ],
    "s": ["apps/a.yaml", "values.yaml", "one/two/three.yaml"],
}
KEYS = ("from", "to", "exclude", "strategy")


def generator(*copies: Sequence[Any], name: str = "out", **more: Any) -> dict[str, Any]:
    """A spec of one artifact; `copies` are from, to, exclude, strategy."""
    aliases = [{"alias": alias, "kind": "GitRepository", "name": alias} for alias in SOURCES]
    made = [dict(zip(KEYS, one, strict=False)) for one in copies]
    return {"sources": aliases, "artifacts": [{"name": name, "copy": made}], **more}


def _patterns(*patterns: str, to: str = "@artifact/") -> list[dict[str, Any]]:
    return [generator((f"@r/{pattern}", to)) for pattern in patterns]


def _twice(spec: dict[str, Any], **change: Any) -> dict[str, Any]:
    one = spec["artifacts"][0]
    return {**spec, "artifacts": [one, {**one, **change}]}


def _captures(*patterns: str, name: str = "{d}", source: str = "@r/{d}/**") -> list[dict[str, Any]]:
    return [
        generator((source, "@artifact/{d}/"), name=name, pathPattern=pattern)
        for pattern in patterns
    ]


FEATURES: list[dict[str, Any]] = [
    # a file, a folder, all
    *_patterns("README.md", "README.md/", "./README.md", "apps/../README.md", "apps//a.yaml"),
    *_patterns("README.md", "apps", "infra/*", to="@artifact/there"),
    *_patterns("README.md", "apps", "infra/*", to="@artifact/there/"),
    *_patterns("apps", "apps/", "apps/base", "", ".", "./", "empty", "é"),
    # patterns
    *_patterns("*", "**", "apps/*", "apps/**", "apps/*/**", "**/*.yaml", "*/*.yaml", "*/a.yaml"),
    *_patterns(
        "apps/b*", "apps/b???", "[ai]*/a.yaml", "[^a]*", "\\[x\\]/*", "*/", "./*", "a]", "[x]"
    ),
    *_patterns(
        "apps/**/", "/**", "apps//**", "./apps/**", "empty/*", "*/*/../a.yaml", "{apps,infra}/*"
    ),
    *_patterns("infra/**", "apps/**", to="@artifact/a/./b//c/"),
    # what fails
    *_patterns(
        "none", "none/*", "[", "[a", "apps/[", "[b-]", "a\\", "../x", "/apps", "..", "[a/b]*"
    ),
    *_patterns("README.md/x", "apps/../../x", "README.md/*"),
    *_patterns("README.md", "apps", "apps/*", to="@artifact//abs"),
    generator(("@q/x", "@artifact/")),
    generator(("r/x", "@artifact/")),
    generator(("@r", "@artifact/")),
    generator(("@r/apps", "@artifact")),
    generator(("@r/apps", "artifact/")),
    generator(("@r/apps", "@artifact/", ["["])),
    generator(("@r/apps", "@artifact/", ["a", "{a"])),
    generator(("@r/apps", "@artifact/", ["a}"])),
    # one after the other
    generator(("@r/apps/**", "@artifact/"), ("@s/apps/**", "@artifact/")),
    generator(("@r/apps", "@artifact/"), ("@s/apps/a.yaml", "@artifact/apps/base/b.yaml")),
    generator(("@r/apps", "@artifact/"), ("@r/README.md", "@artifact/apps")),
    generator(("@r/apps", "@artifact/"), ("@r/README.md", "@artifact/apps/.")),
    generator(("@r/README.md", "@artifact/new/.")),
    generator(("@r/README.md", "@artifact/apps"), ("@r/apps", "@artifact/")),
    generator(("@r/README.md", "@artifact/apps"), ("@r/empty", "@artifact/apps")),
    generator(("@r/README.md", "@artifact/empty"), ("@r/empty", "@artifact/")),
    generator(("@r/README.md", "@artifact/a/b"), ("@r/README.md", "@artifact/a/b/c/d")),
    generator(("@r/apps", "@artifact/base/b.yaml"), ("@r/apps/**", "@artifact/")),
    # exclude
    generator(("@r/apps", "@artifact/", ["*.md"])),
    generator(("@r/apps", "@artifact/", ["apps/base/**"])),
    generator(("@r/apps", "@artifact/", ["base/*.yaml"])),
    generator(("@r/apps", "@artifact/", ["/base"])),
    generator(("@r/apps/**", "@artifact/", ["base/deep"])),
    generator(("@r/apps/*/*", "@artifact/", ["Web/*", "*/deep/**"])),
    generator(("@r/apps/**", "@artifact/", ["**"])),
    generator(("@r/apps", "@artifact/", ["**"])),
    generator(("@r/README.md", "@artifact/", ["*.md"])),
    generator(("@r/**", "@artifact/", ["{apps,envs}/**", "[!ki]*"])),
    # strategies where they change nothing
    generator(
        ("@r/apps", "@artifact/", [], "Overwrite"), ("@r/infra/**", "@artifact/", None, "Merge")
    ),
    generator(("@r/apps", "@artifact/"), ("@r/apps", "@artifact/", [], "Merge")),
    generator(("@r/apps", "@artifact/", [], "Extract")),
    generator(("@r/README.md", "@artifact/", [], "Extract")),
    generator(("@r/none", "@artifact/", [], "Extract")),
    # names, aliases
    generator(("@r/apps", "@artifact/"), name="Big"),
    generator(("@r/apps", "@artifact/"), name="v.png"),
    _twice(generator(("@r/apps", "@artifact/"))),
    _twice(
        generator(("@r/apps", "@artifact/")),
        name="two",
        copy=[{"from": "@r/-", "to": "@artifact/"}],
    ),
    _twice(generator(("@r/apps", "@artifact/")), name="two", revision="@s"),
    _twice(generator(("@r/apps", "@artifact/")), name="two", revision="@q"),
    {**generator(("@r/apps", "@artifact/")), "sources": [{"alias": "r"}, {"alias": "r"}]},
    # captures
    *_captures("@r/{d}", "@s/{d}", "@r/apps/{d}", "@r/none/{d}", "@q/{d}", "@r/", "@r", "r/{d}"),
    *_captures("@r/envs/{env}/{d}", "@r/{d}/x", "@r/{d", "@r/d}", "@r/{}", "@r/{1}", "@r/{a-b}"),
    *_captures(
        "@r/{d}/{d}", "@r/{_d}", "@r/{d_}", "@r/{é}", "@r/a*/{d}", "@r/in{d}", "@r/{d}s", "@r/[x]"
    ),
    *_captures("@r/in{d}", "@r/apps/{d}", source="@r/apps/{d}", name="app-{d}"),
    *_captures("@r/envs/{d}", source="@r/envs/{d}/x", name="fixed"),
    *_captures("@r/envs/{env}/{d}", source="@r/envs/{env}/{d}/**", name="{env}-{d}"),
    *_captures("@r/envs/{env}/{d}", source="@r/envs/{env}/{d}/**", name="{env}-{other}"),
    *_captures("@r/envs/{d}", source="@r/envs/{d", name="a-{d}"),
    *_captures("@r/envs/{d}", source="@r/envs/d}", name="a-{d}"),
    *_captures("@r/envs/{d}", source="@r/envs/{}", name="a-{d}"),
    *_captures("@r/envs/{d}", source="@r/envs/{a.b}", name="a-{d}"),
    *_captures("@r/envs/{d}", name="-{d}"),
]
"""One for each thing that the documentation or the code of source-watcher tells apart; none is left unjudged."""

_NAMES = (
    "a",
    "b",
    "c",
    "x.yaml",
    "y.yaml",
    "z.md",
    "w.png",
    ".hidden",
    "[x]",
    "é",
    "a b",
    "Web",
    "{k}",
)
_PARTS = (
    *(
        "*",
        "*",
        "**",
        "**",
        "?",
        "a*",
        "*.yaml",
        "[ab]",
        "[^a]",
        "[!a]",
        "[a-c]*",
        "x.*",
        ".*",
        "*b",
    ),
    *(
        "a",
        "b",
        "c",
        "x.yaml",
        "",
        ".",
        "..",
        "\\a",
        "[",
        "a\\",
        "[]a]",
        "[a-]",
        "]",
        "{a,b}",
        "é*",
    ),
)
_EXCLUDES = (
    *(
        "*",
        "**",
        "?",
        "a*",
        "*.yaml",
        "[ab]",
        "[^a]",
        "[!a]",
        "[a-c]*",
        "x.*",
        ".*",
        "*b",
        "a**",
        "**a",
    ),
    *(
        "a",
        "b",
        "c",
        "x.yaml",
        "",
        "\\a",
        "{a,b}",
        "{a,{b,c}}",
        "{,a}",
        "{a/b,c}",
        "*.{yaml,md}",
        "{a*,**}",
    ),
    *(
        "{**,a}",
        "[\\]]",
        "\\[x\\]",
        "\\{k\\}",
        "[é-ü]",
        "***",
        "?**",
        "*?",
        "[a\\-c]",
        "[x.]*",
        "{a}",
        "{}",
    ),
    *("{**/a,b}", "a{/b,}", "*{b,}", "[^\\a]", "[--z]*"),
)
_BROKEN = ("[", "[a", "{a", "a}", "a\\", "[]a]", "[^]", "[!", "{a,[}", "[a-", "[a\\", "{a,b", "\\")


def at(spec: Any, path: Sequence[str | int]) -> Any:
    """What stands at a path into a spec; None where nothing does."""
    for key in path:
        found = isinstance(spec, Mapping) or (isinstance(key, int) and key < len(spec))
        spec = spec[key] if found else None
    return spec


def some_paths(draw: random.Random, most: int = 12) -> list[str]:
    """Paths of files and of empty folders, none of which is inside of a file."""
    paths: list[str] = []
    for _ in range(draw.randrange(1, most)):
        path = "/".join(draw.choices(_NAMES, k=draw.choice((1, 1, 2, 2, 3, 4))))
        taken = [one.rstrip("/") for one in paths]
        if not any(f"{one}/".startswith(f"{path}/") or path.startswith(f"{one}/") for one in taken):
            paths.append(path + ("/" if draw.random() < 0.1 else ""))
    return sorted(paths)


def _near(draw: random.Random, paths: Sequence[str]) -> str:
    """A path that is there, or one of its folders."""
    parts = draw.choice(paths).rstrip("/").split("/") if paths else ["a"]
    return "/".join(parts[: draw.randrange(1, len(parts) + 1)])


def _from(draw: random.Random, paths: Sequence[str]) -> str:
    chance = draw.random()
    if chance < 0.4:
        return _near(draw, paths) + draw.choice(("", "", "/"))
    if chance < 0.6:
        return _near(draw, paths) + draw.choice(("/**", "/*", "*", "*", "/*.yaml", "/**/*"))
    if chance < 0.85:
        folder = _near(draw, paths).rpartition("/")[0]
        return (f"{folder}/" if folder else "") + draw.choice(("**", "**", "*", "?*", "[a-z]*"))
    parts = [
        draw.choice(_PARTS[:14]) if draw.random() < 0.8 else draw.choice(_PARTS) for _ in range(3)
    ]
    return "/".join(parts[: draw.choice((1, 1, 2, 3))])


def _copy(draw: random.Random, sources: Mapping[str, list[str]], capture: str) -> dict[str, Any]:
    alias = draw.choice(sorted(sources))
    source, target = _from(draw, sources[alias]), _near(draw, sources[alias])
    if capture and draw.random() < 0.7:
        source, target = f"{capture}/{draw.choice(('**', '*', '', 'x.yaml'))}", capture
    to = draw.choice(
        ("", "", "", "a/", "n/", "n/m", f"{target}/", f"{target}/", f"n/{target}/", "./")
    )
    if draw.random() < 0.15:
        to = draw.choice((target, target, f"{target}//b", "/", "/a", f"{target}/."))
    made: dict[str, Any] = {"from": f"@{alias}/{source}", "to": f"@artifact/{to}"}
    if draw.random() < 0.3:
        made["exclude"] = [_exclude(draw) for _ in range(draw.choice((1, 2)))]
    if draw.random() < 0.12:
        made["strategy"] = draw.choice(("Overwrite", "Overwrite", "Merge", "Extract"))
    return made


def some_generator(draw: random.Random) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """A spec and its sources."""
    sources = {alias: some_paths(draw) for alias in draw.choice((("r",), ("r", "s")))}
    pattern = ""
    if draw.random() < 0.2:
        sources["r"] = [one for one in sources["r"] if one.isascii() and one[0] not in ".[{ "] or [
            "a/b/c"
        ]
        pattern = draw.choice(
            ("@r/{d}", "@r/a/{d}", "@r/{d}/b", "@r/{e}/{d}", "@r/{d}/{e}", "@r/{d}/{e}")
        )
    artifacts = []
    for number in range(draw.choice((1, 1, 2))):
        copies = [
            _copy(draw, sources, "{d}" if pattern else "") for _ in range(draw.choice((1, 2, 3)))
        ]
        name = (
            draw.choice(("one", "two", "{d}"))
            if pattern
            else draw.choice(("one", "two", "r2", "s.zip"))
        )
        artifacts.append(
            {"name": f"{name}-{number}" if draw.random() < 0.9 else name, "copy": copies}
        )
    if pattern and draw.random() < 0.8:
        for number, one in enumerate(artifacts):
            one["name"] = f"{'{e}-' if '{e}' in pattern else ''}{{d}}-{number}"
    aliases = [{"alias": alias} for alias in sources]
    spec = {
        "sources": aliases,
        "artifacts": artifacts,
        **({"pathPattern": pattern} if pattern else {}),
    }
    return spec, sources


def _exclude(draw: random.Random) -> str:
    if draw.random() < 0.04:
        return draw.choice(_BROKEN)
    return "/".join(draw.choices(_EXCLUDES, k=draw.choice((1, 1, 2, 2, 3))))


def some_exclusion(draw: random.Random) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """A copy of all with some patterns of what to leave out."""
    paths = some_paths(draw, 16)
    excludes = [_exclude(draw) for _ in range(draw.choice((1, 1, 2)))]
    spec = generator((f"@r/{draw.choice(('', _near(draw, paths)))}", "@artifact/", excludes))
    return spec, {"r": paths, "s": []}
