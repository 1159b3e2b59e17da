"""The door: the artifacts of an ArtifactGenerator, file by file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gitops_gen import sourceignore
from gitops_gen.compose import captures, generator
from gitops_gen.compose.generator import Artifact, Generator
from gitops_gen.compose.outcome import Composed, Failed, FailsError, NotJudged, UnsureError
from gitops_gen.compose.staging import DEEP, Staging, Step
from gitops_gen.compose.tree import Tree

Outcome = Composed | Failed | NotJudged


def compose(
    spec: Mapping[str, Any], sources: Mapping[str, Sequence[str] | None]
) -> tuple[Outcome, ...]:
    """What becomes of each artifact, in the order in which source-watcher builds them.

    `sources` has for each alias the paths of the files in that source's own artifact (after .sourceignore), and those
    of folders without files, which end in a slash; None, or no such alias, for a source that is not known. An outcome
    without a name is the only one: it speaks of the generator. The controller stops at the first artifact that fails,
    and those after it stay as they were; here each is judged by itself.
    """
    try:
        read = generator.read(spec)
        generator.check(read)
        trees = {alias: _tree(alias, sources.get(alias)) for alias in read.aliases}
        wanted = _artifacts(read, trees)
    except FailsError as error:
        return (Failed("", error.message, error.at),)
    except UnsureError as error:
        return (NotJudged("", error.reason),)
    return tuple(_outcome(one, trees) for one in wanted)


def _tree(alias: str, paths: Sequence[str] | None) -> Tree | str:
    if paths is None:
        return f"the source {alias} is not known"
    if any(path.count("/") > DEEP for path in paths):
        return f"the source {alias} has more than {DEEP} folders in each other"
    return Tree(paths)


def _artifacts(read: Generator, trees: Mapping[str, Tree | str]) -> Sequence[Artifact]:
    if not read.pattern:
        return read.artifacts
    alias = captures.alias_of(read.pattern)
    if alias not in trees:
        said = f'pathPattern "{read.pattern}": source alias {alias} not found in local sources'
        raise FailsError(said, captures.AT)
    tree = trees[alias]
    if isinstance(tree, str):
        raise UnsureError(tree)
    return captures.artifacts(read, tree)


def _outcome(artifact: Artifact, trees: dict[str, Tree | str]) -> Outcome:
    name = artifact.name
    if name in trees:
        # Both lie in one folder: the artifact holds all of the source, and a file that is copied onto itself is empty.
        trees[name] = f"the artifact {name} is built in the folder of the source {name}"
        return NotJudged(name, f"it has the name of a source, and is built in its folder: {name}")
    staging = Staging()
    try:
        for number, copy in enumerate(artifact.copies):
            Step(copy, ("artifacts", artifact.number, "copy", number), staging).run(trees)
        if any("\n" in path for path in staging.files):
            at = ("artifacts", artifact.number, "copy")
            raise FailsError("filenames with newlines are not supported", at)
    except FailsError as error:
        return Failed(name, error.message, error.at)
    except UnsureError as error:
        return NotJudged(name, error.reason)
    left_out = sourceignore.read({})  # the archive is packed like that of a source without rules
    files = {path: staging.files[path] for path in sorted(staging.files)}
    kept = {path: it for path, it in files.items() if not left_out.ignored(f"{name}/{path}")}
    return Composed(name, kept)
