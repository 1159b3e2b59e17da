"""What we do not build ourselves: asked of a kustomize that the test made, and where its objects were written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.kustomize.build import Built, Failed, Memory, NotJudged, Object
from gitops_gen.kustomize.outcome import Place
from gitops_gen.programs.kustomize import Answer, Kustomize
from gitops_gen.repo.delegated import built
from tests.kustomize import unjudged

ORIGIN = "config.kubernetes.io/origin"


class Asked(Kustomize):
    """Answers what it is told to, and remembers what it was given."""

    version = "5.8.1"
    why = "nobody is there"

    def __init__(self, *answers: Answer | None) -> None:
        super().__init__("")
        self.answers = list(answers)
        self.given: list[dict[str, Any]] = []

    def build(self, files: Any, folder: str) -> Answer | None:
        self.given.append({**files, "": folder})
        return self.answers.pop(0)


CASE = unjudged.case(**unjudged.FIELDS["configurations"])
FILE = "apps/web/kustomization.yaml"


def made(tool: Kustomize, **files: str) -> Any:
    return built(tool, Memory({**CASE["files"], **files}), CASE["folder"])


def document(name: str, kind: str = "Service", **notes: str) -> str:
    metadata = {"name": name, **({"annotations": notes} if notes else {})}
    return json.dumps({"apiVersion": "v1", "kind": kind, "metadata": metadata})


def test_objects_come_without_notes_and_with_their_places() -> None:
    text = "\n---\n".join(
        [
            document("x-front", **{ORIGIN: "path: front.yaml\n", "note": "1"}),
            document("x-mine", "Mine", **{ORIGIN: "path: ../base/two.yaml\n"}),
            document("x-b", **{ORIGIN: "path: ../base/two.yaml\n"}),
            document(
                "cm", **{ORIGIN: "configuredIn: kustomization.yaml\nconfiguredBy: {kind: A}\n"}
            ),
            document("bare"),
            document("odd", **{ORIGIN: "[]"}),
        ]
    )
    two = "\n---\n".join(
        [document("b", "Other"), document("mine", "Mine"), document("", "Mine"), document("b")]
    )
    found = made(Asked(Answer(text)), **{"apps/base/two.yaml": two})
    assert isinstance(found, Built)
    assert found.by == "kustomize 5.8.1"
    assert [one.origin for one in found.objects] == [
        Place("apps/web/front.yaml", 0),
        Place("apps/base/two.yaml", 1),
        Place("apps/base/two.yaml", 3),
        Place(FILE),
        Place(FILE),
        Place(FILE),
    ]
    assert found.objects[0].body["metadata"] == {"name": "x-front", "annotations": {"note": "1"}}
    assert found.objects[1].body["metadata"] == {"name": "x-mine"}
    assert set(found.read) == set(CASE["files"])


def test_it_is_given_the_closure_and_asked_for_origins() -> None:
    tool = Asked(Answer("\n"))
    assert made(tool, **{"unread.yaml": ""}) == Built(
        (), (), tuple(tool.given[0])[:-1], "kustomize 5.8.1"
    )
    (given,) = tool.given
    assert given.pop("") == "apps/web"
    body = json.loads(given.pop(FILE))
    assert body.pop("buildMetadata") == ["originAnnotations"]
    assert body.pop("sortOptions") == {"order": "fifo"}
    assert body == json.loads(CASE["files"][FILE])
    assert set(given) == set(CASE["files"]) - {FILE}


def test_an_order_that_is_written_stays() -> None:
    tool = Asked(Answer("\n"))
    case = unjudged.case(**unjudged.FIELDS["sorted"])
    built(tool, Memory(case["files"]), case["folder"])
    assert json.loads(tool.given[0][FILE])["sortOptions"] == {"order": "legacy"}


def test_what_flux_adds_is_what_it_builds() -> None:
    tool = Asked(Answer("\n"))
    files = {"a/b.yaml": "", "a/names.yaml": ""}
    given = {"resources": ["b.yaml"], "configurations": ["names.yaml"], "namespace": "new"}
    built(tool, Memory(files), "a", given)
    assert json.loads(tool.given[0]["a/kustomization.yaml"])["namespace"] == "new"


def test_a_refusal_counts_without_our_notes() -> None:
    tool = Asked(Answer(refusal="notes"), Answer(refusal="it is wrong"))
    found = made(tool)
    assert isinstance(found, Failed)
    assert found.message == "kustomize 5.8.1 refuses it: it is wrong"
    assert found.places == (Place(FILE),)
    assert json.loads(tool.given[1][FILE])["buildMetadata"] == []
    found = made(Asked(Answer(refusal="notes"), Answer(document("front"))))
    assert found.objects[0] == Object(json.loads(document("front")), Place(FILE))


@pytest.mark.parametrize(
    "said", ["executable file not found in $PATH", "proxyconnect tcp", "dial tcp"]
)
def test_what_our_walls_refuse_is_not_the_trees_fault(said: str) -> None:
    found = made(Asked(Answer(refusal=said), Answer(refusal=said)))
    assert isinstance(found, NotJudged)
    assert found.reason == "the field configurations"


def test_an_output_that_we_cannot_read_is_not_judged() -> None:
    assert isinstance(made(Asked(Answer("{"))), NotJudged)


def test_nobody_to_ask() -> None:
    found = made(Asked(None))
    assert isinstance(found, NotJudged)
    assert found.reason == "the field configurations; nobody is there"
    assert found.place == Place(FILE, 0, ("configurations",))
    silent = Asked(None)
    silent.why = ""
    assert made(silent).reason == "the field configurations"


@pytest.mark.parametrize("name", unjudged.HOSTILE)
def test_nothing_hostile_is_asked(name: str) -> None:
    tool = Asked()
    case = unjudged.case(**unjudged.FIELDS["configurations"] | unjudged.HOSTILE[name])
    found = built(tool, Memory(case["files"]), case["folder"])
    assert isinstance(found, NotJudged | Failed)
    assert tool.given == []


def test_a_kustomization_that_may_be_read_in_other_ways_is_not_asked() -> None:
    tool = Asked()
    twice = "resources: [a.yaml]\nresources: []\n"
    assert isinstance(built(tool, Memory({FILE: twice}), "apps/web"), NotJudged)
    assert tool.given == []


def test_what_we_build_is_not_asked(tmp_path: Path) -> None:
    case = unjudged.case()
    assert isinstance(built(Asked(), Memory(case["files"]), case["folder"]), Built)
