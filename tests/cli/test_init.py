"""`init`: a new cluster, a key where there is none, and nothing overwritten."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from gitops_gen.cli import main
from gitops_gen.sops import age, rules
from gitops_gen.spec import load
from gitops_gen.spec import rules as spec_rules

SECOND = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SOPS_AGE_KEY", "SOPS_AGE_KEY_FILE", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "repo"
    root.mkdir()
    return root


def init(root: Path, *args: str) -> int:
    return main.main(["init", *args, "-C", str(root)])


def test_a_new_cluster_is_without_problems_and_its_schema_line_leads_somewhere(
    root: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(root, "home") == 0
    spec = root / "clusters/home/cluster.yaml"
    loaded = load.load(spec, "clusters/home/cluster.yaml")
    assert spec_rules.problems(loaded) == []
    assert loaded.spec.name == "home"
    line = spec.read_text().splitlines()[0]
    target = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)
    assert target
    assert (spec.parent / target[1]).resolve() == (root / "schemas/cluster.schema.json").resolve()
    assert (root / "schemas/cluster.schema.json").is_file()
    err = capsys.readouterr().err
    assert "gitops-gen render home" in err
    assert "add a second to recipients" in err


def test_a_key_is_made_for_its_owner_alone(root: Path, home: Path) -> None:
    assert init(root, "home") == 0
    key = home / ".config/sops/age/keys.txt"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    recipient = age.identities({}, home).recipients[0]
    text = (root / "clusters/home/cluster.yaml").read_text()
    assert f"    - {recipient}\n" in text
    before = key.read_text()
    assert init(root, "second") == 0
    assert key.read_text() == before
    assert recipient in (root / "clusters/second/cluster.yaml").read_text()


def test_the_key_goes_where_the_user_said(
    root: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOPS_AGE_KEY_FILE", str(tmp_path / "my/key.txt"))
    assert init(root, "home") == 0
    assert (tmp_path / "my/key.txt").is_file()
    assert not (home / ".config").exists()


def test_given_recipients_need_no_key(
    root: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = age.generate().recipient
    assert init(root, "home", "--recipient", SECOND, "--recipient", other) == 0
    assert not (home / ".config").exists()
    loaded = load.load(root / "clusters/home/cluster.yaml", "clusters/home/cluster.yaml")
    assert loaded.spec.recipients.operators == (SECOND, other)
    assert "add a second" not in capsys.readouterr().err


@pytest.mark.parametrize("recipient", ["age1nonsense", "AGE-SECRET-KEY-1QQ"])
def test_a_recipient_that_is_none_is_refused(
    root: Path, home: Path, recipient: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(root, "home", "--recipient", recipient) == 2
    assert list(root.iterdir()) == []
    assert "AGE-SECRET" not in capsys.readouterr().err.replace("AGE-SECRET-KEY-...", "")


@pytest.mark.parametrize("name", ["Home", "-a", "a-", "a.b", "../x", "", "a" * 33, "ä"])
def test_names_that_are_none_are_refused(
    root: Path, home: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["init", "-C", str(root), "--", name]) == 2
    assert list(root.iterdir()) == []
    assert list(home.iterdir()) == []
    assert "is no name for a cluster" in capsys.readouterr().err


def test_what_is_there_is_kept(root: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / ".gitignore").write_text("mine\n")
    (root / ".sops.yaml").write_text("creation_rules:\n  - age: age1mine\n")
    (root / "schemas").mkdir()
    (root / "schemas/cluster.schema.json").write_text("{}")
    assert init(root, "home") == 0
    assert (root / ".gitignore").read_text() == "mine\n"
    assert (root / ".sops.yaml").read_text().endswith("  - age: age1mine\n")
    assert len((root / "schemas/cluster.schema.json").read_text()) > 1000
    assert "kept: .gitignore\n" in capsys.readouterr().err


def test_a_cluster_that_is_there_is_not_touched(root: Path, home: Path) -> None:
    assert init(root, "home") == 0
    spec = root / "clusters/home/cluster.yaml"
    spec.write_text("mine\n")
    assert init(root, "home") == 2
    assert spec.read_text() == "mine\n"


def test_a_link_in_the_way_is_refused_before_anything_is_written(root: Path, home: Path) -> None:
    (root / ".gitignore").symlink_to(home / "elsewhere")
    assert init(root, "home") == 2
    assert not (root / "clusters").exists()
    assert not (home / "elsewhere").exists()


def test_the_rules_match_what_sops_will_be_asked_to_edit(root: Path, home: Path) -> None:
    assert init(root, "home") == 0
    found = rules.creation_rules((root / ".sops.yaml").read_text(), ".sops.yaml")
    rule = rules.match(found, "clusters/home/credentials.sops.yaml")
    assert rule is not None
    assert not rules.match(found, "infrastructure/home/x.sops.yaml")


def test_the_workflow_asks_for_no_secret_and_pins_by_hash(root: Path, home: Path) -> None:
    assert init(root, "home") == 0
    text = (root / ".github/workflows/gitops-gen.yml").read_text()
    assert "contents: read" in text
    assert "pull_request:" in text
    assert "pull_request_target" not in text
    assert "secrets." not in text
    for used in re.findall(r"uses: (\S+)", text):
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", used)
    hook = (root / ".pre-commit-config.yaml").read_text()
    assert "repo: local" in hook
    assert "gitops-gen render --check" in hook


def test_the_example_renders_under_another_name(root: Path, home: Path) -> None:
    assert init(root, "lab", "--example", "vtalos") == 0
    loaded = load.load(root / "clusters/lab/cluster.yaml", "clusters/lab/cluster.yaml")
    assert loaded.spec.name == "lab"
    assert spec_rules.problems(loaded) == []


def test_rules_that_cannot_be_extended_stop_it_before_anything_is_written(
    root: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / ".sops.yaml").write_text("creation_rules: [{age: age1mine}]\n")
    assert init(root, "home", "--recipient", SECOND) == 2
    assert [p.name for p in root.iterdir()] == [".sops.yaml"]
    assert "creation_rules is no block-style list" in capsys.readouterr().err
