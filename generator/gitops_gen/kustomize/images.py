"""`images`: names, tags and digests of the images of containers, init containers and image volumes."""

from __future__ import annotations

from collections.abc import Iterable

from gitops_gen.kustomize import fields, nodes, patterns
from gitops_gen.kustomize.nodes import LIST, MAP, SCALAR, Node, Source
from gitops_gen.kustomize.resource import Resource, set_scalar
from gitops_gen.records import Record


class Image(Record, frozen=True):
    """One entry of `images`."""

    name: str = ""
    new_name: str = ""
    new_tag: str = ""
    digest: str = ""
    tag_suffix: str = ""


def apply(resources: Iterable[Resource], image: Image, source: Source) -> bool:
    """Sets an image everywhere; False where no image of that name was found."""
    matched = False

    def update(node: Node) -> None:
        nonlocal matched
        nodes.expect(node, SCALAR)
        if patterns.image(image.name).search(node.text):
            matched = True
            set_scalar(node, nodes.scalar(renamed(node.text, image), source=source))

    kept = [one for one in resources if one.kind != "CustomResourceDefinition"]
    for resource in kept:
        _containers(resource.body, update)
    for resource in kept:
        for spec in fields.default("images"):
            fields.apply(resource, spec, update)
    return matched


def _containers(node: Node, update: fields.SetFn) -> None:
    """Everything named `containers` or `initContainers`, at any depth."""
    if node.kind == LIST:
        for item in node.items:
            _containers(item, update)
    for key, one in node.fields.items():
        _containers(one, update)
        if key in ("containers", "initContainers") and one.kind == LIST:
            for item in one.items:
                nodes.expect(item, MAP)
                held = item.fields.get("image")
                if held is not None:
                    update(held)


def renamed(text: str, image: Image) -> str:
    """An image reference with the new parts; a new tag or digest drops the old of both."""
    name, tag, digest = split(text)
    name = image.new_name or name
    if image.new_tag or image.digest:
        tag, digest = image.new_tag, image.digest
    elif image.tag_suffix:
        tag, digest = tag + image.tag_suffix, ""
    return name + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")


def split(text: str) -> tuple[str, str, str]:
    """Name, tag and digest as kustomize finds them: behind the first slash, where there is one."""
    start = max(text.find("/"), 0)
    at, colon = text.find("@", start), text.find(":", start)
    if at < 0 and colon < 0:
        return text, "", ""
    if at >= 0 and (at < colon or colon < 0):
        return text[:at], "", text[at:].removeprefix("@")
    if at >= 0:
        return text[:colon], text[colon:at].removeprefix(":"), text[at:].removeprefix("@")
    return text[:colon], text[colon:].removeprefix(":"), ""
