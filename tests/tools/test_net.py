"""Addresses, names, selectors, amounts, images and patterns: our judgement against the code that will judge them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest

from gitops_gen.grammar import names
from gitops_gen.net import ranges
from gitops_gen.spec.cilium import LabelSelector
from gitops_gen.spec.rules import cilium, ingresses, selection, workloads
from tests.support.ledger import proved
from tests.support.tools import oracle

NETIP = "Go 1.26 net/netip"
MACHINERY = "k8s.io/apimachinery 0.36.3"
CASES = 4000


def words(text: str) -> list[str]:
    return text.split()


_EDGES_OF_ADDRESSES = words(
    r"""
    0.0.0.0 255.255.255.255 256.1.1.1 1.2.3 1.2.3.4.5 01.2.3.4 1.2.3.04 1.2.3.4/ 1.2.3.4/33
    1.2.3.4/032 1.2.3.4/+8 ::1 :: 2001:db8::/32 2001:db8::1/129 ::ffff:1.2.3.4 ::1%eth0 1::2::3
    ١.2.3.4 1.2.3.4/٨ 0x1.2.3.4 1.2.3.4%0 10.0.0.1/8 10.0.0.0/8 0.0.0.0/0 1.2.3.4/32 1.2.3.4/31
    fe80::1/64 fe80::/64 / /8 -1
    """
)


def some_addresses(draw: random.Random) -> list[str]:
    made = [*_EDGES_OF_ADDRESSES, "", " 1.2.3.4", "1.2.3.4\n", "1.2.3.4 /8"]
    while len(made) < CASES:
        parts = [
            str(draw.choice((0, 1, 10, 127, 192, 255, 256, draw.randrange(300)))) for _ in range(4)
        ]
        text = ".".join(parts)
        if draw.random() < 0.2:
            text = ":".join(
                f"{draw.randrange(65536):x}" for _ in range(draw.choice((7, 8, 8, 8, 9)))
            )
        if draw.random() < 0.6:
            text += f"/{draw.choice((0, 8, 12, 16, 24, 30, 31, 32, 33, 64, 128, 129))}"
        if draw.random() < 0.1:
            place = draw.randrange(len(text))
            text = text[:place] + draw.choice("0:./x%- ") + text[place + 1 :]
        made.append(text)
    return made


def test_addresses_and_networks_are_what_go_takes() -> None:
    texts = some_addresses(random.Random(1))
    said = oracle("net").ask([{"op": op, "text": t} for t in texts for op in ("address", "prefix")])
    for text, one, net in zip(texts, said[::2], said[1::2], strict=True):
        assert _taken(ranges.address, text) == one["valid"], text
        assert _taken(ranges.network, text) == net["valid"], text
        if net["valid"]:
            assert str(ranges.network(text).network_address) == net["first"]
        elif net.get("text"):
            with pytest.raises(ValueError, match="has host bits set: the network is ") as raised:
                ranges.network(text)
            assert str(raised.value).endswith(f" {net['text']}")
    proved("net-addresses", 2 * len(texts), judge=NETIP)


def _taken(read: Callable[[str], Any], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def test_ranges_overlap_as_go_says() -> None:
    draw = random.Random(2)
    pairs = [(_network(draw), _network(draw)) for _ in range(CASES)]
    said = oracle("net").ask([{"op": "overlaps", "text": a, "other": b} for a, b in pairs])
    for (a, b), verdict in zip(pairs, said, strict=True):
        assert verdict["valid"]
        one, two = ranges.parse(a), ranges.parse(b)
        spelt = ranges.parse(f"{two.first}-{two.last}")
        assert spelt == two
        assert one.overlaps(spelt) == two.overlaps(one) == verdict["yes"], (a, b)
    assert 100 < sum(one["yes"] for one in said) < CASES - 100
    proved("net-overlaps", len(pairs), judge=NETIP)


def _network(draw: random.Random) -> str:
    if draw.random() < 0.2:
        return draw.choice(("fd00:0::/30", "fd00::/16", f"fd00:{draw.randrange(6):x}::/32"))
    length = draw.choice((20, 24, 28, 30, 32))
    number = (10 << 24 | draw.randrange(1 << 13)) >> (32 - length) << (32 - length)
    return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}/{length}"


_LETTERS = "ab9AZ-_./* é\n:"
_EDGES_OF_NAMES = words(
    r"""
    . .. ... ..a .a a. - -a a- a-b a--b a.b a..b A a_b 9 9a a/b /b a/ a/b/c A/b a.b/c *.a *.*.a *
    *.a-
    """
)


def some_names(draw: random.Random) -> list[str]:
    made = [*_EDGES_OF_NAMES, "", *("a" * n for n in (62, 63, 64, 252, 253, 254, 300))]
    made += [f"{'a' * n}/b" for n in (253, 254)] + [f"a/{'b' * n}" for n in (63, 64)]
    made += [f"*.{'a' * n}" for n in (251, 252)] + [f"{'a' * 63}.{'b' * 64}", f"A{'a' * 62}", "a\n"]
    while len(made) < CASES:
        weights = [9, 9, 6, 2, 2, 4, 2, 5, 3, 1, 1, 1, 1, 1]
        made.append("".join(draw.choices(_LETTERS, weights, k=draw.randrange(1, 9))))
    return made


def _is_name(text: str) -> bool:
    """Judged by the types, before any rule."""
    return _taken(lambda one: msgspec.convert(one, names_type()), text)


def names_type() -> Any:
    from gitops_gen.spec.base import Name

    return Name


OURS: dict[str, Callable[[str], bool]] = {
    "label": _is_name,
    "subdomain": names.is_subdomain,
    "key": names.is_label_key,
    "value": names.is_label_value,
    "variable": workloads.is_variable,
}


@pytest.mark.parametrize("op", OURS)
def test_names_are_what_kubernetes_takes(op: str) -> None:
    texts = some_names(random.Random(op))
    if op == "label":  # a line break is refused before (spec/texts.py)
        texts = [text for text in texts if "\n" not in text]
    said = oracle("net").ask([{"op": op, "text": text} for text in texts])
    for text, verdict in zip(texts, said, strict=True):
        assert OURS[op](text) == verdict["valid"], text
    assert 50 < sum(one["valid"] for one in said) < len(texts) - 50
    proved("net-names", len(texts), judge=MACHINERY)


def test_hosts_are_what_an_ingress_takes() -> None:
    texts = some_names(random.Random(3))
    wild = oracle("net").ask([{"op": "wildcard", "text": text} for text in texts])
    plain = oracle("net").ask([{"op": "subdomain", "text": text} for text in texts])
    for text, starred, bare in zip(texts, wild, plain, strict=True):
        wanted = starred["valid"] if "*" in text else bare["valid"]
        if not text.rpartition(".")[2].isdigit():  # stricter: no top-level domain is a number
            assert ingresses.is_host(text) == wanted, text
    proved("net-names", len(texts), judge=MACHINERY)


def test_selectors_select_what_kubernetes_selects() -> None:
    draw = random.Random(4)
    cases = [(_selector(draw), _labels(draw)) for _ in range(CASES)]
    said = oracle("net").ask([{"op": "selects", "selector": s, "labels": t} for s, t in cases])
    for (selector, labels), verdict in zip(cases, said, strict=True):
        assert verdict["valid"], verdict
        ours = msgspec.convert(selector, LabelSelector)
        assert selection.selects(ours, labels) == verdict["yes"], (selector, labels)
    assert 500 < sum(one["yes"] for one in said) < CASES - 500
    proved("net-selectors", len(cases), judge=MACHINERY)


def _labels(draw: random.Random) -> dict[str, str]:
    return {key: draw.choice(("", "x", "y")) for key in "abc" if draw.random() < 0.5}


def _selector(draw: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if draw.random() < 0.4:
        made["matchLabels"] = {draw.choice("abc"): draw.choice(("", "x", "y"))}
    if draw.random() < 0.8:
        made["matchExpressions"] = [_expression(draw) for _ in range(draw.choice((1, 1, 2)))]
    return made


def _expression(draw: random.Random) -> dict[str, Any]:
    operator = draw.choice(("In", "NotIn", "Exists", "DoesNotExist"))
    values = draw.sample(("", "x", "y", "z"), draw.choice((1, 2))) if "In" in operator else []
    return {"key": draw.choice("abc"), "operator": operator, "values": values}


def test_amounts_compare_as_kubernetes_compares_them() -> None:
    draw = random.Random(5)
    pairs = [draw.choice((_cpus, _memories))(draw) for _ in range(1000)]
    said = oracle("net").ask([{"op": "quantity", "text": a, "other": b} for a, b in pairs])
    for (a, b), verdict in zip(pairs, said, strict=True):
        assert verdict["valid"], (a, b)
        assert (workloads.amount(a) > workloads.amount(b)) == verdict["yes"], (a, b)
    proved("net-amounts", len(pairs), judge=MACHINERY)


def _cpus(draw: random.Random) -> Sequence[str]:
    return [
        draw.choice((f"{draw.randrange(3000)}m", f"{draw.randrange(30) / 10}", "1")) for _ in "ab"
    ]


def _memories(draw: random.Random) -> Sequence[str]:
    units = ("", "k", "Ki", "M", "Mi", "G", "Gi", "T", "Ti")
    return [f"{draw.randrange(1, 1100)}{draw.choice(units)}" for _ in "ab"]


_EDGES_OF_IMAGES = words(
    r"""
    redis redis:8 a/b a//b a/b/ A/b Foo/bar foo/Bar localhost/a localhost:5000/a:1 h.io:/a h.io/a@b
    a:b:c a@sha256:0 a__b a___b a-b a---b a-.b .a a. -a a- a:.1 a:-1 a:_1 a:A h_x.io/a http://a/b
    a:5000 1/2 a b
    """
)
_EDGES_OF_IMAGES += [
    f"a@sha256:{'0' * 64}",
    f"a:1@sha256:{'0' * 64}",
    f"a@sha256:{'A' * 64}",
    f"a:{'1' * 128}",
    f"a:{'1' * 129}",
    "",
    "a:1\n",
    "a b",
]


def test_images_are_what_containerd_takes() -> None:
    draw = random.Random(6)
    texts = [*_EDGES_OF_IMAGES]
    while len(texts) < CASES:
        texts.append("".join(draw.choices("ab1A._-/:@", k=draw.randrange(1, 9))))
    said = oracle("net").ask([{"op": "image", "text": text} for text in texts])
    for text, verdict in zip(texts, said, strict=True):
        match = workloads.IMAGE.match(text)
        assert bool(match) == verdict["valid"], (text, verdict)
        if match:
            assert bool(match["tag"] or match["digest"]) == verdict["yes"], text
    assert sum(one["valid"] for one in said) > 200
    proved("net-images", len(texts), judge="github.com/distribution/reference 0.6.0")


_PATTERNS = words(
    r"""
    ^eth[0-9]+$ ^enp0s\d+$ eth0 ^(eth|en).*$ ^eth[0-9]{1,2}$ (?i)^ETH0$ ^e(?:th)0$ ^(?P<x>e)th0$ [ (
    a{2,1} (?=eth) (?!eth) (?<=e)th (?<!e)th (e)\1 e*+ e++ e?+ (?>eth) ^eth0\Z ^eth0\z \Aeth0
    eth(?#x) [[:alpha:]]+ (?<x>e) (?P=x) e{1001} e{1000} ** a** \p{L}+ \pL \w+ \d+ \Q.\E \C \G \h
    \x65 \x{65} (?s).* (?x)e e{,3} (?U)e (?P<x>a)(?P<x>b) (?(1)a|b) \u0065 \e \0 \N{DASH} [a-\d] [^]
    [] []a] (?-i)e (?i:E)th0 (?L)e (?a)e e{1}{2} e|| |
    """
)


_COMMON = [
    r"^eth[0-9]+$",
    r"^enp0s\d+$",
    r"^(eth|en).*$",
    r"^eth[0-9]{1,2}$",
    r"^e(?:th)0$",
    r"^bond0\.100$",
    "^.+$",
]


def test_patterns_that_we_take_are_taken_by_cilium() -> None:
    assert all(map(cilium.compiles, _COMMON))
    draw = random.Random(7)
    texts = [*_COMMON, *_PATTERNS]
    while len(texts) < CASES:
        atoms = draw.choices(
            ("^", "$", "e", "t", "0", ".", "[a-z]", "[0-9]", "+", "*", "?", "(", ")", "|", "\\d"),
            k=5,
        )
        texts.append("".join(atoms))
    names_ = ("eth0", "enp0s3", "E", "")
    said = oracle("net").ask(
        [{"op": "search", "text": t, "other": n} for t in texts for n in names_]
    )
    judged = 0
    for i, (text, name) in enumerate((t, n) for t in texts for n in names_):
        if cilium.compiles(text):
            assert said[i]["valid"], text
            assert cilium.finds(text, name) == said[i]["yes"], (text, name)
            judged += 1
    proved("net-patterns", judged, judge="Go 1.26 regexp")
