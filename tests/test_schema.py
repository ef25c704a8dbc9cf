"""The schemas for editors hold all that is shipped and refuse what the program refuses."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import products
from briefprint import schema, stylebook
from briefprint.reader import yaml
from briefprint.reader.source import Faults, load
from briefprint.stylefiles import SHIPPED
from test_cli import run

STYLES = sorted(SHIPPED.glob("*/style.toml"))
STYLE, CONTENT = (Draft202012Validator(each) for each in (schema.style(), schema.content()))


def said(tree: dict[str, Any]) -> list[str]:
    return [error.message for error in STYLE.iter_errors(tree)]


@pytest.mark.parametrize("made", [STYLE.schema, CONTENT.schema])
def test_a_schema_is_one(made: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "required" not in made


def test_the_command_prints_it() -> None:
    assert json.loads(run("schema", "style").out) == STYLE.schema
    assert json.loads(run("schema", "content").out) == CONTENT.schema
    assert run("schema", "stile").code == 2


@pytest.mark.parametrize("file", STYLES, ids=[file.parent.name for file in STYLES])
def test_every_shipped_style_file_holds(file: Path) -> None:
    assert said(tomllib.loads(file.read_text(encoding="utf-8"))) == []


def test_every_token_of_a_style_is_in_it() -> None:
    for token in stylebook.tokens("bureau", stylebook.search_path()):
        tree: Any = "no value of any token"
        for part in reversed(token.name.split(".")):
            tree = {part: tree}
        assert not any("Additional properties" in each for each in said(tree)), token.name


@pytest.mark.parametrize(
    "text",
    [
        "[text.body]\nleadin = '14pt'",
        "[text.bdy]\nleading = '14pt'",
        "[txt.body]\nleading = '14pt'",
        "[text.default]\nleadin = '14pt'",
        "[text.body]\nleading = 14",
        "[text.body]\nleading = '14'",
        "[text.body]\nleading_pt = '14pt'",
        "[text.body]\nhyphenate = 'yes'",
        "[page]\npaper = 'a3'",
        "[palette]\nink = 'black'",
        "[front]\norder = ['sumary']",
        "[labels.en]\ninstitutoin = 'x'",
        "name = 'own'",
        "[columns]\ncount = 0",
        "[text.body]\nsize = '0pt'",
        "[text.body]\nsize = '-3pt'",
        "[page]\nmargin_top = '-3pt'",
        "watermark_angle = 1e400",
        "[memo.levers]\nleading = 0",
    ],
)
def test_what_the_stylebook_refuses_the_schema_refuses(text: str) -> None:
    assert len(said(tomllib.loads(text))) == 1


@pytest.mark.parametrize("brief", products.CONTENT, ids=[brief.stem for brief in products.CONTENT])
def test_the_front_matter_of_every_brief_holds(brief: Path) -> None:
    faults = Faults(str(brief))
    source = load(brief, faults)
    tree = yaml.parse(source.front_matter, 1, "front matter", faults)
    assert tree is not None
    assert [error.message for error in CONTENT.iter_errors(tree.data)] == []


def test_front_matter_may_be_written_in_the_ways_the_reader_takes() -> None:
    for front in (
        {"authors": "A Desk"},
        {"authors": {"name": "A"}},
        {"author": ["A", {"name": "B", "role": "analyst"}]},
        {"date": 2025},
        {"key_points": "one"},
        {"memo": {"to": "Director", "from": ["Desk"], "points": ["First."]}},
        {"kiker": "an unknown key is a warning"},
    ):
        assert CONTENT.is_valid(front), front
    for front in ({"status": "drafty"}, {"authors": {"role": "analyst"}}, {"figures": [{"value": "1"}]}):
        assert not CONTENT.is_valid(front), front
