"""Files and functions stay as small as those of the programs that we learnt from."""

from __future__ import annotations

import ast
from statistics import median

from tests.house.source import modules

FILE_MOST, FILE_P90, FILE_MEDIAN = 450, 250, 110
FUNCTION_MOST, FUNCTION_P90, FUNCTION_MEDIAN = 60, 35, 12


def functions() -> list[tuple[int, str]]:
    """(lines, name) of every function, nested ones too."""
    return sorted(
        (int(node.end_lineno or 0) - node.lineno + 1, f"{module.name}.{node.name}")
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def ninetieth(sizes: list[tuple[int, str]]) -> int:
    """The size that nine of ten do not exceed."""
    return sizes[len(sizes) * 9 // 10][0]


def test_files() -> None:
    sizes = sorted((module.lines, module.name) for module in modules())
    assert [size for size in sizes if size[0] > FILE_MOST] == []
    assert ninetieth(sizes) <= FILE_P90
    assert median(lines for lines, _ in sizes) <= FILE_MEDIAN


def test_functions() -> None:
    sizes = functions()
    assert [size for size in sizes if size[0] > FUNCTION_MOST] == []
    assert ninetieth(sizes) <= FUNCTION_P90
    assert median(lines for lines, _ in sizes) <= FUNCTION_MEDIAN
