"""The page has words for every code that the program sends, in English in its modules and in Chinese beside them."""

import ast
import json
import re
from typing import get_args

import pytest

from assistant.agent import events
from assistant.agent.measures import Kind
from assistant.agent.tools import build_tools
from assistant.resources import folder

VERDICTS = (folder("web") / "modules" / "verdicts.js").read_text(encoding="utf-8")
CHINESE = json.loads((folder("web") / "words" / "zh.json").read_text(encoding="utf-8"))


def table(name: str) -> set[str]:
    [body] = re.findall(rf"const {name} = {{(.*?)^}};", VERDICTS, re.DOTALL | re.MULTILINE)
    return set(re.findall(r"^  (\w+): ", body, re.MULTILINE)) - {"__proto__"}


def calls(module: str, function: str) -> list[ast.Call]:
    tree = ast.parse((folder("assistant") / "agent" / module).read_text(encoding="utf-8"))
    named = [one for one in ast.walk(tree) if isinstance(one, ast.Call)]
    return [one for one in named if getattr(one.func, "id", getattr(one.func, "attr", "")) == function]


def test_every_stage_reason_and_look_up_has_words():
    """A code that the page does not know would be shown as it is."""
    stages = set(get_args(events.Status.model_fields["stage"].annotation))
    withheld = {str(one.args[0].value) for one in calls("gate.py", "_held") if isinstance(one.args[0], ast.Constant)}

    assert stages == table("STAGES")
    assert set(get_args(events.Reason)) == table("ABSTENTIONS")
    assert withheld == table("WITHHELD")
    assert {tool.name for tool in build_tools()} == table("TOOLS")


@pytest.mark.parametrize("module", ["answering.py", "checking.py", "comparisons.py", "pricing.py", "toolbox.py"])
def test_what_the_program_looked_up_has_a_name_in_chinese(module: str):
    """Calculations and checks are sources that the program itself titles."""
    rows = [one for one in calls(module, "row") if getattr(one.args[0], "value", "") == "calculation"]
    titles = [key.value for one in rows for key in one.keywords if key.arg == "title"]
    assert rows
    assert [] == [one.value for one in titles if isinstance(one, ast.Constant) and one.value not in CHINESE]


def test_every_measure_has_a_name_in_chinese():
    """ "9988.HK, highest close" is said in both languages."""
    assert [] == [kind for kind in get_args(Kind) if kind.replace("_", " ") not in CHINESE]


def test_every_sentence_about_a_chart_has_its_words_in_chinese():
    """Its basis, its closes in words and its reports, with the same places to fill."""
    text = (folder("assistant") / "market" / "chart_words.py").read_text(encoding="utf-8")
    constants = {one.value for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    sentences = {one for one in constants if one.endswith(".") and " " in one and one not in _docstrings(text)}
    places = {one: (set(re.findall(r"{\w+}", one)), set(re.findall(r"{\w+}", CHINESE.get(one, "{?}")))) for one in sentences}
    assert len(sentences) >= 10
    assert {} == {one: both for one, both in places.items() if both[0] != both[1]}


@pytest.mark.parametrize("module", ["reading.py", "spelling.py", "loosening.py"])
def test_every_note_on_how_a_question_is_read_has_its_words_in_chinese(module: str):
    """Names and days stand in their places; a note that had none would stay English on the Chinese page."""
    text = (folder("assistant") / "agent" / module).read_text(encoding="utf-8")
    tree = [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.JoinedStr | ast.Constant)]
    inside = {id(part) for one in tree if isinstance(one, ast.JoinedStr) for part in ast.walk(one) if part is not one}
    said = {_template(one) for one in tree if id(one) not in inside} - {_blank(one) for one in _docstrings(text)}
    notes = {one for one in said if re.fullmatch(r"(?:[A-Z“]).* .*\w.*[.]", one)}
    assert notes
    assert set() == notes - {_blank(one) for one in CHINESE}


def _template(node: ast.JoinedStr | ast.Constant) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return _blank("".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts))


def _blank(sentence: str) -> str:
    """A sentence with its places empty; a day written out is one."""
    return re.sub(r"{\w*}(?: {\w*})*", "{}", sentence)


def _docstrings(text: str) -> set[str]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return {ast.get_docstring(one, clean=False) or "" for one in ast.walk(ast.parse(text)) if isinstance(one, documented)}
