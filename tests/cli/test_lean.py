"""What the console script loads late is there for whoever asks, and answers as it would have at once."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from gitops_gen.cli import lean
from tests.seed import fresh

TEXTS = [
    "a: 1\nb: [x, {c: d}]\n---\n- e\n",
    "a: &x [1]\nb: *x\n<<: {c: d}\n",
    "a: |\n  text\n  more\n",
    "",
    "\ufeffa: ä\n",
    "a: [",
    "a: \x00",
    "a: \x07",
    "\tx",
    "a: b: c",
    "a: *b",
    "%YAML 9",
    "a: 1\na: 2\n",
    "a: '\\ud800'",
    "a: \ufffe",
    "- \U0001f600\n",
]
READ = """
from gitops_gen.errors import UserError
from gitops_gen.yamlio import read, scalars
said = []
for text in json.load(sys.stdin):
    for typing in (scalars.KUBERNETES, scalars.TALOS, scalars.SOPS):
        try:
            found = read.documents(text, "f", typing=typing)
            said.append([[one.body, one.at("a")] for one in found])
        except UserError as error:
            said.append(str(error))
print(json.dumps([said, "yaml.resolver" in sys.modules]))
"""
ERRORS = {
    "composer": "ComposerError",
    "constructor": "ConstructorError",
    "emitter": "EmitterError",
    "parser": "ParserError",
    "reader": "ReaderError",
    "representer": "RepresenterError",
    "scanner": "ScannerError",
    "serializer": "SerializerError",
}


def child(code: str, *, lean_first: bool, given: object = None) -> object:
    """What a program prints as JSON, in a Python of its own."""
    first = "from gitops_gen.cli import lean; lean.prepare()\n" if lean_first else ""
    done = subprocess.run(
        [sys.executable, "-c", f"import json, sys\n{first}{code}"],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_everything_is_read_and_refused_alike() -> None:
    whole = child(READ, lean_first=False, given=TEXTS)
    without = child(READ, lean_first=True, given=TEXTS)
    assert isinstance(whole, list)
    assert isinstance(without, list)
    assert whole[1] is True
    assert without[1] is False
    assert without[0] == whole[0]


@pytest.mark.parametrize("first", [[], ["reader"], sorted(ERRORS)])
def test_pyyaml_is_whole_for_whoever_asks(first: list[str]) -> None:
    code = f"""
import yaml.error
errors = {[ERRORS[one] for one in first]}
import gitops_gen.yamlio.read
seen = [issubclass(getattr(getattr(yaml, part), error), yaml.error.YAMLError)
        for part, error in {ERRORS}.items() if error in errors]
import yaml
read = yaml.safe_load("a: [1, 2020-01-01, yes]")
try:
    yaml.safe_load("a: [")
    refused = False
except yaml.YAMLError as error:
    refused = True
pure = yaml.load("b: 0x10", Loader=yaml.SafeLoader)
print(json.dumps([all(seen), str(read), refused, pure, yaml.safe_dump(pure), yaml.__version__ > "6"]))
"""
    said = child(code, lean_first=True)
    assert said == child(code, lean_first=False)
    read = "{'a': [1, datetime.date(2020, 1, 1), True]}"
    assert said == [True, read, True, {"b": 16}, "b: 16\n", True]


def test_a_name_that_nobody_has_is_missing_as_ever() -> None:
    code = """
import yaml, textwrap, platform
said = []
for module in (yaml, textwrap, platform):
    for _ in range(2):
        try:
            module.nonsense
        except AttributeError as error:
            said.append(str(error))
print(json.dumps(said))
"""
    said = child(code, lean_first=True)
    assert said == child(code, lean_first=False)
    assert isinstance(said, list)
    assert len(said) == 6


def test_uuid_and_the_rest_work() -> None:
    code = """
import uuid
before = sorted(name for name in ("platform", "textwrap") if hasattr(sys.modules.get(name), "__getattr__"))
import platform, textwrap, msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
box = Cipher(algorithms.AES(bytes(16)), modes.ECB()).encryptor()
print(json.dumps([
    platform.system(), platform.python_version(), textwrap.dedent("  a"),
    str(uuid.UUID(int=1)), msgspec.json.schema(int), msgspec.inspect.type_info(int).gt,
    AESGCM(bytes(16)).encrypt(bytes(12), b"", b"").hex(), box.update(bytes(16)).hex(),
    before,
]))
"""
    late, whole = child(code, lean_first=True), child(code, lean_first=False)
    assert isinstance(late, list)
    assert isinstance(whole, list)
    assert late[:-1] == whole[:-1]
    assert whole[-1] == []
    # On systems where uuid asks for its name, platform is there by then; and only the name is.
    assert late[-1] in ([], ["platform"])


def test_a_render_executes_none_of_them() -> None:
    code = """
from gitops_gen.cli import lean, main
lean.prepare()
assert main.main(["render"]) == 0
print(json.dumps([name for name in json.load(sys.stdin) if "__getattr__" not in vars(sys.modules[name])]))
"""
    late = [
        "cryptography.hazmat.primitives.ciphers",
        "msgspec.inspect",
        "platform",
        "textwrap",
        "yaml",
        *(f"yaml.{part}" for part in ERRORS),
    ]
    done = subprocess.run(
        [sys.executable, "-c", f"import json, sys\n{code}"],
        input=json.dumps(late),
        cwd=fresh.tree(),
        env=fresh.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    executed = json.loads(done.stdout.splitlines()[-1])
    # uuid asks macOS for its name in another way, and whole.
    assert [name for name in executed if name != "platform" or sys.platform == "linux"] == []


def test_a_package_that_is_missing_is_missing() -> None:
    """The finder says "not mine" and lets the import fail as always."""
    assert lean._Finder.find_spec("yaml", ["/nowhere"]) is None
    assert lean._Finder.find_spec("json") is None


def test_what_is_there_already_is_left_alone() -> None:
    import yaml

    before = sys.meta_path[:]
    try:
        lean.prepare()
        lean.prepare()
        assert len(sys.meta_path) == len(before) + 1
        import yaml.reader

        assert yaml.safe_load("a: 1") == {"a": 1}
        assert yaml.reader.Reader.__module__ == "yaml.reader"
    finally:
        sys.meta_path[:] = before
