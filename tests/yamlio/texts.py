"""Makes random YAML texts as people write them: flow and block, anchors, merges, tags; good ones and broken ones."""

from __future__ import annotations

import re
from random import Random

WORDS = [
    *("a", "b", "c", "d", "foo", "yes", "no", "on", "y", "n", "1", "0x1F", "1.5", "1e3", "~"),
    *("null", "true", "2020-01-01", "08", "0777", "'q'", '"dq"', '"1"', "'<<'", "a b", "-x"),
    *("?y", ":z", "!!str 5", "!!int '7'", "!!float 3", "!foo 9", "! 5", "!!binary aGk=", "a:b"),
    *("x#y", "''", '"\\u00e9"', "é", "=", "-1", "+1", "1_0", "0o7", "!!null ''", "!!bool true"),
    *("!!timestamp 2020-01-01", "1.25", "-0.5e-7", "123456789.5", "12345678"),
]
BLOCKS = ["|", ">", "|-", ">-", "|+", ">+", "|2"]
BREAKS = " :-[]{},#&*!|>'\"%@`?\n\t~<"


class Writer:
    """Writes one text; only anchors that stand above are used, so that most texts are good."""

    def __init__(self, random: Random, keys: list[str]) -> None:
        self.random = random
        self.keys = keys
        self.scalars: list[str] = []
        self.maps: list[str] = []

    def scalar(self) -> str:
        chance = self.random.random()
        if chance < 0.1 and self.scalars:
            return f"*{self.random.choice(self.scalars)}"
        word = self.random.choice(WORDS)
        if chance > 0.9:
            name = self.random.choice("xyz")
            self.scalars = [*self.scalars, name]
            self.maps = [one for one in self.maps if one != name]
            return f"&{name} {word}"
        return word

    def key(self) -> str:
        return self.random.choice(self.keys)

    def merge(self) -> str:
        maps = self.maps or ["none"]
        name = self.random.choice(maps)
        if name == "none":
            return self.random.choice(["{a: 1}", "[{a: 1, b: 2}, {b: 3}]"])
        return self.random.choice([f"*{name}", f"[*{name}, {{a: 5}}]", f"[*{name}, *{maps[0]}]"])

    def flow(self, depth: int) -> str:
        def inner() -> str:
            simple = depth <= 0 or self.random.random() < 0.7
            return self.scalar() if simple else self.flow(depth - 1)

        count = self.random.randint(0, 3)
        if self.random.random() < 0.5:
            return f"[{', '.join(inner() for _ in range(count))}]"
        return f"{{{', '.join(f'{self.key()}: {inner()}' for _ in range(count))}}}"

    def block(self, depth: int, column: int) -> str:
        pad = " " * column
        made = []
        listed = self.random.random() < 0.3
        for _ in range(self.random.randint(1, 4)):
            head = f"{pad}-" if listed else f"{pad}{self.key()}:"
            chance = self.random.random()
            if not listed and chance < 0.08:
                made.append(f"{pad}<<: {self.merge()}")
            elif depth <= 0 or chance < 0.5:
                made.append(f"{head} {self.scalar()}")
            elif chance < 0.65:
                made.append(f"{head} {self.flow(2)}")
            elif chance < 0.75:
                style = self.random.choice(BLOCKS)
                made.append(f"{head} {style}\n{pad}  l1\n{pad}  l2\n\n{pad}  l3")
            else:
                made.append(self.below(head, depth, column))
        return "\n".join(made)

    def below(self, head: str, depth: int, column: int) -> str:
        name = self.random.choice("pqr") if self.random.random() < 0.4 else ""
        body = self.block(depth - 1, column + self.random.choice([1, 2, 4]))
        is_map = not body.lstrip(" ").startswith("- ") and not body.lstrip(" ").startswith("-\n")
        self.maps = [one for one in self.maps if one != name] + ([name] if name and is_map else [])
        return f"{head}{f' &{name}' if name else ''}\n{body}"


def text(random: Random, keys: list[str] | None = None) -> str:
    """One text of one or two documents; `keys` default to every sort of scalar."""
    return "---\n".join(
        Writer(random, keys or WORDS).block(3, 0) + "\n" for _ in range(random.choice([1, 1, 2]))
    )


def broken(random: Random, good: str) -> str:
    """A text with one to three characters taken out or put in.

    It ends its last line: kubectl would add that. No tag holds a flow indicator: libyaml 0.2.5 ends the tag
    there, go-yaml does not.
    """
    letters = list(good)
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(letters) + 1)
        if random.random() < 0.4 and at < len(letters):
            del letters[at]
        else:
            letters.insert(at, random.choice(BREAKS))
    made = "".join(letters).rstrip("\n") + "\n"
    return good if re.search(r"![^\s!]*[,\[\]{}]", made) else made
