""".sourceignore and spec.ignore: which files stay, against source-controller's own filter."""

from __future__ import annotations

import random

from gitops_gen import sourceignore
from tests.support.ledger import proved
from tests.support.tools import oracle

FLUX = "github.com/fluxcd/pkg/sourceignore 0.18.0"

_NAMES = (
    *("a", "b", "app", "apps", "x.yaml", "y.yml", "pic.png", "a.zip", ".github", ".sops.yaml"),
    *(".gitignore", "é.yaml", "a b", "[x]", "docs", "README.md", ".travis.yml", "v.tar.gz", "-"),
)
_PARTS = (
    *("a", "b", "app*", "*", "**", "?", "*.yaml", "x.*", "[ab]", "[^a]", "[!a]", "[a-c]*", "**a"),
    *("é*", "??yaml", "a b", "\\[x\\]", "[", "[a", "a\\", "[]a]", "[a-]", "[b-a]", ".*", "*.*", ""),
    *("docs", "README.md", "*.png", "[[x]", "[\\]]", "\\*", "[*]", "[é-ü]*", "-", "[+--]"),
)
_LINES = ("", "# comment", "   ", "!", "/", "!/", "\\#a", "\\!a", "a\\ ", "a  ", " a", "*.png\r")


def some_files(draw: random.Random) -> list[str]:
    """Paths of files, none of which is also a folder."""
    paths: set[str] = set()
    for _ in range(draw.randrange(4, 14)):
        path = "/".join(draw.choices(_NAMES, k=draw.choice((1, 1, 2, 2, 3, 4))))
        taken = {other for known in paths for other in _with_folders(known)}
        if path not in taken and not set(_with_folders(path)) & paths:
            paths.add(path)
    return sorted(paths)


def _with_folders(path: str) -> list[str]:
    names = path.split("/")
    return ["/".join(names[:n]) for n in range(1, len(names) + 1)]


def some_rules(draw: random.Random) -> str:
    lines = []
    for _ in range(draw.choice((0, 1, 1, 2, 3, 5))):
        line = "/".join(draw.choices(_PARTS, k=draw.choice((1, 1, 1, 2, 2, 3))))
        line = draw.choice(("", "", "", "!", "/")) + line + draw.choice(("", "", "/", " "))
        lines.append(line if draw.random() < 0.85 else draw.choice(_LINES))
    return "\n".join(lines) + draw.choice(("", "\n"))


def test_the_artifact_holds_what_we_say() -> None:
    draw = random.Random(1)
    cases = []
    for _ in range(3000):
        files = dict.fromkeys(some_files(draw), "")
        folders = ["", *{folder for path in files for folder in _with_folders(path)[:-1]}]
        for folder in sorted(folders):
            if draw.random() < (0.6 if folder == "" else 0.15):
                files[f"{folder}/.sourceignore".lstrip("/")] = some_rules(draw)
        ignore = some_rules(draw) if draw.random() < 0.4 else None
        cases.append((files, ignore))
    said = oracle("flux").ask(
        [{"op": "archive", "files": files, "ignore": ignore} for files, ignore in cases]
    )
    judged = left = 0
    for (files, ignore), verdict in zip(cases, said, strict=True):
        assert not verdict.get("error"), verdict
        texts = {
            path.removesuffix(sourceignore.NAME).rstrip("/"): text
            for path, text in files.items()
            if path.rpartition("/")[2] == sourceignore.NAME
        }
        rules = sourceignore.read(texts, ignore)
        ours = sorted(path for path in files if not rules.ignored(path))
        assert ours == verdict["files"], (files, ignore)
        judged += len(files)
        left += len(files) - len(ours)
    assert 0.2 * judged < left < 0.8 * judged
    proved("flux-sourceignore", judged, judge=FLUX)
