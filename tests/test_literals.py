"""No renderer holds a colour, a face, a size or a margin of its own: those are tokens of the style."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import products

FOLDER = products.ROOT / "src/briefprint/renderers"
FILES = sorted(FOLDER.rglob("*.py"))

_FAMILIES = tomllib.loads((products.ROOT / "styles/fonts/fonts.toml").read_text(encoding="utf-8"))["family"]
_FACES = {
    "Helvetica", "Times", "Courier", "Arial", "Georgia", "Verdana", "Calibri", "Cambria", "Aptos", "Symbol",
    "ZapfDingbats", "Liberation", "DejaVu", "sans-serif", "monospace",
    *(family["name"] for family in _FAMILIES),
    *(family["name"].replace(" ", "") for family in _FAMILIES),
}  # fmt: skip
STRINGS = {
    "a colour": re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b|\brgba?\(|\bhsla?\(", re.IGNORECASE),
    "a face": re.compile("|".join(rf"\b{re.escape(face)}\b" for face in sorted(_FACES))),
    "a length": re.compile(r"(?<![\w#.])-?(?:\d+\.?\d*|\.\d+)(?:pt|px|mm|cm|in|pc|r?em|ex|ch)\b"),
}
NUMBERS = re.compile(r"(?:^|_)(?:pt|size|leading|margin|padding|indent|tracking)$|_PT$|font_?size|line_?width", re.I)
SETTERS = {"setFont": 1, "setFontSize": 0, "setLineWidth": 0, "setLeading": 0, "setCharSpace": 0, "setWordSpace": 0}
COLOURS = {"HexColor", "Color", "toColor"}  # what makes a colour of a token; the names beside them are colours

_FACTOR = "a lever's factor, not a length: one is the token's own value"
_FILLER = "the least line that Word sets, where the file format wants a paragraph and the design none"
ALLOWED: dict[tuple[str, str], str] = {
    ("_css.py", "1em"): "a picture in a line is as tall as the line's type, whatever that is",
    ("_word/house.py", "leading_pt=1.0"): _FILLER,
    ("_word/memocopy.py", "HAIR_PT=0.05"): "the least that Word's grid tells apart, a twip",
    ("_word/memosheet.py", "LINE_PT=1.0"): _FILLER,
    ("_word/memostyle.py", "leading_pt=1.0"): _FILLER,
    ("_bench.py", "SAME_PT=1e-09"): "the error of floating point, too small to see",
    ("_word/looks.py", "MAX_SPACE_PT=31"): "the most that the file format holds (ECMA-376 17.3.4)",
    (
        "_word/panels.py",
        "SEAM_PT=0.5",
    ): "in the ground's own colour, against a seam that programs leave between cells",
    ("_word/template.py", "_DEFAULT_SIZE=20"): "what the file format says where no style does (ECMA-376 17.3.2.38)",
    ("_word/template_place.py", "_CELL_MARGIN=108"): "what Word leaves in the cells of another's table",
    ("_word/watermark.py", "1pt"): "WordArt is stretched over its shape: Word writes one point for all of it",
    ("_words.py", "TOLERANCE_PT=1e-06"): "the error of floating point, too small to see",
    ("_words.py", "leading=1.0"): _FACTOR,
    ("_words.py", "size=1.0"): _FACTOR,
    ("_words.py", "tracking=1.0"): _FACTOR,
}
"""A file and a literal in it, and why it is no token."""


def literals(file: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the line of each literal in a module, what it is, and the literal."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    prose = set(_prose(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in prose:
                for what, pattern in STRINGS.items():
                    yield from ((node.lineno, what, found[0]) for found in pattern.finditer(text))
            case ast.keyword(arg=str(name), value=value) if NUMBERS.search(name) and _number(value):
                yield value.lineno, "a number for a length", f"{name}={ast.unparse(value)}"
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if NUMBERS.search(name) and _number(value):
                yield node.lineno, "a number for a length", f"{name}={ast.unparse(value)}"
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if NUMBERS.search(
                name
            ) and _number(value):
                yield node.lineno, "a number for a length", f"{name}={ast.unparse(value)}"
            case ast.arguments():
                for name, value in _defaults(node):
                    if NUMBERS.search(name) and _number(value):
                        yield value.lineno, "a number for a length", f"{name}={ast.unparse(value)}"
            case ast.Call(func=ast.Attribute(attr=name), args=args) if name in SETTERS:
                if len(args) > SETTERS[name] and _number(args[SETTERS[name]]):
                    yield node.lineno, "a number for a length", ast.unparse(node)
            case ast.ImportFrom(module="reportlab.lib.colors", names=names):
                yield from ((node.lineno, "a colour", each.name) for each in names if each.name not in COLOURS)
            case ast.Attribute(value=ast.Name(id="colors"), attr=name) if name not in COLOURS:
                yield node.lineno, "a colour", f"colors.{name}"


def _prose(tree: ast.AST) -> Iterator[int]:
    """Yield the docstrings, those of constants too: they may speak of what they like."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    positional = [*arguments.posonlyargs, *arguments.args]
    with_default = positional[len(positional) - len(arguments.defaults) :]
    yield from ((each.arg, value) for each, value in zip(with_default, arguments.defaults, strict=True))
    for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if value is not None:
            yield each.arg, value


def _number(value: ast.expr) -> bool:
    """Return whether an expression is a number other than nought, all of it written out."""
    nodes = [node for node in ast.walk(value) if isinstance(node, ast.expr)]
    plain = all(isinstance(node, ast.Constant | ast.UnaryOp | ast.BinOp) for node in nodes)
    constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return (
        plain
        and all(isinstance(each, int | float) and not isinstance(each, bool) for each in constants)
        and any(constants)
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_a_renderer_holds_no_design(file: Path) -> None:
    name = str(file.relative_to(FOLDER))
    found = [
        f"{name}:{line}: {what}: {literal}"
        for line, what, literal in literals(file)
        if (name, literal) not in ALLOWED
    ]
    if found:
        pytest.fail("\n".join(found))


def test_what_is_allowed_is_still_there() -> None:
    held = {(str(file.relative_to(FOLDER)), literal) for file in FILES for _, _, literal in literals(file)}
    assert set(ALLOWED) - held == set()


def test_the_check_sees_each_kind_of_literal(tmp_path: Path) -> None:
    """The canary."""
    file = tmp_path / "renderer.py"
    lines = (
        'a = "color:#14284b"', 'b = "Source Sans 3"', 'c = f"{a}margin:12pt"', "GAP_PT = 3", "f(size_pt=9.5)",
        "def f(leading_pt=12.0): pass", "canvas.setFont(name, 9)", "from reportlab.lib.colors import black",
    )  # fmt: skip
    file.write_text("\n".join(lines), encoding="utf-8")
    assert [line for line, _, _ in sorted(literals(file))] == list(range(1, len(lines) + 1))
    file.write_text('"""A 12pt #fff."""\nf(size_pt=0.0, gap_pt=a * 2)\n', encoding="utf-8")
    assert list(literals(file)) == []
