"""What the real sops said when it was recorded (tests/tools/record_sops.py)."""

from __future__ import annotations

from gitops_gen.sops import age, document
from gitops_gen.sops.metadata import VERSION
from gitops_gen.sops.rules import creation_rules, match
from tests.sops import replay, samples
from tests.support.recordings import load

HELD = load("sops")


def test_recorded_files_decrypt_to_what_sops_saw() -> None:
    keys = age.of(replay.private())
    for file in HELD["files"]:
        bodies = document.decrypt(document.parse(file["text"], "recorded"), keys)
        assert [samples.leaves(body) for body in bodies] == file["leaves"], file["plain"]
    assert len(HELD["files"]) > 60


def test_recorded_rules_match_as_in_sops() -> None:
    rules = creation_rules(HELD["config"], ".sops.yaml")
    for path, said in HELD["rules"].items():
        found = match(rules, path)
        assert (found is None) == (said is None), path
        if found is not None:
            assert list(found.recipients) == said["recipients"]
            assert said[found.selection.field] == found.selection.pattern
            assert found.mac_only_encrypted == said["mac_only_encrypted"]


def test_we_claim_the_recorded_version() -> None:
    assert HELD["tools"] == {"sops": VERSION}
