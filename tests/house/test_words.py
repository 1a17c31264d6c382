"""Every refusal has a sentence, and the sentence asks only for facts that the refusal brings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from portlight.faces import words as faces_words
from portlight.toolkit.nameplate import plates
from tests.house.tree import modules, shown, tree

PLACE = re.compile(r"\{([a-z_]+)\}")


def _refusals() -> Iterator[tuple[Path, ast.Call, str]]:
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Refused" and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield path, node, str(code.value)


def _sentences() -> dict[str, str]:
    known = dict(faces_words.SENTENCES)
    for plate in plates():
        known.update(plate.sentences)
    return known


def test_every_refusal_has_a_sentence() -> None:
    known = _sentences()
    wanting = sorted({f"{code} ({shown(path)})" for path, _, code in _refusals() if code not in known})
    assert not wanting, wanting


def test_every_sentence_is_used() -> None:
    used = {code for _, _, code in _refusals()}
    text = "".join(
        path.read_text(encoding="utf-8") for path in modules() if "words" not in (path.stem, path.parent.name)
    )
    idle = sorted(code for code in _sentences() if code not in used and f'"{code}"' not in text)
    assert not idle, f"no code raises them: {idle}"


def test_every_sentence_gets_the_facts_it_asks_for() -> None:
    known = _sentences()
    bad = []
    for path, node, code in _refusals():
        if any(keyword.arg is None for keyword in node.keywords):
            continue  # facts passed on as they came
        given = {keyword.arg for keyword in node.keywords} - {"field"}
        asked = set(PLACE.findall(known.get(code, "")))
        if not asked <= given:
            bad.append(f"{shown(path)}:{node.lineno} {code} lacks {sorted(asked - given)}")
    assert not bad, bad
