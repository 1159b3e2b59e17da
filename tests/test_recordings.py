"""Every recording was written by `make record` from a recorder that is here, and names its programs."""

from __future__ import annotations

import base64
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from scripts import record
from tests.support import recordings

NAMES = sorted(path.stem for path in recordings.FOLDER.glob("*.json"))


def test_recorders_and_recordings_are_pairs() -> None:
    assert sorted(record.recorders()) == NAMES


def test_recordings_are_as_make_record_writes_them() -> None:
    for name in NAMES:
        held = recordings.load(name)
        assert held["header"] == record.HEADER
        text = (recordings.FOLDER / f"{name}.json").read_text(encoding="utf-8")
        assert record.text_of(name, held) == text


def test_a_missing_recording_says_how_it_is_made() -> None:
    with pytest.raises(FileNotFoundError, match=r"tests/recordings/none.json.*`make record`"):
        recordings.load("none")


@pytest.mark.parametrize("tools", [None, {}, {"sops": ""}, "sops"])
def test_a_recording_without_its_programs_is_refused(tools: Any) -> None:
    with pytest.raises(ValueError, match=r"record_x\.py: record\(\) gives no `tools`"):
        record.text_of("x", {"tools": tools})


@pytest.mark.parametrize("label", ["PRIVATE KEY", "EC PRIVATE KEY", "ED25519 PRIVATE KEY"])
def test_a_private_key_is_never_recorded(label: str) -> None:
    pem = f"-----BEGIN {label}-----\n"
    for text in (pem, base64.b64encode(pem.encode()).decode(), "AGE-SECRET-" + "KEY-1QQ"):
        with pytest.raises(ValueError, match="there is a private key in it"):
            record.text_of("x", {"tools": {"sops": "1"}, "said": text})


@pytest.mark.parametrize("label", ["CERTIFICATE", "PUBLIC KEY", "AGE ENCRYPTED FILE"])
def test_what_is_public_is_recorded(label: str) -> None:
    held = base64.b64encode(f"-----BEGIN {label}-----\n".encode()).decode()
    assert held in record.text_of("x", {"tools": {"sops": "1"}, "said": held})


def test_recordings_are_sorted_and_readable() -> None:
    text = record.text_of("x", {"tools": {"sops": "1"}, "a": "ü"})
    assert text.startswith('{\n "a": "ü",\n "header": ')
    assert text.endswith("}\n")


def test_only_named_recorders_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert record.main(["no-such"]) == 2
    assert "tests/tools/record_<name>.py for: no-such" in capsys.readouterr().out


def test_recorders_are_found_by_their_name(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "tools"
    folder.mkdir(parents=True)
    (folder / "record_b.py").touch()
    (folder / "test_b.py").touch()
    assert record.recorders(tmp_path) == {"b": folder / "record_b.py"}


def test_what_cannot_run_here_is_named_and_its_recording_stays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses() -> None:
        raise recordings.NotHere("the lab makes namespaces: run it as root")

    module = types.ModuleType("tests.tools.record_here")
    module.record = refuses  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(record, "recorders", lambda: {"here": Path()})
    said = "tests/recordings/here.json left as it is: the lab makes namespaces: run it as root\n"
    assert (record.main([]), capsys.readouterr().out) == (0, said)
    assert (record.main(["here"]), capsys.readouterr().out) == (1, said)
